package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.seal.SealBroken.Reason;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

@DisplayName("A content sealed in chunks")
class ChunkedSealTest {

    private static final byte[] BLOB = "form 7, blob 12".getBytes(UTF_8);

    private final BlobKey key = BlobKey.generate(Suite.INTL_1, Keys.RANDOM);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 400_000})
    void opensAsItWas(int length) throws SealBroken, IOException {
        for (var suite : Suite.values()) {
            try (var key = BlobKey.generate(suite, Keys.RANDOM)) {
                var plain = content(length);
                var sealed = key.sealChunked(plain, BLOB);

                assertEquals(Chunks.sealedLength(length), sealed.length);
                assertEquals(length, Chunks.plainLength(sealed.length));
                assertArrayEquals(plain, key.openChunked(sealed, BLOB));

                var stream = new ByteArrayOutputStream();
                var written = key.chunkSealer(BLOB).seal(new ByteArrayInputStream(plain), stream);
                assertEquals(sealed.length, written);
                assertArrayEquals(plain, key.openChunked(stream.toByteArray(), BLOB));

                var opened = new ByteArrayOutputStream();
                var in = new ByteArrayInputStream(sealed);
                var opener = key.chunkOpener(in.readNBytes(Chunks.HEADER), BLOB);
                assertEquals(length, opener.open(in, opened));
                assertArrayEquals(plain, opened.toByteArray());
            }
        }
    }

    @Test
    void standsInTheCallersArrayAndNothingElseIsTouched() throws SealBroken {
        var plain = content(Chunks.SIZE + 5);
        var length = Math.toIntExact(Chunks.sealedLength(plain.length));
        var target = new byte[7 + length + 3];
        Arrays.fill(target, (byte) 0x55);

        assertEquals(length, key.sealChunked(plain, BLOB, target, 7));
        assertArrayEquals(plain, key.openChunked(Arrays.copyOfRange(target, 7, 7 + length), BLOB));
        assertArrayEquals(
                new byte[] {0x55, 0x55, 0x55}, Arrays.copyOfRange(target, 7 + length, 10 + length));
        assertEquals(0x55, target[6]);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> key.sealChunked(plain, BLOB, new byte[length - 1], 0));
        assertThrows(
                IndexOutOfBoundsException.class, () -> key.sealChunked(plain, BLOB, target, 11));
    }

    @Test
    void opensAnyOneChunkByItsIndex() throws SealBroken {
        var plain = content(3 * Chunks.SIZE + 100);
        var sealed = key.sealChunked(plain, BLOB);
        var opener = key.chunkOpener(Arrays.copyOf(sealed, Chunks.HEADER), BLOB);
        var chunk = new byte[Chunks.SIZE];

        for (var index : new int[] {2, 0, 3, 1, 2}) {
            var from = (int) Chunks.sealedOffset(index);
            var to = Math.min(sealed.length, from + Chunks.SEALED_SIZE);
            var size = opener.open(index, index == 3, sealed, from, to, chunk, 0);

            assertArrayEquals(
                    Arrays.copyOfRange(plain, index * Chunks.SIZE, index * Chunks.SIZE + size),
                    Arrays.copyOf(chunk, size));
        }
        assertThrows(
                SealBroken.class,
                () ->
                        opener.open(
                                1,
                                false,
                                sealed,
                                Chunks.HEADER,
                                Chunks.HEADER + Chunks.SEALED_SIZE,
                                chunk,
                                0));
    }

    @Test
    void isRefusedWithAnyBitFlipped() {
        for (var suite : Suite.values()) {
            var key = BlobKey.generate(suite, Keys.RANDOM);
            var sealed = key.sealChunked(content(60), BLOB);
            for (var bit = 0; bit < sealed.length * 8; bit++) {
                var altered = sealed.clone();
                altered[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThrows(SealBroken.class, () -> key.openChunked(altered, BLOB), "bit " + bit);
            }
        }
    }

    @Test
    void isRefusedWhenItsLastChunkIsMissing() {
        var sealed = key.sealChunked(content(2 * Chunks.SIZE + 5), BLOB);

        refused(Arrays.copyOf(sealed, (int) Chunks.sealedOffset(2)), BLOB);
        refused(Arrays.copyOf(sealed, (int) Chunks.sealedOffset(1)), BLOB);
        refused(Arrays.copyOf(sealed, Chunks.HEADER), BLOB);
        var exact = key.sealChunked(content(2 * Chunks.SIZE), BLOB);
        refused(Arrays.copyOf(exact, (int) Chunks.sealedOffset(1)), BLOB);
    }

    @Test
    void isRefusedAtEveryShorterLength() {
        var sealed = key.sealChunked(content(40), BLOB);
        for (var length = 0; length < sealed.length; length++) {
            refused(Arrays.copyOf(sealed, length), BLOB);
        }
        var longer = key.sealChunked(content(Chunks.SIZE + 20), BLOB);
        for (var length = longer.length - 60; length < longer.length; length++) {
            refused(Arrays.copyOf(longer, length), BLOB);
        }
    }

    @Test
    void isRefusedWithTrailingBytes() {
        for (var length : new int[] {0, 10, Chunks.SIZE, Chunks.SIZE + 10}) {
            var sealed = key.sealChunked(content(length), BLOB);
            for (var more : new int[] {1, 15, 16, 17, Chunks.SEALED_SIZE}) {
                refused(Arrays.copyOf(sealed, sealed.length + more), BLOB);
            }
        }
    }

    @Test
    void isRefusedWhenChunksChangePlacesOrRepeat() {
        var sealed = key.sealChunked(content(3 * Chunks.SIZE), BLOB);
        var swapped = sealed.clone();
        move(sealed, 0, swapped, 1);
        move(sealed, 1, swapped, 0);
        refused(swapped, BLOB);

        var repeated = sealed.clone();
        move(sealed, 0, repeated, 1);
        refused(repeated, BLOB);

        var doubled = Arrays.copyOf(sealed, sealed.length + Chunks.SEALED_SIZE);
        move(sealed, 2, doubled, 3);
        refused(doubled, BLOB);
    }

    @Test
    void isRefusedWithAChunkOfAnotherContent() {
        var one = key.sealChunked(content(2 * Chunks.SIZE), BLOB);
        var other = key.sealChunked(content(2 * Chunks.SIZE), BLOB);
        move(other, 0, one, 0);

        refused(one, BLOB);
    }

    @Test
    void isRefusedWithAnotherKeyPurposeSuiteOrData() {
        var sealed = key.sealChunked(content(100), BLOB);

        refused(sealed, "form 7, blob 13".getBytes(UTF_8));
        for (var wrong :
                new SealKey[] {
                    BlobKey.generate(Suite.INTL_1, Keys.RANDOM),
                    ItemKey.generate(Suite.INTL_1, Keys.RANDOM),
                    BlobKey.generate(Suite.SM_1, Keys.RANDOM)
                }) {
            assertThrows(SealBroken.class, () -> wrong.openChunked(sealed, BLOB));
        }
    }

    @Test
    void isNotAnEnvelopeNorTheOtherWayRound() {
        var chunked = key.sealChunked(content(100), BLOB);
        var envelope = key.seal(content(100), BLOB);

        assertThrows(SealBroken.class, () -> key.open(chunked, BLOB));
        assertThrows(SealBroken.class, () -> key.openChunked(envelope, BLOB));
    }

    @Test
    void leavesNothingReadableWhenAChunkDoesNotOpen() throws SealBroken {
        for (var suite : Suite.values()) {
            var key = BlobKey.generate(suite, Keys.RANDOM);
            var sealed = key.sealChunked(content(50_000), BLOB);
            sealed[sealed.length - 1]++;
            var opener = key.chunkOpener(sealed, BLOB);
            var target = new byte[Chunks.SIZE];

            assertThrows(
                    SealBroken.class,
                    () -> opener.open(0, true, sealed, Chunks.HEADER, sealed.length, target, 0));
            assertArrayEquals(new byte[Chunks.SIZE], target);
        }
    }

    @Test
    void takesItsChunksInOneOrderOnly() {
        var sealer = key.chunkSealer(BLOB);
        var plain = content(Chunks.SIZE + 1);
        var target = new byte[Chunks.SEALED_SIZE + 1];

        assertThrows(
                IllegalArgumentException.class, () -> sealer.seal(plain, 0, 10, false, target, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> sealer.seal(plain, 0, plain.length, true, target, 0));
        assertEquals(Chunks.SEALED_SIZE, sealer.seal(plain, 0, Chunks.SIZE, false, target, 0));
        assertThrows(
                IllegalArgumentException.class, () -> sealer.seal(plain, 0, 0, true, target, 0));
        assertEquals(17, sealer.seal(plain, 0, 1, true, target, 0));
        assertThrows(IllegalStateException.class, () -> sealer.seal(plain, 0, 1, true, target, 0));
    }

    @Test
    void lengthsThatNothingCanHaveAreRefused() {
        assertEquals(
                Reason.TRUNCATED,
                assertThrows(
                                SealBroken.class,
                                () -> Chunks.plainLength(Chunks.sealedLength(Chunks.SIZE) + 16))
                        .reason());
        assertThrows(IllegalArgumentException.class, () -> Chunks.sealedLength(-1));
    }

    private void refused(byte[] sealed, byte[] associated) {
        assertThrows(SealBroken.class, () -> key.openChunked(sealed, associated));
        assertThrows(
                SealBroken.class,
                () -> {
                    var in = new ByteArrayInputStream(sealed);
                    var opener = key.chunkOpener(in.readNBytes(Chunks.HEADER), associated);
                    opener.open(in, new ByteArrayOutputStream());
                });
    }

    private static void move(byte[] from, int chunk, byte[] to, int place) {
        System.arraycopy(
                from,
                (int) Chunks.sealedOffset(chunk),
                to,
                (int) Chunks.sealedOffset(place),
                Chunks.SEALED_SIZE);
    }

    private static byte[] content(int length) {
        var bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }
}

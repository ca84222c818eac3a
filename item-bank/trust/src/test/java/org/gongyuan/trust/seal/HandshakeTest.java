package org.gongyuan.trust.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

@DisplayName("A handshake")
class HandshakeTest {

    private static final byte[] MESSAGE = "response 17".getBytes(UTF_8);
    private static final byte[] NOTHING = new byte[0];
    private static final Digest TRANSCRIPT = Suite.INTL_1.digest("hello".getBytes(UTF_8));

    @ParameterizedTest
    @EnumSource
    void givesBothSidesTheSameSecrets(Suite suite) throws SealBroken {
        var seat = SealingKeyPair.generate(suite, Purpose.SEAT, Keys.RANDOM);
        var answer = Handshake.answer(seat.publicKey(), TRANSCRIPT);
        try (var server = answer.secrets();
                var candidate = Handshake.accept(seat, answer.encapsulation(), TRANSCRIPT)) {

            assertTrue(server.macToServer().holds(candidate.macToServer().tag(MESSAGE), MESSAGE));
            assertTrue(candidate.macToSeat().holds(server.macToSeat().tag(MESSAGE), MESSAGE));
            assertArrayEquals(
                    MESSAGE,
                    server.sealToServer()
                            .open(candidate.sealToServer().seal(MESSAGE, NOTHING), NOTHING));
            assertArrayEquals(
                    MESSAGE,
                    candidate
                            .sealToSeat()
                            .open(server.sealToSeat().seal(MESSAGE, NOTHING), NOTHING));
            assertEquals(
                    server.journalKey().digestCommitment(),
                    candidate.journalKey().digestCommitment());
            assertFalse(server.macToSeat().holds(candidate.macToServer().tag(MESSAGE), MESSAGE));
            assertThrows(
                    SealBroken.class,
                    () ->
                            server.sealToServer()
                                    .open(server.sealToSeat().seal(MESSAGE, NOTHING), NOTHING));
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesTheFormKeyToTheSeat(Suite suite) throws SealBroken {
        var seat = SealingKeyPair.generate(suite, Purpose.SEAT, Keys.RANDOM);
        var answer = Handshake.answer(seat.publicKey(), TRANSCRIPT);
        var candidate = Handshake.accept(seat, answer.encapsulation(), TRANSCRIPT);
        var form = FormKey.generate(suite, Keys.RANDOM);
        var wrapped = answer.secrets().sealToSeat().wrap(form, MESSAGE);

        assertEquals(
                form.digestCommitment(),
                candidate.sealToSeat().unwrap(FormKey.KIND, wrapped, MESSAGE).digestCommitment());
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedWithAnyBitFlipped(Suite suite) {
        var seat = SealingKeyPair.generate(suite, Purpose.SEAT, Keys.RANDOM);
        var answer = Handshake.answer(seat.publicKey(), TRANSCRIPT).encapsulation();
        for (var bit = 0; bit < answer.length * 8; bit += answer.length > 1000 ? 13 : 1) {
            var altered = answer.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThrows(
                    SealBroken.class,
                    () -> Handshake.accept(seat, altered, TRANSCRIPT),
                    "bit " + bit);
        }
        for (var length = 0; length < answer.length + 3; length++) {
            if (length != answer.length) {
                var other = Arrays.copyOf(answer, length);
                assertThrows(SealBroken.class, () -> Handshake.accept(seat, other, TRANSCRIPT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedAfterAnotherConversationOrByAnotherSeat(Suite suite) {
        var seat = SealingKeyPair.generate(suite, Purpose.SEAT, Keys.RANDOM);
        var answer = Handshake.answer(seat.publicKey(), TRANSCRIPT).encapsulation();

        assertThrows(
                SealBroken.class,
                () -> Handshake.accept(seat, answer, Suite.INTL_1.digest(MESSAGE)));
        for (var other : Suite.values()) {
            assertThrows(
                    SealBroken.class,
                    () ->
                            Handshake.accept(
                                    SealingKeyPair.generate(other, Purpose.SEAT, Keys.RANDOM),
                                    answer,
                                    TRANSCRIPT));
        }
    }

    @Test
    void isRefusedWithAKeyOfAnotherPurpose() {
        var node = SealingKeyPair.generate(Suite.INTL_1, Purpose.NODE, Keys.RANDOM);

        assertThrows(KeyRefused.class, () -> Handshake.answer(node.publicKey(), TRANSCRIPT));
    }

    @Test
    void givesOtherSecretsEveryTime() throws SealBroken {
        var seat = SealingKeyPair.generate(Suite.INTL_1, Purpose.SEAT, Keys.RANDOM);
        var one = Handshake.answer(seat.publicKey(), TRANSCRIPT);
        var other = Handshake.answer(seat.publicKey(), TRANSCRIPT);

        assertFalse(
                other.secrets().macToSeat().holds(one.secrets().macToSeat().tag(MESSAGE), MESSAGE));
    }

    @ParameterizedTest
    @EnumSource
    void letsEachSideSealInItsOwnDirectionOnly(Suite suite) throws SealBroken {
        var seat = SealingKeyPair.generate(suite, Purpose.SEAT, Keys.RANDOM);
        var answer = Handshake.answer(seat.publicKey(), TRANSCRIPT);
        var candidate = Handshake.accept(seat, answer.encapsulation(), TRANSCRIPT);

        assertThrows(
                IllegalStateException.class, () -> candidate.sealToSeat().seal(MESSAGE, NOTHING));
        assertThrows(
                IllegalStateException.class, () -> candidate.sealToSeat().chunkSealer(NOTHING));
        assertThrows(
                IllegalStateException.class,
                () -> answer.secrets().sealToServer().seal(MESSAGE, NOTHING));
        assertTrue(candidate.sealToServer().isSealing());
    }

    @Test
    void neverUsesANonceTwice() throws SealBroken {
        var seat = SealingKeyPair.generate(Suite.INTL_1, Purpose.SEAT, Keys.RANDOM);
        var secrets = Handshake.answer(seat.publicKey(), TRANSCRIPT).secrets();
        Set<String> nonces = new HashSet<>();
        for (var i = 0; i < 1000; i++) {
            var sealed = secrets.sealToSeat().seal(MESSAGE, NOTHING);
            nonces.add(HexFormat.of().formatHex(sealed, 4, 16));
        }

        assertEquals(1000, nonces.size());
        assertTrue(nonces.contains("0000000000000000000003e7"));
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenItsSecretsAreClosed(Suite suite) {
        var seat = SealingKeyPair.generate(suite, Purpose.SEAT, Keys.RANDOM);
        var answer = Handshake.answer(seat.publicKey(), TRANSCRIPT);
        var secrets = answer.secrets();
        var tag = secrets.macToSeat().tag(MESSAGE);
        secrets.close();

        assertThrows(IllegalStateException.class, () -> secrets.macToSeat().tag(MESSAGE));
        assertThrows(IllegalStateException.class, () -> secrets.macToSeat().holds(tag, MESSAGE));
        assertThrows(
                IllegalStateException.class, () -> secrets.sealToSeat().seal(MESSAGE, NOTHING));
        assertThrows(
                IllegalStateException.class, () -> secrets.journalKey().seal(MESSAGE, NOTHING));
        assertEquals("SessionSecrets[secret]", secrets.toString());
        assertEquals("MacKey[secret]", secrets.macToSeat().toString());
        assertTrue(answer.toString().endsWith("secret]"));
    }

    @ParameterizedTest
    @EnumSource
    void hasTagsThatHoldForOneMessageOnly(Suite suite) {
        var mac = new MacKey(suite, new byte[32]);
        var tag = mac.tag(MESSAGE);
        var frame = new byte[100];
        System.arraycopy(MESSAGE, 0, frame, 10, MESSAGE.length);
        mac.tagInto(frame, 10, 10 + MESSAGE.length, frame, 50);

        assertTrue(mac.holds(tag, MESSAGE));
        assertArrayEquals(tag, Arrays.copyOfRange(frame, 50, 66));
        assertTrue(mac.holdsAt(frame, 50, frame, 10, 10 + MESSAGE.length));
        assertFalse(mac.holdsAt(frame, 49, frame, 10, 10 + MESSAGE.length));
        assertFalse(mac.holdsAt(frame, 90, frame, 10, 10 + MESSAGE.length));
        assertFalse(mac.holds(Arrays.copyOf(tag, 15), MESSAGE));
        for (var bit = 0; bit < 128; bit++) {
            var altered = tag.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertFalse(mac.holds(altered, MESSAGE));
        }
    }

    /// RFC 4231, test case 1, cut to 16 bytes.
    @Test
    void hasTheTagsOfTheStandard() {
        var key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);

        assertEquals(
                "b0344c61d8db38535ca8afceaf0bf12b",
                HexFormat.of()
                        .formatHex(new MacKey(Suite.INTL_1, key).tag("Hi There".getBytes(UTF_8))));
    }
}

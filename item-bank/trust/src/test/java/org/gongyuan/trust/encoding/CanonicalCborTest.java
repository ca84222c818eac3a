package org.gongyuan.trust.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;

@DisplayName("A canonical encoding")
class CanonicalCborTest {

    private static final HexFormat HEX = HexFormat.of();

    static Stream<Arguments> integers() {
        return Vectors.read("canonical-cbor/integers.json").stream()
                .map(
                        vector ->
                                Arguments.of(
                                        Long.parseLong(vector.get("integer")), vector.get("hex")));
    }

    /// RFC 8949, appendix A, the integers of 64 bits.
    @ParameterizedTest
    @MethodSource("integers")
    void hasTheIntegersOfTheStandard(long value, String hex) {
        assertEquals(hex, HEX.formatHex(new CborWriter().integer(value).toBytes()));
        assertEquals(value, read(hex).integer());
        if (value >= 0) {
            assertEquals(hex, HEX.formatHex(new CborWriter().uint(value).toBytes()));
            assertEquals(value, read(hex).uint());
        } else {
            assertThrows(NotCanonical.class, () -> read(hex).uint());
            assertThrows(IllegalArgumentException.class, () -> new CborWriter().uint(value));
        }
    }

    static Stream<Arguments> texts() {
        return Vectors.read("canonical-cbor/texts.json").stream()
                .map(vector -> Arguments.of(vector.get("text"), vector.get("hex")));
    }

    /// RFC 8949, appendix A, the texts.
    @ParameterizedTest
    @MethodSource("texts")
    void hasTheTextsOfTheStandard(String value, String hex) {
        assertEquals(hex, HEX.formatHex(new CborWriter().text(value).toBytes()));
        assertEquals(value, read(hex).text());
    }

    /// RFC 8949, appendix A.
    @Test
    void hasTheContainersOfTheStandard() {
        assertEquals("80", HEX.formatHex(new CborWriter().array(0).toBytes()));
        assertEquals("a0", HEX.formatHex(new CborWriter().map(0).toBytes()));
        assertEquals("40", HEX.formatHex(new CborWriter().bytes(new byte[0]).toBytes()));
        assertEquals(
                "4401020304",
                HEX.formatHex(new CborWriter().bytes(new byte[] {1, 2, 3, 4}).toBytes()));
        assertEquals(
                "8301820203820405",
                HEX.formatHex(
                        new CborWriter()
                                .array(3)
                                .uint(1)
                                .array(2)
                                .uint(2)
                                .uint(3)
                                .array(2)
                                .uint(4)
                                .uint(5)
                                .toBytes()));
        assertEquals(
                "a26161016162820203",
                HEX.formatHex(
                        new CborWriter()
                                .map(2)
                                .text("a")
                                .uint(1)
                                .text("b")
                                .array(2)
                                .uint(2)
                                .uint(3)
                                .toBytes()));
        assertEquals(
                "83f4f5f6",
                HEX.formatHex(new CborWriter().array(3).bool(false).bool(true).nil().toBytes()));
        var long25 = new CborWriter().array(25);
        for (var i = 1; i <= 25; i++) {
            long25.uint(i);
        }
        assertEquals(
                "98190102030405060708090a0b0c0d0e0f101112131415161718181819",
                HEX.formatHex(long25.toBytes()));
    }

    @Test
    void isReadBackItemByItem() {
        var bytes =
                new CborWriter()
                        .array(6)
                        .text("第一题")
                        .bytes(new byte[] {9, 8, 7, 6}, 1, 3)
                        .nil()
                        .bool(true)
                        .map(1)
                        .uint(4)
                        .integer(-4)
                        .array(1)
                        .uint(70_000)
                        .toBytes();
        var reader = new CborReader(bytes);

        assertEquals(6, reader.array());
        assertEquals("第一题", reader.text());
        assertFalse(reader.nil());
        assertArrayEquals(new byte[] {8, 7}, reader.bytes(2));
        assertTrue(reader.nil());
        assertTrue(reader.bool());
        assertEquals(1, reader.map());
        assertEquals(4, reader.uint(4));
        assertEquals(-4, reader.integer());
        var last = reader.position();
        assertArrayEquals(HEX.parseHex("811a00011170"), reader.raw());
        assertEquals(bytes.length - 6, last);
        assertTrue(reader.atEnd());
        reader.end();
    }

    @Test
    void readsAPartOfAnArray() {
        var reader = new CborReader(HEX.parseHex("ffff4201020304"), 2, 5);

        assertEquals(2, reader.passBytes());
        assertEquals(5, reader.position());
        reader.end();
    }

    @Test
    void tellsWhereAByteStringOfADueLengthStands() {
        var reader = new CborReader(HEX.parseHex("ffff420102420304"), 2, 8);

        assertEquals(3, reader.passBytes(2));
        assertEquals(6, reader.passBytes(2));
        reader.end();
        assertThrows(NotCanonical.class, () -> new CborReader(HEX.parseHex("420102")).passBytes(3));
        assertThrows(NotCanonical.class, () -> new CborReader(HEX.parseHex("430102")).passBytes(3));
    }

    @Test
    void comesBackTheSameForAnyValue() {
        var random = new SplittableRandom(7);
        for (var round = 0; round < 500; round++) {
            var writer = new CborWriter();
            anything(writer, random, 0);
            var bytes = writer.toBytes();
            assertArrayEquals(bytes, new CborReader(bytes).raw());
            assertArrayEquals(bytes, new CborWriter().raw(bytes).toBytes());
        }
    }

    static Stream<Arguments> refused() {
        return Vectors.read("canonical-cbor/refused.json").stream()
                .map(vector -> Arguments.of(vector.get("hex"), vector.get("description")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void refuses(String hex, String why) {
        var refused = assertThrows(NotCanonical.class, () -> whole(hex), why);

        assertTrue(refused.getMessage().contains(refused.reason()));
        assertTrue(refused.offset() <= hex.length() / 2);
    }

    @Test
    void refusesWhatFollows() {
        var reader = read("0101");
        reader.skip();

        assertEquals(1, assertThrows(NotCanonical.class, reader::end).offset());
    }

    @Test
    void refusesNestingTooDeep() {
        var deep = "81".repeat(CborReader.DEEPEST) + "00";
        assertEquals(deep, HEX.formatHex(read(deep).raw()));

        assertThrows(NotCanonical.class, () -> whole("81" + deep));
        assertThrows(NotCanonical.class, () -> whole("81".repeat(1_000_000) + "00"));
        assertThrows(NotCanonical.class, () -> read("a101" + "81" + deep).map());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "20", "40", "60", "80", "a0", "f5", "f6"})
    void refusesAnotherKindThanTheOneAskedFor(String hex) {
        var kinds = 0;
        kinds += accepts(() -> read(hex).uint());
        kinds += hex.equals("20") ? accepts(() -> read(hex).integer()) : 0;
        kinds += accepts(() -> read(hex).bytes());
        kinds += accepts(() -> read(hex).text());
        kinds += accepts(() -> read(hex).array());
        kinds += accepts(() -> read(hex).map());
        kinds += accepts(() -> read(hex).bool());
        kinds += read(hex).nil() ? 1 : 0;

        assertEquals(1, kinds);
    }

    @Test
    void refusesAnotherLengthThanTheOneDue() {
        assertThrows(NotCanonical.class, () -> read("420102").bytes(3));
        assertThrows(NotCanonical.class, () -> read("820102").array(3));
        assertThrows(NotCanonical.class, () -> read("1864").uint(99));
    }

    @Test
    void isNeverHandedOutUnfinished() {
        assertThrows(IllegalStateException.class, () -> new CborWriter().array(1).toBytes());
        assertThrows(IllegalStateException.class, () -> new CborWriter().map(1).uint(1).toBytes());
        assertThrows(
                NotCanonical.class,
                () -> new CborWriter().map(2).uint(2).nil().uint(1).nil().toBytes());
        assertThrows(IllegalArgumentException.class, () -> new CborWriter().text("\ud800"));
        assertThrows(IllegalArgumentException.class, () -> new CborWriter().text("a\udc00b"));
        assertThrows(NotCanonical.class, () -> new CborWriter().raw(HEX.parseHex("1800")));
        assertThrows(NotCanonical.class, () -> new CborWriter().raw(HEX.parseHex("0000")));
    }

    @Test
    void leavesNothingBehindInAWriterUsedAgain() {
        var writer = new CborWriter().text("x".repeat(1000));

        assertEquals("01", HEX.formatHex(writer.reset().uint(1).toBytes()));
        assertEquals(1, writer.length());
    }

    /// Whatever is accepted at random must be the encoding that the writer gives for what was read.
    @Test
    void acceptsNoSecondEncodingOfAnything() {
        var random = new SplittableRandom(11);
        var accepted = 0;
        for (var round = 0; round < 200_000; round++) {
            var bytes = new byte[1 + random.nextInt(12)];
            random.nextBytes(bytes);
            try {
                new CborReader(bytes).skip();
            } catch (NotCanonical _) {
                continue;
            }
            accepted++;
            var writer = new CborWriter();
            var reader = new CborReader(bytes);
            copy(reader, writer);
            assertEquals(
                    HEX.formatHex(bytes, 0, reader.position()), HEX.formatHex(writer.toBytes()));
        }
        assertTrue(accepted > 1000, "only " + accepted + " were accepted");
    }

    static void copy(CborReader reader, CborWriter writer) {
        if (reader.nil()) {
            writer.nil();
            return;
        }
        switch ((reader.peek() & 0xff) >> 5) {
            case 0, 1 -> writer.integer(reader.integer());
            case 2 -> writer.bytes(reader.bytes());
            case 3 -> writer.text(reader.text());
            case 4 -> {
                var count = reader.array();
                writer.array(count);
                for (var i = 0; i < count; i++) {
                    copy(reader, writer);
                }
            }
            case 5 -> {
                var count = reader.map();
                writer.map(count);
                for (var i = 0; i < 2 * count; i++) {
                    copy(reader, writer);
                }
            }
            default -> writer.bool(reader.bool());
        }
    }

    private static int accepts(Runnable reading) {
        try {
            reading.run();
            return 1;
        } catch (NotCanonical _) {
            return 0;
        }
    }

    private static void anything(CborWriter writer, SplittableRandom random, int depth) {
        switch (random.nextInt(depth > 4 ? 6 : 8)) {
            case 0 -> writer.uint(random.nextLong() >>> 1 >>> random.nextInt(63));
            case 1 -> writer.integer(random.nextLong() >> random.nextInt(63));
            case 2 -> writer.bytes(new byte[random.nextInt(300)]);
            case 3 -> writer.text("é水x".repeat(random.nextInt(30)));
            case 4 -> writer.bool(random.nextBoolean());
            case 5 -> writer.nil();
            case 6 -> {
                var count = random.nextInt(30);
                writer.array(count);
                for (var i = 0; i < count; i++) {
                    anything(writer, random, depth + 1);
                }
            }
            default -> {
                var count = random.nextInt(30);
                writer.map(count);
                for (var i = 0; i < count; i++) {
                    writer.uint(i);
                    anything(writer, random, depth + 1);
                }
            }
        }
    }

    private static void whole(String hex) {
        var reader = read(hex);
        reader.skip();
        reader.end();
    }

    private static CborReader read(String hex) {
        return new CborReader(HEX.parseHex(hex));
    }
}

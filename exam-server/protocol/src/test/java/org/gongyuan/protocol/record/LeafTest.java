package org.gongyuan.protocol.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.trust.encoding.CborWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

@DisplayName("A leaf of the exam record")
class LeafTest {

    static List<Entry> everyKind() {
        return Entries.ofEveryKind();
    }

    /// Where the fuzzer begins.
    static List<byte[]> leaves() {
        return everyKind().stream().map(Leaf::of).toList();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void givesBackTheEntryItHolds(Entry entry) {
        assertEquals(entry, Leaf.read(Leaf.of(entry)));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void hasOneEncodingOnly(Entry entry) {
        var leaf = Leaf.of(entry);

        assertArrayEquals(leaf, Leaf.of(Leaf.read(leaf)));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isRefusedWhenCutAnywhere(Entry entry) {
        var leaf = Leaf.of(entry);
        for (int length = 0; length < leaf.length; length++) {
            var cut = Arrays.copyOf(leaf, length);
            assertThrows(NotAnEntry.class, () -> Leaf.read(cut));
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isRefusedWithTrailingBytes(Entry entry) {
        var leaf = Leaf.of(entry);
        var longer = Arrays.copyOf(leaf, leaf.length + 1);

        assertThrows(NotAnEntry.class, () -> Leaf.read(longer));
    }

    @Test
    void coversEveryKindThatIsDeclared() {
        var declared =
                List.of(SittingEntry.class, SessionEntry.class).stream()
                        .flatMap(kinds -> Arrays.stream(kinds.getPermittedSubclasses()))
                        .collect(Collectors.toSet());
        var tried = everyKind().stream().map(Object::getClass).collect(Collectors.toSet());

        assertEquals(declared, tried);
    }

    @Test
    void givesEveryKindItsOwnNumber() {
        var numbers = everyKind().stream().map(Entry::kind).collect(Collectors.toSet());

        assertEquals(everyKind().size(), numbers.size());
    }

    @Test
    void refusesAnUnknownKind() {
        var leaf = new CborWriter(16).array(3).uint(1).uint(99).uint(0).toBytes();

        var refused = assertThrows(NotAnEntry.class, () -> Leaf.read(leaf));

        assertTrue(refused.getMessage().contains("99"), refused.getMessage());
    }

    @Test
    void refusesAnUnknownVersion() {
        var leaf = new CborWriter(16).array(3).uint(2).uint(99).uint(0).toBytes();

        var refused = assertThrows(NotAnEntry.class, () -> Leaf.read(leaf));

        assertTrue(refused.getMessage().contains("version 2"), refused.getMessage());
    }

    @Test
    void refusesAKindWithAFieldTooMany() {
        var leaf =
                new CborWriter(64)
                        .array(5)
                        .uint(1)
                        .uint(SittingEntry.Absent.KIND)
                        .uint(0)
                        .bytes(Entries.digest(1).toBytes())
                        .uint(0)
                        .toBytes();

        assertThrows(NotAnEntry.class, () -> Leaf.read(leaf));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isKnownAsSetAsideFromItsFirstBytes(Entry entry) {
        var leaf = Leaf.of(entry);

        assertEquals(entry instanceof SittingEntry.SetAside, Leaf.isSetAside(leaf, 0, leaf.length));
    }

    @Test
    void refusesToCarryOverWhatClosedNoSession() {
        var carried =
                new CborWriter(128)
                        .array(6)
                        .uint(1)
                        .uint(SittingEntry.CarriedOver.KIND)
                        .uint(0)
                        .text("caam.example/2026-a1/n2")
                        .uint(7)
                        .bytes(setAside(4))
                        .toBytes();

        assertThrows(NotAnEntry.class, () -> Leaf.read(carried));
    }

    @Test
    void refusesToSetNothingAside() {
        assertThrows(NotAnEntry.class, () -> Leaf.read(setAside()));
    }

    @Test
    void refusesEntriesSetAsideThatDoNotRise() {
        assertThrows(NotAnEntry.class, () -> Leaf.read(setAside(4, 4)));
        assertThrows(NotAnEntry.class, () -> Leaf.read(setAside(4, 3)));
    }

    private static byte[] setAside(long... indices) {
        var to = new CborWriter(64).array(4).uint(1).uint(SittingEntry.SetAside.KIND).uint(0);
        to.array(indices.length);
        for (long index : indices) {
            to.uint(index);
        }
        return to.toBytes();
    }

    @Test
    void refusesAnInstantBeyondTheYear9999() {
        var leaf =
                new CborWriter(64)
                        .array(4)
                        .uint(1)
                        .uint(SittingEntry.Absent.KIND)
                        .uint(Long.MAX_VALUE)
                        .bytes(Entries.digest(1).toBytes())
                        .toBytes();

        assertThrows(NotAnEntry.class, () -> Leaf.read(leaf));
    }

    /// Whatever the bytes, they are one entry with one encoding, or refused.
    @MethodSource("leaves")
    @FuzzTest(maxDuration = "5s")
    void isAnEntryOrRefused(byte[] bytes) {
        try {
            assertArrayEquals(bytes, Leaf.of(Leaf.read(bytes)));
        } catch (NotAnEntry refused) {
            assertTrue(refused.getMessage() != null);
        }
    }
}

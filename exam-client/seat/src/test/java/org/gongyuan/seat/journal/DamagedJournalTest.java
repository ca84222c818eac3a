package org.gongyuan.seat.journal;

import static org.gongyuan.seat.journal.Journals.begun;
import static org.gongyuan.seat.journal.Journals.change;
import static org.gongyuan.seat.journal.Journals.give;
import static org.gongyuan.seat.journal.Journals.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

@DisplayName("A damaged journal of a seat")
class DamagedJournalTest {

    private static final String NAME = "journal-000001";
    private static final int CHANGES = 6;

    private final MemoryFolder folder = new MemoryFolder();
    private byte[] good;
    private final List<Integer> ends = new ArrayList<>();

    @BeforeEach
    void sixChangesWereGiven() throws IOException {
        var journal = begun(folder);
        journal.commit(() -> {});
        ends.add(folder.read(NAME).length);
        for (int i = 0; i < CHANGES; i++) {
            give(journal, 1, () -> {});
            ends.add(folder.read(NAME).length);
        }
        good = folder.read(NAME);
    }

    @Test
    void cutAnywhereGivesBackEveryWholeChangeBeforeTheCut() {
        for (int cut = ends.getFirst(); cut < good.length; cut++) {
            var found = openedWith(Arrays.copyOf(good, cut));

            long whole = wholeBefore(cut);
            assertEquals(whole, found.journal().memory().lastSeq(), "cut at " + cut);
            boolean isBetween = ends.contains(cut);
            assertEquals(isBetween ? 0 : 1, found.damage().size(), "cut at " + cut);
        }
    }

    @Test
    void withAnyByteFlippedGivesBackEverythingBeforeIt() {
        for (int at = ends.getFirst(); at < good.length; at += 3) {
            var bytes = good.clone();
            bytes[at] ^= 0x10;

            var found = openedWith(bytes);

            assertEquals(wholeBefore(at), found.journal().memory().lastSeq(), "flipped at " + at);
            assertEquals(1, found.damage().size());
            assertEquals(frameOf(at), found.damage().getFirst().offset());
        }
    }

    @Test
    void zeroedFromSomewhereNamesTheZeros() {
        int from = ends.get(2);
        var bytes = good.clone();
        Arrays.fill(bytes, from, bytes.length, (byte) 0);

        var found = openedWith(bytes);

        assertEquals(2, found.journal().memory().lastSeq());
        assertEquals(
                List.of(new Damage(NAME, from, Damage.Kind.ZEROED, good.length - from)),
                found.damage());
    }

    @Test
    void withAFrameInAnotherPlaceBelievesNothingFromThere() {
        var bytes = new ArrayList<Byte>();
        append(bytes, good, 0, ends.get(1));
        append(bytes, good, ends.get(2), ends.get(3));
        append(bytes, good, ends.get(1), ends.get(2));

        var found = openedWith(toArray(bytes));

        assertEquals(1, found.journal().memory().lastSeq());
        assertEquals(Damage.Kind.NOT_AUTHENTIC, found.damage().getFirst().kind());
    }

    @Test
    void withAFrameRepeatedBelievesNothingFromThere() {
        var bytes = new ArrayList<Byte>();
        append(bytes, good, 0, ends.get(1));
        append(bytes, good, ends.get(0), ends.get(1));

        var found = openedWith(toArray(bytes));

        assertEquals(1, found.journal().memory().lastSeq());
        assertEquals(Damage.Kind.NOT_AUTHENTIC, found.damage().getFirst().kind());
    }

    @Test
    void sayingAnImpossibleLengthIsNotBelieved() {
        var bytes = good.clone();
        ByteBuffer.wrap(bytes).putInt(ends.get(3), Integer.MAX_VALUE);

        var found = openedWith(bytes);

        assertEquals(3, found.journal().memory().lastSeq());
        assertEquals(Damage.Kind.IMPOSSIBLE_LENGTH, found.damage().getFirst().kind());
    }

    @Test
    void withADamagedBeginningIsNotOpened() {
        for (int at = 0; at < 40; at++) {
            var bytes = good.clone();
            bytes[at] ^= 1;
            folder.overwrite(NAME, bytes);

            var found = assertInstanceOf(JournalOpening.NotOpened.class, opened(folder));
            assertEquals(1, found.damage().size(), "flipped at " + at);
        }
    }

    @Test
    void isSetAsideAndGoesOnInANewFile() {
        var found = openedWith(Arrays.copyOf(good, good.length - 1));

        give(found.journal(), 2, () -> {});

        assertEquals(List.of(NAME + ".damaged", "journal-000002"), folder.names());
        var again = assertInstanceOf(JournalOpening.Opened.class, opened(folder.afterKill()));
        assertEquals(List.of(), again.damage());
        assertEquals(CHANGES + 1, again.journal().memory().lastSeq());
        found.journal().end(() -> {});
        assertEquals(List.of(), folder.names());
    }

    /// Whatever a power cut leaves, what was said to be durable is there, nothing is there that was
    /// not given, and the journal goes on.
    @ParameterizedTest
    @MethodSource("seeds")
    void afterAPowerCutHasAllThatWasDurable(long seed) {
        var random = new Random(seed);
        var disk = new MemoryFolder();
        var journal = begun(disk);
        var durable = new long[] {0};
        journal.commit(() -> {});
        for (int cut = 0; cut < 4; cut++) {
            int changes = random.nextInt(1, 20);
            disk.failSyncsAfter(random.nextInt(5) == 0 ? random.nextInt(changes + 2) : 1_000_000);
            for (int i = 0; i < changes; i++) {
                long seq = journal.memory().lastSeq() + 1;
                journal.add(change(Suite.INTL_1, seq));
                if (random.nextInt(3) > 0) {
                    journal.commit(() -> durable[0] = Math.max(durable[0], seq));
                }
                if (random.nextInt(6) == 0) {
                    journal.repair();
                }
            }
            disk.heal();
            disk = disk.afterPowerCut(random);

            var found = assertInstanceOf(JournalOpening.Opened.class, opened(disk));

            var memory = found.journal().memory();
            assertTrue(
                    memory.lastSeq() >= durable[0],
                    "durable %d, found %d".formatted(durable[0], memory.lastSeq()));
            assertTrue(memory.lastSeq() <= journal.memory().lastSeq());
            memory.owed()
                    .forEach(owed -> assertEquals(change(Suite.INTL_1, owed.seq()), owed.given()));
            journal = found.journal();
            durable[0] = memory.lastSeq();
            journal.commit(() -> {});
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("gongyuan.seeds", 200));
    }

    private JournalOpening.Opened openedWith(byte[] bytes) {
        try {
            for (var name : folder.names()) {
                folder.remove(name);
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
        folder.overwrite(NAME, bytes);
        return assertInstanceOf(JournalOpening.Opened.class, opened(folder));
    }

    private long wholeBefore(int at) {
        return ends.stream().filter(end -> end <= at).count() - 1;
    }

    private long frameOf(int at) {
        return ends.stream().filter(end -> end <= at).mapToInt(end -> end).max().orElseThrow();
    }

    private static void append(List<Byte> to, byte[] from, int start, int end) {
        for (int i = start; i < end; i++) {
            to.add(from[i]);
        }
    }

    private static byte[] toArray(List<Byte> bytes) {
        var array = new byte[bytes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = bytes.get(i);
        }
        return array;
    }
}

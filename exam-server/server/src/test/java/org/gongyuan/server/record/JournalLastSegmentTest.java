package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A journal that has just gone on in its second segment and that no checkpoint covers yet: every
/// row of `journal.md` section 6.3 that speaks of the next segment.
@DisplayName("A last segment that no checkpoint covers")
@Timeout(60)
class JournalLastSegmentTest {

    private static final String FIRST = SegmentName.of(0);
    private static final String SECOND = SegmentName.of(1);
    private static final String THIRD = SegmentName.of(2);

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1));
    private long entries;
    private long before;

    @BeforeEach
    void aJournalThatHasJustGoneOn() throws Exception {
        try (var journal = Journals.open(disk, Journals.SMALL.withReserveSegments(0))) {
            while (isUnwritten(SECOND)) {
                before = entries;
                Journals.append(journal, entries++, 1);
            }
        }
        remove(THIRD);
    }

    @Test
    void isThere() throws Exception {
        assertTrue(ready(entries).remarks().isEmpty());
    }

    @Test
    void isMissedAlthoughNothingBehindItWasPrepared() throws Exception {
        disk.delete(SECOND);

        assertEquals(List.of(new JournalDamage.SegmentMissing(SECOND)), damaged(before).damages());
    }

    @Test
    void isMissedTogetherWithTheLastEntriesOfTheSegmentBefore() throws Exception {
        disk.delete(SECOND);
        var bytes = disk.bytes(FIRST);
        int from = 20 * 1024;
        Arrays.fill(bytes, from, bytes.length, (byte) 0);
        disk.put(FIRST, bytes);

        var report = Journals.damaged(Journals.opening(disk)).report();

        assertTrue(
                report.damages()
                        .contains(
                                new JournalDamage.EntriesMissing(
                                        SECOND, report.entries(), before - 1)),
                report.toString());
    }

    @Test
    void isMissedByThePreparedOneBehindItAlone() throws Exception {
        say(new byte[Successor.LENGTH]);
        disk.delete(SECOND);
        disk.put(THIRD, new byte[Journals.SMALL.segmentBytes()]);

        assertEquals(List.of(new JournalDamage.SegmentMissing(SECOND)), damaged(before).damages());
    }

    @Test
    void isNotBegunAnewWhenItReadsBackAsZeros() throws Exception {
        disk.put(SECOND, new byte[Journals.SMALL.segmentBytes()]);

        assertInstanceOf(JournalDamage.HeaderBroken.class, damaged(before).damages().getFirst());
    }

    @Test
    void isNotBegunAnewWhenItsHeaderIsUnreadableAndNothingBehindIt() throws Exception {
        var bytes = new byte[Journals.SMALL.segmentBytes()];
        System.arraycopy(disk.bytes(SECOND), 0, bytes, 0, SegmentHeader.LENGTH);
        bytes[30] ^= 1;
        disk.put(SECOND, bytes);

        assertInstanceOf(JournalDamage.HeaderBroken.class, damaged(before).damages().getFirst());
    }

    @Test
    void isBegunAnewIfNothingSaysThatItWasBegun() throws Exception {
        say(new byte[Successor.LENGTH]);
        disk.put(SECOND, new byte[Journals.SMALL.segmentBytes()]);

        ready(before);
        assertGoesOn(before);
    }

    @Test
    void isReadThoughOlderSoftwareDidNotSayThatItFollows() throws Exception {
        say(new byte[Successor.LENGTH]);

        assertTrue(ready(entries).remarks().isEmpty());
        assertEquals(new Successor.Reading.None(), said());
    }

    @Test
    void isWrittenOnOnlyAfterTheOneBeforeSaysThatItFollows() throws Exception {
        say(new byte[Successor.LENGTH]);
        empty(SECOND);

        assertTrue(ready(before).remarks().isEmpty());
        assertEquals(new Successor.Reading.Named(new Successor(1, before)), said());
    }

    @Test
    void isReadyWhenTheWordOfItIsTornAndNothingStandsInIt() throws Exception {
        say(torn());
        empty(SECOND);

        var report = ready(before);

        assertEquals(1, report.remarks().size(), report.remarks().toString());
        assertEquals(new Successor.Reading.Named(new Successor(1, before)), said());
    }

    @Test
    void isReadInFullAndDamagedWhenTheWordOfItIsTornAndEntriesStandInIt() throws Exception {
        say(torn());

        assertInstanceOf(
                JournalDamage.SuccessorBroken.class, damaged(entries).damages().getFirst());
    }

    @Test
    void isMissedWhenTheWordOfItIsTornToo() throws Exception {
        say(torn());
        disk.delete(SECOND);

        assertInstanceOf(JournalDamage.SuccessorBroken.class, damaged(before).damages().getFirst());
    }

    @Test
    void isNotBegunAnewWhenTheWordOfItIsTorn() throws Exception {
        say(torn());
        disk.put(SECOND, new byte[Journals.SMALL.segmentBytes()]);

        assertInstanceOf(JournalDamage.SuccessorBroken.class, damaged(before).damages().getFirst());
    }

    @Test
    void isDamagedWhenTheWordOfItNamesAnotherEntry() throws Exception {
        say(new Successor(1, before + 1).encode(Journals.ORIGIN).array());

        var damage =
                assertInstanceOf(
                        JournalDamage.SuccessorBroken.class, damaged(entries).damages().getFirst());
        assertEquals(
                "it says segment 1 begins with entry %d, that one says %d"
                        .formatted(before + 1, before),
                damage.reason());
    }

    /// The only segment of a journal: its `head` says that there was one.
    @Test
    void isMissedWhenItIsTheFirst() throws Exception {
        remove(SECOND);
        disk.delete(FIRST);

        assertEquals(List.of(new JournalDamage.SegmentMissing(FIRST)), damaged(0).damages());
    }

    @Test
    void isMissedWhenItWasTheReserveOfAFullDisk() throws Exception {
        var full = new SimulatedDisk(new Random(2));
        var settings = Journals.SMALL.withReserveSegments(1);
        long given = 0;
        try (var journal = Journals.open(full, settings)) {
            while (!full.names().contains(SegmentName.reserve(0))) {
                Thread.onSpinWait();
            }
            full.capacity(full.names().stream().mapToLong(name -> full.bytes(name).length).sum());
            while (journal.health().pressure() != DiskPressure.ON_RESERVE
                    || full.names().contains(SegmentName.reserve(0))) {
                Journals.append(journal, given++, 1);
            }
        }
        var last = full.names().reversed().stream().filter(n -> isSegment(n)).findFirst();
        full.delete(last.orElseThrow());

        assertEquals(
                new JournalDamage.SegmentMissing(last.orElseThrow()),
                Journals.damaged(Journals.opening(full, settings)).report().damages().getFirst());
    }

    private static boolean isSegment(String name) {
        return SegmentName.number(name).isPresent();
    }

    private boolean isUnwritten(String name) throws Exception {
        return !disk.names().contains(name) || disk.bytes(name)[0] == 0;
    }

    private void remove(String name) throws Exception {
        if (disk.names().contains(name)) {
            disk.delete(name);
        }
    }

    /// Puts these bytes where the first segment speaks of the second.
    private void say(byte[] word) {
        var bytes = disk.bytes(FIRST);
        System.arraycopy(word, 0, bytes, Successor.AT, Successor.LENGTH);
        disk.put(FIRST, bytes);
    }

    private Successor.Reading said() {
        return Successor.read(disk.bytes(FIRST), Journals.ORIGIN, 0);
    }

    private byte[] torn() {
        var word = new Successor(1, before).encode(Journals.ORIGIN).array();
        Arrays.fill(word, 20, word.length, (byte) 0);
        return word;
    }

    private void empty(String name) {
        var bytes = disk.bytes(name);
        Arrays.fill(bytes, SegmentHeader.LENGTH, bytes.length, (byte) 0);
        disk.put(name, bytes);
    }

    private RecoveryReport ready(long expected) throws Exception {
        var opening = Journals.ready(Journals.opening(disk));
        try (var journal = opening.journal()) {
            assertEquals(expected, journal.size());
        }
        return opening.report();
    }

    private RecoveryReport damaged(long readable) throws Exception {
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertEquals(readable, report.entries(), report.toString());
        return report;
    }

    private void assertGoesOn(long from) throws Exception {
        try (var journal = Journals.open(disk)) {
            Journals.append(journal, from, 3);
        }
        ready(from + 3);
    }
}

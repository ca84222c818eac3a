package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;

/// A journal whose files somebody or something changed while it was closed (`journal.md` section
/// 6).
@Timeout(120)
class JournalDamageTest {

    private static final int ENTRIES = 250;

    private SimulatedDisk disk;
    private String first;
    private String last;

    @BeforeEach
    void aJournalOfSeveralSegments() throws Exception {
        disk = new SimulatedDisk(new Random(1));
        try (var journal = Journals.open(disk)) {
            for (var at = 0; at < ENTRIES; at += 10) {
                Journals.append(journal, at, 10);
            }
            var root = journal.root(ENTRIES);
            journal.keepHead(ENTRIES, root, "note".getBytes(StandardCharsets.UTF_8));
        }
        var used =
                disk.names().stream()
                        .filter(name -> SegmentName.number(name).isPresent())
                        .filter(name -> disk.bytes(name)[0] != 0)
                        .toList();
        first = used.getFirst();
        last = used.getLast();
        assertTrue(used.size() >= 3, used.toString());
    }

    @Test
    void isWholeWithoutDamage() throws Exception {
        var opening = Journals.opening(disk);
        try (var journal = Journals.ready(opening).journal()) {
            assertEquals(ENTRIES, journal.size());
            assertTrue(opening.report().remarks().isEmpty());
            assertTrue(opening.report().tornTail().isEmpty());
        }
    }

    @Test
    void givesNoWrongEntryWhicheverBitIsFlipped() throws Exception {
        var random = new Random(2);
        for (var name : disk.names()) {
            if (SegmentName.isReserve(name)) {
                continue;
            }
            var whole = disk.bytes(name);
            for (var round = 0; round < Integer.getInteger("gongyuan.flips", 120); round++) {
                var spoilt = whole.clone();
                var at = random.nextInt(spoilt.length);
                spoilt[at] ^= (byte) (1 << random.nextInt(8));
                disk.put(name, spoilt);
                neverWrong("%s, byte %d".formatted(name, at));
                restore(name, whole);
            }
        }
    }

    @Test
    void givesNoWrongEntryWhereverAFileIsCutOrZeroed() throws Exception {
        var random = new Random(3);
        for (var name : disk.names()) {
            if (SegmentName.isReserve(name)) {
                continue;
            }
            var whole = disk.bytes(name);
            for (var round = 0; round < 40; round++) {
                var at = random.nextInt(whole.length);
                disk.put(name, Arrays.copyOf(whole, at));
                neverWrong("%s cut to %d bytes".formatted(name, at));
                restore(name, whole);
                var zeroed = whole.clone();
                Arrays.fill(zeroed, at, Math.min(zeroed.length, at + 512), (byte) 0);
                disk.put(name, zeroed);
                neverWrong("%s zeroed from %d".formatted(name, at));
                restore(name, whole);
            }
        }
    }

    private void restore(String name, byte[] whole) throws Exception {
        disk.put(name, whole);
        if (name.equals(last)) {
            return;
        }
        var opening = Journals.opening(disk);
        Journals.ready(opening).journal().close();
    }

    private void neverWrong(String what) throws Exception {
        var opening = Journals.opening(disk);
        var reader =
                switch (opening) {
                    case JournalOpening.Ready(var journal, _) -> {
                        assertEquals(ENTRIES, journal.size(), what);
                        yield journal.reader();
                    }
                    case JournalOpening.Damaged(var salvage, var report) -> {
                        assertFalse(report.damages().isEmpty(), what);
                        yield salvage;
                    }
                };
        reader.read(
                0,
                reader.size(),
                entry -> {
                    assertArrayEquals(Journals.leaf(entry.index()), entry.leaf(), what);
                    assertArrayEquals(Journals.attachment(entry.index()), entry.attachment(), what);
                });
        if (opening instanceof JournalOpening.Ready(var journal, _)) {
            journal.close();
        }
    }

    @Test
    void namesTheBrokenEntryAndListsTheWholeOnesBehindIt() throws Exception {
        var bytes = disk.bytes(first);
        var offset = offsetOf(bytes, 5);
        bytes[offset + Frame.HEADER + 3] ^= 1;
        disk.put(first, bytes);
        var opening = Journals.damaged(Journals.opening(disk));
        var damage =
                assertInstanceOf(
                        JournalDamage.FrameBroken.class, opening.report().damages().getFirst());
        assertEquals(new JournalDamage.FrameBroken(first, offset, 5, damage.reason()), damage);
        assertEquals(5, opening.report().entries());
        assertEquals(LongStream.range(0, 5).boxed().toList(), Journals.numbers(opening.reader()));
        assertEquals(6, opening.report().later().getFirst().firstIndex());
        assertEquals(ENTRIES - 1, opening.report().later().getLast().lastIndex());
    }

    @Test
    void refusesABrokenLastGroupThatItsMarkSaysWasSynced() throws Exception {
        var bytes = disk.bytes(last);
        bytes[offsetOf(bytes, ENTRIES - 1) + Frame.HEADER] ^= 1;
        disk.put(last, bytes);
        var damages = Journals.damaged(Journals.opening(disk)).report().damages();
        assertTrue(
                damages.stream()
                        .anyMatch(
                                damage ->
                                        damage instanceof JournalDamage.FrameBroken broken
                                                && broken.index() == ENTRIES - 1),
                damages.toString());
    }

    @Test
    void cutsATornTailThatWasNeverSynced() throws Exception {
        var bytes = disk.bytes(last);
        var end = markIn(bytes);
        var torn = ByteBuffer.wrap(bytes);
        torn.position(end);
        torn.putInt(12345).putInt(500).putLong(ENTRIES).putInt(0).putInt(400).put(new byte[200]);
        torn.put((byte) 7);
        disk.put(last, bytes);
        var opening = Journals.opening(disk);
        try (var journal = Journals.ready(opening).journal()) {
            var tail = opening.report().tornTail().orElseThrow();
            assertEquals(last, tail.file());
            assertEquals(end, tail.offset());
            assertEquals(ENTRIES, tail.index());
            assertEquals(225, tail.bytes());
            Journals.append(journal, ENTRIES, 1);
        }
        try (var journal = Journals.open(disk)) {
            assertEquals(ENTRIES + 1, journal.size());
        }
    }

    @Test
    void saysWhichAcknowledgedEntriesAreGone() throws Exception {
        var bytes = disk.bytes(last);
        var from = offsetOf(bytes, ENTRIES - 7);
        Arrays.fill(bytes, from, bytes.length, (byte) 0);
        disk.put(last, bytes);
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertEquals(
                new JournalDamage.AcknowledgedLost(ENTRIES - 7, ENTRIES - 1, ENTRIES),
                report.damages().getFirst());
        assertEquals(
                "entries 243..249 were acknowledged by the checkpoint over 250 entries and are"
                        + " gone",
                report.damages().getFirst().sentence());
    }

    @Test
    void missesASegment() throws Exception {
        disk.delete(SegmentName.of(1));
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertEquals(
                new JournalDamage.SegmentMissing(SegmentName.of(1)), report.damages().getFirst());
        assertInstanceOf(JournalDamage.EntriesMissing.class, report.damages().get(1));
    }

    @Test
    void missesTheLastSegments() throws Exception {
        disk.delete(last);
        var spare = SegmentName.of(SegmentName.number(last).orElseThrow() + 1);
        if (disk.names().contains(spare)) {
            disk.delete(spare);
        }
        var damages = Journals.damaged(Journals.opening(disk)).report().damages();
        assertEquals(new JournalDamage.SegmentMissing(last), damages.getFirst());
        assertInstanceOf(JournalDamage.AcknowledgedLost.class, damages.get(1));
    }

    @Test
    void noticesSegmentsThatChangedPlaces() throws Exception {
        var one = disk.bytes(SegmentName.of(1));
        disk.put(SegmentName.of(1), disk.bytes(SegmentName.of(2)));
        disk.put(SegmentName.of(2), one);
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertEquals(
                new JournalDamage.SegmentMisplaced(SegmentName.of(1), 2),
                report.damages().getFirst());
    }

    @Test
    void refusesASegmentOfAnotherLog() throws Exception {
        var other = new SimulatedDisk(new Random(4));
        var settings =
                JournalSettings.standard("example.org/log/node-2/2026-11-21")
                        .withSegmentBytes(32 * 1024)
                        .withThresholds(0, 0, 0);
        try (var journal = Journals.open(other, settings)) {
            Journals.append(journal, 0, 100);
        }
        disk.put(SegmentName.of(1), other.bytes(SegmentName.of(1)));
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertInstanceOf(JournalDamage.SegmentForeign.class, report.damages().getFirst());
    }

    @Test
    void refusesAnEntryThatStandsTwice() throws Exception {
        var bytes = disk.bytes(first);
        var third = offsetOf(bytes, 3);
        var fourth = offsetOf(bytes, 4);
        System.arraycopy(bytes, third, bytes, fourth, fourth - third);
        disk.put(first, bytes);
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertEquals(
                new JournalDamage.FrameMisplaced(first, fourth, 4, 3), report.damages().getFirst());
    }

    @Test
    void noticesAFrameMovedFromAnotherSegment() throws Exception {
        var bytes = disk.bytes(SegmentName.of(1));
        var other = disk.bytes(first);
        var from = offsetOf(other, 0);
        var to = SegmentHeader.LENGTH;
        System.arraycopy(other, from, bytes, to, offsetOf(other, 1) - from);
        disk.put(SegmentName.of(1), bytes);
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertInstanceOf(JournalDamage.FrameBroken.class, report.damages().getFirst());
    }

    @Test
    void noticesLeavesThatWereExchangedTogetherWithTheirChecksums() throws Exception {
        var bytes = disk.bytes(first);
        var offset = offsetOf(bytes, 2);
        var buffer = ByteBuffer.wrap(bytes);
        var length = buffer.getInt(offset + Frame.AT_LENGTH);
        bytes[offset + Frame.HEADER + 9] ^= 1;
        buffer.putInt(
                offset,
                Frame.checksum(
                        buffer,
                        offset,
                        Frame.padded(length),
                        new java.util.zip.CRC32C(),
                        Frame.salt(Journals.ORIGIN, 0)));
        disk.put(first, bytes);
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertInstanceOf(JournalDamage.RootDiffers.class, report.damages().getFirst());
    }

    @Test
    void givesATruncatedFileItsRoomBackIfItsMarkShowsThatNothingIsLost() throws Exception {
        var bytes = disk.bytes(last);
        disk.put(last, Arrays.copyOf(bytes, markIn(bytes) + Frame.HEADER + 100));
        var opening = Journals.opening(disk);
        try (var journal = Journals.ready(opening).journal()) {
            assertEquals(1, opening.report().remarks().size());
            assertEquals(ENTRIES, journal.size());
            assertEquals(bytes.length, disk.bytes(last).length);
        }
    }

    @Test
    void isReadOnlyWithoutTheCheckpointBesideIt() throws Exception {
        disk.delete(SegmentName.HEAD);
        var report = Journals.damaged(Journals.opening(disk)).report();
        assertInstanceOf(JournalDamage.HeadBroken.class, report.damages().getFirst());
        assertEquals(ENTRIES, report.entries());
    }

    private static int offsetOf(byte[] segment, long index) {
        var in = ByteBuffer.wrap(segment);
        var at = SegmentHeader.LENGTH;
        while (in.getLong(at + Frame.AT_INDEX) != index) {
            at += Frame.padded(in.getInt(at + Frame.AT_LENGTH));
        }
        return at;
    }

    private static int markIn(byte[] segment) {
        var in = ByteBuffer.wrap(segment);
        var at = SegmentHeader.LENGTH;
        while (in.getInt(at + Frame.AT_LEAF_LENGTH) != 0) {
            at += Frame.padded(in.getInt(at + Frame.AT_LENGTH));
        }
        return at;
    }
}

package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayName;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Recovery over whatever bytes lie in a journal's folder: it is ready or says what is damaged, and
/// never faults, invents an entry or takes memory for a length that is only claimed (`journal.md`
/// section 7). Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("Whatever lies in a node's journal folder")
class JournalFuzzTest {

    private static final String SEGMENT = SegmentName.of(0);

    private static final Map<String, byte[]> GOOD = JournalVectors.named("three-entries").files();

    /// Bytes changed anywhere, as a failing disk or a clumsy hand does.
    @FuzzTest(maxDuration = "20s")
    void isReadyWithTrueEntriesOrDamaged(FuzzedDataProvider data) throws Exception {
        var files = copy();
        var names = List.copyOf(files.keySet());
        var name = names.get(data.consumeInt(0, names.size() - 1));
        var bytes = files.get(name);
        int at = data.consumeInt(0, bytes.length);
        var change = data.consumeRemainingAsBytes();
        var changed = new byte[Math.max(bytes.length, at + change.length)];
        System.arraycopy(bytes, 0, changed, 0, bytes.length);
        System.arraycopy(change, 0, changed, at, change.length);
        files.put(name, changed);

        var found = entries(files);

        var good = entries(copy());
        assertTrue(found.size() <= good.size(), () -> found.size() + " entries found");
        for (int i = 0; i < found.size(); i++) {
            assertArrayEquals(good.get(i), found.get(i), "entry " + i);
        }
    }

    /// Frames whose checksum is right whatever they claim: what a forger or a bug writes.
    @FuzzTest(maxDuration = "20s")
    void isReadyOrDamagedWhateverItsFramesClaim(FuzzedDataProvider data) throws Exception {
        var files = copy();
        var header = files.get(SEGMENT);
        var segment = ByteBuffer.allocate(SegmentHeader.LENGTH + 8192);
        segment.put(header, 0, SegmentHeader.LENGTH);
        var crc = new CRC32C();
        var salt = Frame.salt(JournalVectors.ORIGIN, 0);
        while (data.remainingBytes() > 0 && segment.remaining() > 2048) {
            int start = segment.position();
            int claimed = data.consumeBoolean() ? data.consumeInt() : data.consumeInt(0, 256);
            long index = data.consumeBoolean() ? data.consumeLong() : data.consumeLong(0, 8);
            int position = data.consumeInt(0, 64);
            int leaf = data.consumeBoolean() ? data.consumeInt() : data.consumeInt(0, 128);
            segment.putInt(0).putInt(claimed).putLong(index).putInt(position).putInt(leaf);
            segment.put(data.consumeBytes(128));
            int end = start + Frame.padded(segment.position() - start);
            segment.position(end);
            int covered = Frame.padded(Math.clamp(claimed, Frame.HEADER, end - start));
            segment.putInt(
                    start + Frame.AT_CHECKSUM, Frame.checksum(segment, start, covered, crc, salt));
            segment.position(data.consumeBoolean() ? start + covered : end);
        }
        files.put(SEGMENT, segment.array());
        if (data.consumeBoolean()) {
            files.remove(SegmentName.HEAD);
        }

        var _ = entries(files);
    }

    /// A segment's header and the head's slots with right checksums over any fields.
    @FuzzTest(maxDuration = "20s")
    void isReadyOrDamagedWhateverItsHeadersClaim(FuzzedDataProvider data) throws Exception {
        var files = copy();
        claim(files.get(SEGMENT), 0, SegmentHeader.CHECKED, data);
        claim(files.get(SegmentName.HEAD), 0, Head.CHECKED, data);
        claim(files.get(SegmentName.HEAD), Head.SLOT, Head.CHECKED, data);

        var _ = entries(files);
    }

    private static void claim(byte[] file, int from, int checked, FuzzedDataProvider data) {
        int at = from + data.consumeInt(0, 80);
        for (var changed : data.consumeBytes(16)) {
            file[at++] = changed;
        }
        var crc = new CRC32C();
        crc.update(file, from, checked);
        ByteBuffer.wrap(file).putInt(from + checked, (int) crc.getValue());
    }

    private static Map<String, byte[]> copy() {
        var copy = new TreeMap<String, byte[]>();
        GOOD.forEach((name, bytes) -> copy.put(name, bytes.clone()));
        return copy;
    }

    /// The leaves recovery vouches for; none if it says that the journal is damaged.
    private static List<byte[]> entries(Map<String, byte[]> files) throws Exception {
        var disk = new SimulatedDisk(new Random(1));
        files.forEach(disk::put);
        return switch (Journals.opening(disk, JournalVectors.SETTINGS)) {
            case JournalOpening.Ready(var journal, _) -> {
                try (journal) {
                    var leaves = new ArrayList<byte[]>();
                    for (long index = 0; index < journal.size(); index++) {
                        leaves.add(journal.reader().entry(index).leaf());
                    }
                    yield leaves;
                }
            }
            case JournalOpening.Damaged(_, var report) -> {
                assertTrue(!report.damages().isEmpty());
                yield List.of();
            }
        };
    }
}

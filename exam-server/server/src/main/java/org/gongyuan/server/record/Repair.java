package org.gongyuan.server.record;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Puts the last segment in order for writing on (`journal.md` section 6.4): zeros behind the last
/// whole entry, the size it was made with, and its last group, or its header and what the segment
/// before says of it, written and synced once more, because after a failed sync a file may read
/// back what the disk never got.
final class Repair {

    private static final int PIECE = 1 << 20;

    private Repair() {}

    static void apply(JournalFiles files, Recovery.Tail tail, String origin) throws IOException {
        var scan = tail.scan();
        var isWithoutEntries = scan.end() == SegmentHeader.LENGTH;
        try (var file = files.open(SegmentName.of(tail.number()))) {
            if (isWithoutEntries) {
                writeAgain(file, 0, SegmentHeader.LENGTH);
            } else if (!scan.marked()) {
                writeAgain(file, scan.groupOffset(), scan.end());
            }
            zero(file, scan.contentFrom(), scan.contentEnd());
            zero(file, tail.fileBytes(), tail.segmentBytes());
            file.force();
        }
        if (isWithoutEntries && tail.number() > 0) {
            // Nothing was acknowledged in it: perhaps the segment before does not name it yet.
            try (var before = files.open(SegmentName.of(tail.number() - 1))) {
                new Successor(tail.number(), scan.run().end()).write(before, origin);
            }
        }
    }

    /// Writes zeros from one offset to another.
    static void zero(JournalFile file, long from, long to) throws IOException {
        var zeros = ByteBuffer.allocateDirect(Math.clamp(to - from, 0, PIECE));
        for (var at = from; at < to; at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            file.writeFully(zeros, at);
        }
    }

    private static void writeAgain(JournalFile file, long from, long to) throws IOException {
        var piece = ByteBuffer.allocateDirect(Math.clamp(to - from, 0, PIECE));
        for (var at = from; at < to; at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), to - at));
            file.readFully(piece, at);
            file.writeFully(piece.flip(), at);
        }
    }
}

package org.gongyuan.server.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What reading one segment's frames from front to back found (`journal.md` section 6.2).
///
/// @param run the entries without a gap from the segment's first on
/// @param end offset behind the last of them
/// @param groupOffset offset of the first frame of the last group among them
/// @param marked whether a mark stands at `end`, so that everything before it was synced
/// @param trouble what stands at `end` instead of zeros, if anything does
/// @param later whole frames behind the trouble
/// @param pastSync whether something behind the trouble was written after the troubled place had
///     been synced, so that no crash explains it
/// @param contentFrom offset behind `end` and the mark
/// @param contentEnd offset behind the last byte that is not zero
record SegmentScan(
        Run run,
        long end,
        long groupOffset,
        boolean marked,
        Optional<JournalDamage> trouble,
        List<RecoveryReport.Later> later,
        boolean pastSync,
        long contentFrom,
        long contentEnd) {

    /// Takes each entry's leaf as it is read.
    interface LeafSink {
        void take(byte[] leaf) throws InterruptedException;
    }

    /// Reads a segment whose first entry must be `firstIndex`.
    static SegmentScan read(
            String name, long number, long firstIndex, FrameWindow window, LeafSink sink)
            throws IOException, InterruptedException {
        var run = new Run(name, number, firstIndex);
        var expected = firstIndex;
        var at = (long) SegmentHeader.LENGTH;
        var groupOffset = at;
        var found = window.look(at);
        while (found == FrameWindow.Found.ENTRY && window.index() == expected) {
            if (window.groupStart() == expected) {
                groupOffset = at;
            }
            run.extend(at);
            sink.take(window.leaf());
            expected++;
            at = window.next();
            found = window.look(at);
        }
        var marked = found == FrameWindow.Found.MARK && window.index() == expected;
        var misplaced = !marked && found.isWhole();
        var from = marked ? window.next() : at;
        var contentEnd = window.endOfContent(from);
        if (contentEnd <= from) {
            return new SegmentScan(
                    run,
                    at,
                    groupOffset,
                    marked,
                    Optional.empty(),
                    List.of(),
                    false,
                    from,
                    contentEnd);
        }
        var trouble = trouble(name, at, expected, found, marked, window);
        var later = new ArrayList<RecoveryReport.Later>();
        var pastSync = later(name, from, expected, window, later) || misplaced;
        return new SegmentScan(
                run,
                at,
                groupOffset,
                marked,
                Optional.of(trouble),
                later,
                pastSync,
                from,
                contentEnd);
    }

    /// Lists whole frames from `from` on; whether one of them is no part of the group that was
    /// being written when entry `hole` was.
    static boolean later(
            String name,
            long from,
            long hole,
            FrameWindow window,
            List<RecoveryReport.Later> pieces)
            throws IOException {
        var pastSync = false;
        RecoveryReport.Later piece = null;
        var behind = -1L;
        for (var place = window.nextWhole(from); place >= 0; ) {
            if (window.look(place) == FrameWindow.Found.MARK) {
                pastSync = true;
            } else {
                pastSync |= window.index() <= hole || window.groupStart() > hole;
                if (piece != null && place == behind && window.index() == piece.lastIndex() + 1) {
                    piece = piece.to(window.index());
                } else {
                    if (piece != null) {
                        pieces.add(piece);
                    }
                    piece = new RecoveryReport.Later(name, place, window.index(), window.index());
                }
                behind = window.next();
            }
            place = window.nextWhole(window.next());
        }
        if (piece != null) {
            pieces.add(piece);
        }
        return pastSync;
    }

    private static JournalDamage trouble(
            String name,
            long at,
            long expected,
            FrameWindow.Found found,
            boolean marked,
            FrameWindow window)
            throws IOException {
        if (!marked && found.isWhole()) {
            window.look(at);
            return new JournalDamage.FrameMisplaced(name, at, expected, window.index());
        }
        var reason =
                marked
                        ? "something stands behind the mark that is no next entry"
                        : found == FrameWindow.Found.NOTHING
                                ? "zeros stand where the frame must be, and something follows"
                                : reasonAt(window, at);
        return new JournalDamage.FrameBroken(name, at, expected, reason);
    }

    private static String reasonAt(FrameWindow window, long at) throws IOException {
        window.look(at);
        return window.trouble();
    }
}

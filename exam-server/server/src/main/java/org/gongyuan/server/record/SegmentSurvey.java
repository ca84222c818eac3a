package org.gongyuan.server.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The segment files by number, with what their headers say, before any frame is read, and which of
/// them is the last in use (`journal.md` section 6.1).
///
/// @param last number of the last segment in use, whether its file is there or not; -1 if none is
/// @param remarks what a crash explains about them, one sentence each
record SegmentSurvey(SortedMap<Long, Segment> segments, long last, List<String> remarks) {

    /// One file.
    record Segment(
            String name,
            long number,
            long bytes,
            SegmentHeader.Reading header,
            Successor.Reading successor) {

        /// Whether it was never begun: no header, and nothing behind it.
        boolean isUnused(JournalFiles files) throws IOException {
            return !(header instanceof SegmentHeader.Reading.Header) && isEmpty(files);
        }

        /// Whether nothing but zeros stands where frames would be.
        boolean isEmpty(JournalFiles files) throws IOException {
            if (bytes < SegmentHeader.LENGTH) {
                return false;
            }
            try (var file = files.read(name)) {
                var window = new FrameWindow(file, bytes, new byte[Integer.BYTES]);
                return window.endOfContent(SegmentHeader.LENGTH) <= SegmentHeader.LENGTH;
            }
        }

        boolean namesSuccessor() {
            return successor instanceof Successor.Reading.Named;
        }
    }

    static SegmentSurvey of(JournalFiles files, String origin) throws IOException {
        var segments = new TreeMap<Long, Segment>();
        for (var name : files.names()) {
            var number = SegmentName.number(name);
            if (number.isPresent()) {
                segments.put(number.getAsLong(), survey(files, origin, name, number.getAsLong()));
            }
        }
        var last = lastInUse(files, segments);
        var remarks = new ArrayList<String>();
        for (var segment : segments.tailMap(last, false).values()) {
            if (segment.header() instanceof SegmentHeader.Reading.Broken) {
                remarks.add(
                        "segment %s: its header was never synced and nothing follows it"
                                .formatted(segment.name()));
            }
        }
        return new SegmentSurvey(segments, last, remarks);
    }

    /// The last segment that holds something, that another says follows it, or that is missing
    /// before a prepared one: segments are prepared in order, and one only after the one before it
    /// was taken into use. The first is prepared before the `head`.
    private static long lastInUse(JournalFiles files, TreeMap<Long, Segment> segments)
            throws IOException {
        var hasFirst = segments.containsKey(0L) || !files.names().contains(SegmentName.HEAD);
        var last = hasFirst ? -1L : 0L;
        for (var segment : segments.values()) {
            var before = segment.number() - 1;
            if (before >= 0 && !segments.containsKey(before)) {
                last = before;
            }
            if (!segment.isUnused(files)) {
                last = segment.number();
            }
            if (segment.namesSuccessor()) {
                last = segment.number() + 1;
            }
        }
        return last;
    }

    private static Segment survey(JournalFiles files, String origin, String name, long number)
            throws IOException {
        try (var file = files.read(name)) {
            var bytes = file.size();
            var header = new byte[(int) Math.min(SegmentHeader.LENGTH, bytes)];
            file.readFully(ByteBuffer.wrap(header), 0);
            return new Segment(
                    name,
                    number,
                    bytes,
                    SegmentHeader.decode(header),
                    Successor.read(header, origin, number));
        }
    }
}

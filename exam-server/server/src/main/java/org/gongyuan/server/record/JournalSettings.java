package org.gongyuan.server.record;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/// How a node keeps its journal (`journal.md` section 9).
///
/// @param origin the log's identity, as the first line of its checkpoints
/// @param segmentBytes size of one pre-allocated segment, header included
/// @param reserveSegments segments held back for a full disk
/// @param keepFreeBytes room never taken by new segments, left to checkpoints and tiles
/// @param shedPicturesBelow free bytes below which pictures are refused
/// @param shedObservationsBelow free bytes below which observations are refused too
/// @param groupBytes most bytes written under one sync
/// @param longestQueue most entries that may wait for the writer
public record JournalSettings(
        String origin,
        int segmentBytes,
        int reserveSegments,
        long keepFreeBytes,
        long shedPicturesBelow,
        long shedObservationsBelow,
        int groupBytes,
        int longestQueue) {

    static final int SMALLEST_SEGMENT = 16 * 1024;
    static final int LARGEST_SEGMENT = 1 << 30;

    private static final int MIB = 1 << 20;

    public JournalSettings {
        requireNonNull(origin, "origin");
        var bytes = origin.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0
                || bytes > SegmentHeader.LONGEST_ORIGIN
                || origin.chars().anyMatch(c -> c <= ' ' || c == '+' || c == 0x7f)) {
            throw new IllegalArgumentException(
                    "log origin must be 1..%d bytes without spaces, controls or \"+\": \"%s\""
                            .formatted(SegmentHeader.LONGEST_ORIGIN, origin));
        }
        within("segmentBytes", segmentBytes, SMALLEST_SEGMENT, LARGEST_SEGMENT);
        if (segmentBytes % Frame.ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of %d: %d"
                            .formatted(Frame.ALIGNMENT, segmentBytes));
        }
        within("reserveSegments", reserveSegments, 0, 64);
        within("keepFreeBytes", keepFreeBytes, 0, Long.MAX_VALUE);
        within("shedObservationsBelow", shedObservationsBelow, 0, Long.MAX_VALUE);
        within("shedPicturesBelow", shedPicturesBelow, shedObservationsBelow, Long.MAX_VALUE);
        within("groupBytes", groupBytes, Frame.HEADER, 64 * MIB);
        within("longestQueue", longestQueue, 1, 1 << 24);
    }

    /// What a node runs with unless told otherwise: 128 MiB segments, two of them in reserve.
    public static JournalSettings standard(String origin) {
        return new JournalSettings(
                origin, 128 * MIB, 2, 64L * MIB, 4096L * MIB, 1024L * MIB, 4 * MIB, 1 << 17);
    }

    /// The same with another segment size, and pressure thresholds in proportion to it.
    public JournalSettings withSegmentBytes(int bytes) {
        return new JournalSettings(
                origin,
                bytes,
                reserveSegments,
                bytes / 2,
                32L * bytes,
                8L * bytes,
                groupBytes,
                longestQueue);
    }

    /// The same with another size of the reserve.
    public JournalSettings withReserveSegments(int segments) {
        return new JournalSettings(
                origin,
                segmentBytes,
                segments,
                keepFreeBytes,
                shedPicturesBelow,
                shedObservationsBelow,
                groupBytes,
                longestQueue);
    }

    /// The same with other thresholds of free room.
    public JournalSettings withThresholds(long keepFree, long observations, long pictures) {
        return new JournalSettings(
                origin,
                segmentBytes,
                reserveSegments,
                keepFree,
                pictures,
                observations,
                groupBytes,
                longestQueue);
    }

    /// The same with another bound on waiting entries.
    public JournalSettings withLongestQueue(int entries) {
        return new JournalSettings(
                origin,
                segmentBytes,
                reserveSegments,
                keepFreeBytes,
                shedPicturesBelow,
                shedObservationsBelow,
                groupBytes,
                entries);
    }

    /// Most bytes of leaf and attachment together that fit a segment of this size.
    public int largestEntry() {
        return Math.min(
                Frame.LARGEST_LEAF + Frame.LARGEST_ATTACHMENT,
                segmentBytes - SegmentHeader.LENGTH - 2 * Frame.HEADER - Frame.ALIGNMENT);
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s is outside %d..%d: %d".formatted(name, least, most, value));
        }
    }
}

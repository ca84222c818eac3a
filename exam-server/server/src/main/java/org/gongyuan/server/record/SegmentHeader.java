package org.gongyuan.server.record;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// The first 4,096 bytes of a segment (`journal.md` section 2).
final class SegmentHeader {

    static final int LENGTH = 4096;
    static final int VERSION = 1;
    static final int LONGEST_ORIGIN = 255;
    static final int ROOT_LENGTH = 32;

    private static final byte[] MAGIC = "GYJRNL\r\n".getBytes(StandardCharsets.US_ASCII);
    static final int CHECKED = LENGTH - Integer.BYTES;

    private final String origin;
    private final long number;
    private final long firstIndex;
    private final long segmentBytes;
    private final long createdAt;
    private final byte[] previousRoot;

    SegmentHeader(
            String origin,
            long number,
            long firstIndex,
            long segmentBytes,
            long createdAt,
            byte[] previousRoot) {
        this.origin = requireNonNull(origin, "origin");
        this.number = number;
        this.firstIndex = firstIndex;
        this.segmentBytes = segmentBytes;
        this.createdAt = createdAt;
        if (previousRoot.length != ROOT_LENGTH) {
            throw new IllegalArgumentException(
                    "a root has %d bytes: %d".formatted(ROOT_LENGTH, previousRoot.length));
        }
        this.previousRoot = previousRoot.clone();
    }

    String origin() {
        return origin;
    }

    long number() {
        return number;
    }

    long firstIndex() {
        return firstIndex;
    }

    long segmentBytes() {
        return segmentBytes;
    }

    byte[] previousRoot() {
        return previousRoot.clone();
    }

    ByteBuffer encode() {
        var text = origin.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(LENGTH);
        bytes.put(MAGIC).putInt(VERSION).putInt(LENGTH);
        bytes.putLong(number).putLong(firstIndex).putLong(segmentBytes).putLong(createdAt);
        bytes.put(previousRoot).putShort((short) text.length).put(text);
        bytes.putInt(CHECKED, checksum(bytes.array()));
        return bytes.clear();
    }

    /// The header in `bytes`, or why there is none.
    static Reading decode(byte[] bytes) {
        if (bytes.length < LENGTH) {
            return new Reading.Broken(
                    "the file ends inside the header, at %d of %d bytes"
                            .formatted(bytes.length, LENGTH));
        }
        if (allZero(bytes)) {
            return new Reading.Unwritten();
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Reading.Broken("the header does not begin with a journal's magic bytes");
        }
        var in = ByteBuffer.wrap(bytes);
        if (in.getInt(CHECKED) != checksum(bytes)) {
            return new Reading.Broken("the header's checksum does not match");
        }
        var version = in.position(MAGIC.length).getInt();
        var length = in.getInt();
        if (version != VERSION || length != LENGTH) {
            return new Reading.Broken(
                    "format version %d with a header of %d bytes is not known here (known: %d, %d)"
                            .formatted(version, length, VERSION, LENGTH));
        }
        var number = in.getLong();
        var first = in.getLong();
        var size = in.getLong();
        if (size < JournalSettings.SMALLEST_SEGMENT || size > JournalSettings.LARGEST_SEGMENT) {
            return new Reading.Broken(
                    "the header says a segment of %d bytes, a segment has %d to %d"
                            .formatted(
                                    size,
                                    JournalSettings.SMALLEST_SEGMENT,
                                    JournalSettings.LARGEST_SEGMENT));
        }
        var created = in.getLong();
        var root = new byte[ROOT_LENGTH];
        in.get(root);
        var text = new byte[Math.min(Short.toUnsignedInt(in.getShort()), LONGEST_ORIGIN)];
        in.get(text);
        var origin = new String(text, StandardCharsets.UTF_8);
        return new Reading.Header(new SegmentHeader(origin, number, first, size, created, root));
    }

    private static boolean allZero(byte[] bytes) {
        for (var b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /// What is said of the next segment comes later and counts as zeros.
    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, Successor.AT);
        crc.update(new byte[Successor.LENGTH]);
        var behind = Successor.AT + Successor.LENGTH;
        crc.update(bytes, behind, CHECKED - behind);
        return (int) crc.getValue();
    }

    /// What the first bytes of a segment turned out to be.
    sealed interface Reading {

        record Header(SegmentHeader header) implements Reading {}

        record Unwritten() implements Reading {}

        record Broken(String reason) implements Reading {}
    }
}

package org.gongyuan.seat.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/// The frames of a journal file (`seat-journal.md` section 2): length, checksum, payload.
final class JournalFrames {

    /// A payload has at most this many bytes.
    static final int LARGEST = 4 << 20;

    static final int HEADER = 8;

    private JournalFrames() {}

    static byte[] frame(byte[] payload) {
        if (payload.length == 0 || payload.length > LARGEST) {
            throw new IllegalArgumentException(
                    "a journal frame has 1 to %d bytes, not %d".formatted(LARGEST, payload.length));
        }
        var frame = new byte[HEADER + payload.length];
        System.arraycopy(payload, 0, frame, HEADER, payload.length);
        ByteBuffer.wrap(frame).putInt(payload.length).putInt(checksum(frame, 0, frame.length));
        return frame;
    }

    /// Why the bytes from `offset` on are no frame; null when they are one.
    static Damage.Kind damageAt(byte[] file, int offset) {
        if (file.length - offset < HEADER) {
            return Damage.Kind.TORN;
        }
        if (isZero(file, offset)) {
            return Damage.Kind.ZEROED;
        }
        int length = ByteBuffer.wrap(file).getInt(offset);
        if (length <= 0 || length > LARGEST) {
            return Damage.Kind.IMPOSSIBLE_LENGTH;
        }
        if (file.length - offset - HEADER < length) {
            return Damage.Kind.TORN;
        }
        int end = offset + HEADER + length;
        int claimed = ByteBuffer.wrap(file).getInt(offset + 4);
        return checksum(file, offset, end) == claimed ? null : Damage.Kind.ALTERED;
    }

    /// The payload of the undamaged frame at `offset`.
    static byte[] payload(byte[] file, int offset) {
        return Arrays.copyOfRange(file, offset + HEADER, end(file, offset));
    }

    /// Where the undamaged frame at `offset` ends.
    static int end(byte[] file, int offset) {
        return offset + HEADER + ByteBuffer.wrap(file).getInt(offset);
    }

    private static boolean isZero(byte[] file, int from) {
        for (int at = from; at < file.length; at++) {
            if (file[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /// Over length and payload, not over itself.
    private static int checksum(byte[] frame, int from, int to) {
        var sum = new CRC32C();
        sum.update(frame, from, 4);
        sum.update(frame, from + HEADER, to - from - HEADER);
        return (int) sum.getValue();
    }

    /// The number in a journal's file name; empty for any other file.
    static OptionalInt numberIn(String name) {
        if (!name.matches("journal-[0-9]{6}")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(name.substring("journal-".length())));
    }

    static String named(int number) {
        return "journal-%06d".formatted(number);
    }
}

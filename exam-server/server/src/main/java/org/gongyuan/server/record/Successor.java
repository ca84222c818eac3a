package org.gongyuan.server.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// What a segment says of the one after it (`journal.md` section 2.1): that there is one, and the
/// index of its first entry. Synced before the first entry of that one is acknowledged, so that a
/// last segment with acknowledged entries cannot go missing unnoticed.
///
/// @param number of the segment that follows
/// @param firstIndex index of its first entry
record Successor(long number, long firstIndex) {

    /// Where it stands in the header: a sector of 512 bytes of its own, so that a torn write of it
    /// leaves the header's fields as they were.
    static final int AT = 3072;

    static final int LENGTH = 512;

    private static final byte[] MAGIC = "GYNEXT\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED = LENGTH - Integer.BYTES;

    /// Writes it into the header of the segment before, and syncs it.
    void write(JournalFile before, String origin) throws IOException {
        before.writeFully(encode(origin), AT);
        before.force();
    }

    /// Its bytes in the header of segment `number - 1` of the log `origin`.
    ByteBuffer encode(String origin) {
        var bytes = ByteBuffer.allocate(LENGTH);
        bytes.put(MAGIC).putLong(number).putLong(firstIndex);
        bytes.putInt(CHECKED, checksum(bytes.array(), Frame.salt(origin, number - 1)));
        return bytes.clear();
    }

    /// What the header of segment `segment` of the log `origin` says.
    static Reading read(byte[] header, String origin, long segment) {
        if (header.length < AT + LENGTH) {
            return new Reading.None();
        }
        var bytes = Arrays.copyOfRange(header, AT, AT + LENGTH);
        if (Arrays.equals(bytes, new byte[LENGTH])) {
            return new Reading.None();
        }
        var in = ByteBuffer.wrap(bytes);
        if (in.getInt(CHECKED) != checksum(bytes, Frame.salt(origin, segment))) {
            return new Reading.Broken("the checksum does not match");
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return new Reading.Broken("it does not begin with its magic bytes");
        }
        var number = in.position(MAGIC.length).getLong();
        var firstIndex = in.getLong();
        if (number != segment + 1) {
            return new Reading.Broken(
                    "it names segment %d, segment %d follows".formatted(number, segment + 1));
        }
        if (firstIndex < 0) {
            return new Reading.Broken("it names entry %d".formatted(firstIndex));
        }
        return new Reading.Named(new Successor(number, firstIndex));
    }

    private static int checksum(byte[] bytes, byte[] salt) {
        var crc = new CRC32C();
        crc.update(salt);
        crc.update(bytes, 0, CHECKED);
        return (int) crc.getValue();
    }

    /// What was found where it stands.
    sealed interface Reading {

        /// Zeros: none follows, or the segment was left by software that did not say it yet.
        record None() implements Reading {}

        record Named(Successor successor) implements Reading {}

        record Broken(String reason) implements Reading {}
    }
}

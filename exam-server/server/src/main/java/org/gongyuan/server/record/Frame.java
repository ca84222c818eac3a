package org.gongyuan.server.record;

import org.gongyuan.trust.log.EntryBundle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// The layout of one frame (`journal.md` section 3): big-endian, 8-byte aligned.
///
///     0  u32  CRC32C over salt and bytes 4 .. length
///     4  u32  length of header, leaf and attachment
///     8  u64  index of the entry; of a mark: entries synced so far
///     16 u32  position in its group
///     20 u32  length of the leaf; 0 in a mark
///     24      leaf, attachment, zeros up to the next multiple of 8
final class Frame {

    static final int HEADER = 24;
    static final int ALIGNMENT = 8;
    static final int LARGEST_LEAF = EntryBundle.LONGEST_ENTRY;
    static final int LARGEST_ATTACHMENT = 1024 * 1024;
    static final int LARGEST = HEADER + LARGEST_LEAF + LARGEST_ATTACHMENT;

    static final int AT_CHECKSUM = 0;
    static final int AT_LENGTH = 4;
    static final int AT_INDEX = 8;
    static final int AT_POSITION = 16;
    static final int AT_LEAF_LENGTH = 20;

    private Frame() {}

    /// The bytes a frame of this length takes in the file.
    static int padded(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /// What every checksum of a segment begins with, so that a frame is whole in its own segment
    /// only.
    static byte[] salt(String origin, long segmentNumber) {
        var crc = new CRC32C();
        crc.update(origin.getBytes(StandardCharsets.UTF_8));
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, segmentNumber));
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    }

    /// Puts a frame at the position of `to`, which must have room for it.
    static void put(
            ByteBuffer to,
            CRC32C crc,
            byte[] salt,
            long index,
            int position,
            byte[] leaf,
            byte[] attachment) {
        var start = to.position();
        var length = HEADER + leaf.length + attachment.length;
        to.putInt(0).putInt(length).putLong(index).putInt(position).putInt(leaf.length);
        to.put(leaf).put(attachment);
        for (var at = start + length; at < start + padded(length); at++) {
            to.put((byte) 0);
        }
        to.putInt(start + AT_CHECKSUM, checksum(to, start, padded(length), crc, salt));
    }

    /// The checksum of the frame of `length` bytes at `start`; the buffer's position and limit
    /// stay.
    static int checksum(ByteBuffer in, int start, int length, CRC32C crc, byte[] salt) {
        var position = in.position();
        var limit = in.limit();
        crc.reset();
        crc.update(salt, 0, salt.length);
        in.limit(start + length).position(start + AT_LENGTH);
        crc.update(in);
        in.limit(limit).position(position);
        return (int) crc.getValue();
    }
}

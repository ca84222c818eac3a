package org.gongyuan.server.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// A tree that is none: its root depends on every leaf and their order, and costs little, so tests
/// of
/// the file format need no cryptography.
final class RollingTree implements LogTree {

    private long size;
    private long root = 1;

    @Override
    public void append(byte[] leaf) {
        var crc = new CRC32C();
        crc.update(leaf);
        root = root * 1_000_003 + crc.getValue();
        size++;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public byte[] root() {
        return ByteBuffer.allocate(SegmentHeader.ROOT_LENGTH).putLong(size).putLong(root).array();
    }
}

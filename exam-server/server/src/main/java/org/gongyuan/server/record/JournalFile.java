package org.gongyuan.server.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One open file of a journal folder. Positions are absolute; several threads may read at once.
public interface JournalFile extends Closeable {

    /// The length of the file in bytes.
    long size() throws IOException;

    /// Writes some of `bytes` at `position` and says how many; a disk may take fewer than offered.
    int write(ByteBuffer bytes, long position) throws IOException;

    /// Reads into `into` from `position`; -1 at the end of the file.
    int read(ByteBuffer into, long position) throws IOException;

    /// Returns after everything written is on the disk. A failure here is final for this file
    /// (`journal.md` section 5.4).
    void force() throws IOException;

    /// Writes all that remains in `bytes`.
    default void writeFully(ByteBuffer bytes, long position) throws IOException {
        var at = position;
        while (bytes.hasRemaining()) {
            var written = write(bytes, at);
            if (written <= 0) {
                throw new IOException(
                        "the disk took none of %d bytes at offset %d"
                                .formatted(bytes.remaining(), at));
            }
            at += written;
        }
    }

    /// Reads until `into` is full or the file ends; says how many bytes came.
    default int readFully(ByteBuffer into, long position) throws IOException {
        var at = position;
        while (into.hasRemaining()) {
            var count = read(into, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        return (int) (at - position);
    }
}

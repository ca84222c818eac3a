package org.gongyuan.seat.journal;

import java.io.IOException;

/// A file that is only appended to.
public interface JournalFile extends AutoCloseable {

    /// Writes bytes at the end. They are durable only after [#sync].
    void append(byte[] bytes) throws IOException;

    /// Makes all that was appended durable. When this fails once, the file must not be used again:
    /// the system may have dropped what it could not write and will not say so twice.
    void sync() throws IOException;

    /// Lets go of the file.
    @Override
    void close();
}

package org.gongyuan.seat.journal;

import java.io.IOException;
import java.util.List;

/// The folder that holds one seat's journals: on disk, or in memory for a simulated seat.
public interface JournalFolder extends AutoCloseable {

    /// The names of the files in it.
    List<String> names() throws IOException;

    /// A new, empty file to append to.
    ///
    /// @throws IOException also when a file of that name is there
    JournalFile create(String name) throws IOException;

    /// All bytes of a file.
    byte[] read(String name) throws IOException;

    /// Gives a file another name, replacing what had it.
    void rename(String from, String to) throws IOException;

    /// Overwrites a file with zeros, syncs that, and removes it.
    void wipe(String name) throws IOException;

    /// Removes a file whose content need not be overwritten.
    void remove(String name) throws IOException;

    /// Makes creations, renames and removals durable.
    void sync() throws IOException;

    /// Gives the folder back; another seat may take it.
    @Override
    void close();
}

package org.gongyuan.server.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// Where a journal keeps its files: one folder of one disk, held by one process.
/// The real one is [JournalFolder]; tests use a disk that fails on purpose.
public interface JournalFiles {

    /// Holds the folder for this process until closed.
    ///
    /// @throws JournalInUse when another process (or this one) holds it already
    Closeable lock() throws IOException;

    /// The names of all files, sorted.
    List<String> names() throws IOException;

    /// A new, empty file, open for reading and writing; refused if the name is taken.
    JournalFile create(String name) throws IOException;

    /// An existing file, open for reading and writing.
    JournalFile open(String name) throws IOException;

    /// An existing file, open for reading.
    JournalFile read(String name) throws IOException;

    /// Gives a file another name, replacing what has that name, in one step.
    void rename(String from, String to) throws IOException;

    /// Removes a file.
    void delete(String name) throws IOException;

    /// Returns after creations, renamings and removals are on the disk.
    void sync() throws IOException;

    /// Bytes this process may still allocate on the disk of the folder.
    long freeBytes() throws IOException;

    /// What to call the folder in a sentence.
    String place();
}

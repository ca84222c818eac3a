package org.gongyuan.seat.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// A journal folder on disk. One process holds it at a time.
public final class DiskFolder implements JournalFolder {

    private static final String LOCK = "lock";
    private static final int ZEROS = 64 * 1024;

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DiskFolder(Path folder, FileChannel lockFile, FileLock lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// Takes hold of a folder, which is made if it is not there, readable by its owner alone.
    ///
    /// @throws FolderInUse when another process holds it
    public static DiskFolder take(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                var _ =
                        Files.setPosixFilePermissions(
                                folder, PosixFilePermissions.fromString("rwx------"));
            }
        }
        var lockFile = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE);
        try {
            var lock = lockFile.tryLock();
            if (lock != null) {
                return new DiskFolder(folder, lockFile, lock);
            }
        } catch (OverlappingFileLockException _) {
            // held within this process: the same refusal
        } catch (IOException failed) {
            lockFile.close();
            throw failed;
        }
        lockFile.close();
        throw new FolderInUse(folder);
    }

    @Override
    public List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public JournalFile create(String name) throws IOException {
        return new OnDisk(FileChannel.open(folder.resolve(name), CREATE_NEW, WRITE));
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                folder.resolve(from),
                folder.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void wipe(String name) throws IOException {
        var file = folder.resolve(name);
        try (var channel = FileChannel.open(file, WRITE)) {
            long size = channel.size();
            var zeros = ByteBuffer.allocate((int) Math.min(size, ZEROS));
            for (long at = 0; at < size; ) {
                zeros.clear();
                zeros.limit((int) Math.min(zeros.capacity(), size - at));
                at += channel.write(zeros, at);
            }
            channel.force(false);
        }
        Files.delete(file);
    }

    @Override
    public void remove(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        try (var directory = FileChannel.open(folder, READ)) {
            directory.force(true);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("could not let go of " + folder, failed);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private static final class OnDisk implements JournalFile {

        private final FileChannel channel;

        OnDisk(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                var _ = channel.write(buffer);
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException failed) {
                throw new UncheckedIOException("could not close a journal file", failed);
            }
        }
    }
}

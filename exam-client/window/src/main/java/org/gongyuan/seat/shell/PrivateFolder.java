package org.gongyuan.seat.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A temporary folder of one run of the seat's program: everything Chromium writes goes there.
/// It belongs to the seat's user alone and is removed at the end; what a killed run left behind is
/// removed when the next one starts (seat-window.md section 3).
public final class PrivateFolder implements AutoCloseable {

    private static final String LOCK = "lock";
    private static final String RUN = "run";

    /// Chromium makes a socket some levels below, whose whole path the system bounds by 107 bytes.
    private static final int LONGEST_BASE = 50;

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;

    private PrivateFolder(Path folder, FileChannel lockFile, FileLock lock) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /// Takes a new folder below `base`, and removes those of runs that are over.
    ///
    /// @throws IOException when `base` cannot be used, or belongs to somebody else
    public static PrivateFolder take(Path base) throws IOException {
        var ours =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        int length = base.toAbsolutePath().toString().getBytes(UTF_8).length;
        if (length > LONGEST_BASE) {
            throw new IOException(
                    "the temporary folder %s has a path of %d bytes; choose one of at most %d"
                            .formatted(base, length, LONGEST_BASE));
        }
        if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(base.toAbsolutePath().getParent());
            Files.createDirectory(base, ours);
        }
        var owner = Files.getOwner(base, LinkOption.NOFOLLOW_LINKS).getName();
        if (!owner.equals(System.getProperty("user.name"))) {
            throw new IOException(
                    "the folder %s belongs to %s, not to %s; remove it or name another"
                            .formatted(base, owner, System.getProperty("user.name")));
        }
        var _ = Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx------"));
        try (var oneAtATime = FileChannel.open(base.resolve(LOCK), CREATE, WRITE);
                var _ = oneAtATime.lock()) {
            for (var left : runs(base)) {
                removeUnlessHeld(left);
            }
            var folder = Files.createDirectory(next(base), ours);
            var lockFile = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE);
            return new PrivateFolder(folder, lockFile, lockFile.lock());
        }
    }

    private static Path next(Path base) {
        int number = 1;
        while (Files.exists(base.resolve(RUN + number), LinkOption.NOFOLLOW_LINKS)) {
            number++;
        }
        return base.resolve(RUN + number);
    }

    private static List<Path> runs(Path base) throws IOException {
        try (var files = Files.list(base)) {
            return files.filter(file -> file.getFileName().toString().startsWith(RUN)).toList();
        }
    }

    private static void removeUnlessHeld(Path left) throws IOException {
        try (var channel = FileChannel.open(left.resolve(LOCK), CREATE, WRITE);
                var lock = channel.tryLock()) {
            if (lock != null) {
                remove(left);
            }
        } catch (OverlappingFileLockException _) {
            // held by this very program
        } catch (NoSuchFileException _) {
            // another start removed it in the same moment
        }
    }

    private static void remove(Path folder) throws IOException {
        var failures = new ArrayList<IOException>();
        var _ =
                Files.walkFileTree(
                        folder,
                        new SimpleFileVisitor<>() {
                            @Override
                            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                                return delete(file);
                            }

                            @Override
                            public FileVisitResult visitFileFailed(Path file, IOException failed) {
                                if (!(failed instanceof NoSuchFileException)) {
                                    failures.add(failed);
                                }
                                return FileVisitResult.CONTINUE;
                            }

                            @Override
                            public FileVisitResult postVisitDirectory(Path dir, IOException none) {
                                return delete(dir);
                            }

                            private FileVisitResult delete(Path path) {
                                try {
                                    var _ = Files.deleteIfExists(path);
                                } catch (IOException failed) {
                                    failures.add(failed);
                                }
                                return FileVisitResult.CONTINUE;
                            }
                        });
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    /// The folder.
    public Path path() {
        return folder;
    }

    /// A folder inside, made if it is not there.
    Path inside(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /// Removes the folder with all that is in it.
    @Override
    public void close() throws IOException {
        remove(folder);
        lock.release();
        lockFile.close();
    }
}

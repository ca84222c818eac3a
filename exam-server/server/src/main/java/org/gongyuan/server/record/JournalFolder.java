package org.gongyuan.server.record;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A journal's folder on a real disk.
public final class JournalFolder implements JournalFiles {

    private static final String LOCK = "lock";

    /// Folders held by this very process, where the operating system's lock would not object.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;

    private JournalFolder(Path path) {
        this.path = path;
    }

    /// The folder at `path`, created if it is not there.
    public static JournalFolder at(Path path) throws IOException {
        requireNonNull(path, "path");
        var created = !Files.isDirectory(path);
        Files.createDirectories(path);
        var folder = new JournalFolder(path.toRealPath());
        if (created) {
            var parent = folder.path.getParent();
            if (parent != null) {
                syncFolder(parent);
            }
        }
        return folder;
    }

    /// The folder itself.
    public Path path() {
        return path;
    }

    @Override
    public Closeable lock() throws IOException {
        if (!HELD.add(path)) {
            throw new JournalInUse(path.toString(), "this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path.resolve(LOCK), CREATE, READ, WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                throw new JournalInUse(path.toString(), "process " + holder(channel));
            }
            var pid = Long.toString(ProcessHandle.current().pid()) + "\n";
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            var held = channel;
            return () -> {
                try {
                    held.close();
                } finally {
                    HELD.remove(path);
                }
            };
        } catch (IOException | RuntimeException refused) {
            HELD.remove(path);
            if (channel != null) {
                channel.close();
            }
            throw refused;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException held) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        var pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    @Override
    public List<String> names() throws IOException {
        try (var all = Files.list(path)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public JournalFile create(String name) throws IOException {
        return new OnDisk(FileChannel.open(path.resolve(name), CREATE_NEW, READ, WRITE));
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return new OnDisk(FileChannel.open(path.resolve(name), READ, WRITE));
    }

    @Override
    public JournalFile read(String name) throws IOException {
        return new OnDisk(FileChannel.open(path.resolve(name), READ));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                path.resolve(from),
                path.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(path.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        syncFolder(path);
    }

    private static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    @Override
    public long freeBytes() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    @Override
    public String place() {
        return path.toString();
    }

    private record OnDisk(FileChannel channel) implements JournalFile {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            return channel.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

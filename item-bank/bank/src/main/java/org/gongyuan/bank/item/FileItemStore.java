package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// An item store in one folder, a file for each key. Every write goes to a new file, is synced and
/// then takes its name, so a crash leaves the old content or the new one.
public final class FileItemStore implements ItemStore {

    private static final Pattern KEY =
            Pattern.compile("[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*");
    private static final String UNFINISHED = ".part";

    private final Path folder;

    /// A store in a folder, which is made if it is not there.
    public FileItemStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(requireNonNull(folder, "folder"));
    }

    private Path file(String key) {
        if (!KEY.matcher(key).matches() || key.endsWith(UNFINISHED)) {
            throw new IllegalArgumentException("not a key of the store: \"%s\"".formatted(key));
        }
        return folder.resolve(key);
    }

    @Override
    public List<String> keys(String prefix) throws IOException {
        var below = folder.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1)).normalize();
        if (!below.startsWith(folder.normalize()) || !Files.isDirectory(below)) {
            return List.of();
        }
        try (var files = Files.walk(below)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(key -> key.startsWith(prefix) && !key.endsWith(UNFINISHED))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public Optional<byte[]> read(String key) throws IOException {
        var file = file(key);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public void create(String key, byte[] bytes) throws IOException {
        if (Files.exists(file(key))) {
            throw new FileAlreadyExistsException(key);
        }
        replace(key, bytes);
    }

    @Override
    public void replace(String key, byte[] bytes) throws IOException {
        var file = file(key);
        var parent = Files.createDirectories(file.getParent());
        var unfinished = parent.resolve(file.getFileName() + UNFINISHED);
        try (var channel =
                FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(parent);
    }

    @Override
    public void remove(String key) throws IOException {
        var file = file(key);
        if (Files.deleteIfExists(file)) {
            sync(file.getParent());
        }
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

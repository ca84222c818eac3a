package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// The results of a sitting as a node has them (`staff-access.md` 9.8): sealed under a key of their
/// run, that key since publication, and the human scores they were made of. They end by the
/// destruction of the key; then the rest is removed.
public final class KeptResults {

    /// Stands there from the moment the destruction begins, so that one that broke off, or whose
    /// files came back with a backup, is finished.
    private static final String MARK = "results.destroyed";

    private static final String KEY = ".result-key";
    private static final String SEALED = ".results";
    private static final String BY_HAND = "human-scores-";
    private static final int BLOCK = 4_096;

    private final Path folder;

    /// The results in this folder, which need not be there.
    public KeptResults(Path folder) {
        this.folder = requireNonNull(folder, "folder");
    }

    /// Whether something of them is here.
    public boolean isKept() throws IOException {
        return !files().isEmpty();
    }

    /// Whether they were ended here.
    public boolean isEnded() {
        return Files.exists(folder.resolve(MARK));
    }

    /// Destroys the keys, then removes what lay under them and the human scores.
    public void destroy() throws IOException {
        var all = files();
        if (all.isEmpty()) {
            return;
        }
        try (var mark =
                FileChannel.open(
                        folder.resolve(MARK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            mark.force(true);
        }
        for (var file : all) {
            overwrite(file);
            Files.delete(file);
        }
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /// Keys first.
    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var all = Files.list(folder)) {
            var found = all.filter(file -> isOne(name(file))).sorted().toList();
            return Stream.concat(
                            found.stream().filter(file -> name(file).endsWith(KEY)),
                            found.stream().filter(file -> !name(file).endsWith(KEY)))
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static boolean isOne(String name) {
        return name.endsWith(KEY) || name.endsWith(SEALED) || name.startsWith(BY_HAND);
    }

    private static void overwrite(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long left = channel.size();
            while (left > 0) {
                left -= channel.write(ByteBuffer.allocate((int) Math.min(left, BLOCK)));
            }
            channel.force(true);
        }
    }
}

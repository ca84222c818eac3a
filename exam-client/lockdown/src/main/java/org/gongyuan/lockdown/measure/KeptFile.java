package org.gongyuan.lockdown.measure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the machine was like before it was held (lockdown.md section 2): one line for each measure
/// in force, in the order in which they were applied. It is written anew as a whole, synced and
/// renamed into place before a measure changes anything; without the file nothing is held.
public final class KeptFile {

    /// The longest line a measure can keep, in characters.
    public static final int LONGEST = 4_000;

    /// The most measures in force at once.
    public static final int MOST = 64;

    private static final String FIRST_LINE = "gongyuan-lockdown/1";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");

    private final Path file;

    /// What one measure kept.
    public record Kept(String measure, String state) {

        public Kept {
            if (!NAME.matcher(measure).matches()) {
                throw new IllegalArgumentException("no name of a measure: " + measure);
            }
            if (state.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "measure %s keeps %d characters; at most %d"
                                .formatted(measure, state.length(), LONGEST));
            }
            if (state.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException(
                        "measure %s keeps a control character".formatted(measure));
            }
        }
    }

    /// The file at that place; its folder must be there.
    public KeptFile(Path file) {
        this.file = requireNonNull(file, "file");
    }

    /// What is kept, in the order in which it was applied; nothing when the machine is not held.
    ///
    /// @throws IOException when it cannot be read, or is no such file: then a person has to look,
    ///     and the message says at what
    public List<Kept> read() throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, UTF_8);
        } catch (NoSuchFileException _) {
            return List.of();
        }
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new IOException(
                    "%s does not begin with %s; what it kept must be restored by hand"
                            .formatted(file.getFileName(), FIRST_LINE));
        }
        if (lines.size() > MOST + 1) {
            throw new IOException(
                    "%s keeps %d measures; at most %d"
                            .formatted(file.getFileName(), lines.size() - 1, MOST));
        }
        var kept = new ArrayList<Kept>();
        for (int i = 1; i < lines.size(); i++) {
            var parts = lines.get(i).split("\t", 2);
            try {
                kept.add(new Kept(parts[0], parts.length == 2 ? parts[1] : ""));
            } catch (IllegalArgumentException refused) {
                throw new IOException(
                        "%s line %d: %s".formatted(file.getFileName(), i + 1, refused.getMessage()),
                        refused);
            }
        }
        return kept;
    }

    /// Writes what is kept, durably; an empty list removes the file.
    public void write(List<Kept> kept) throws IOException {
        if (kept.isEmpty()) {
            Files.deleteIfExists(file);
            syncFolder();
            return;
        }
        var text = new StringBuilder(FIRST_LINE).append('\n');
        kept.forEach(
                one -> text.append(one.measure()).append('\t').append(one.state()).append('\n'));
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(beside, CREATE, WRITE, TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, ATOMIC_MOVE);
        syncFolder();
    }

    private void syncFolder() throws IOException {
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}

package org.gongyuan.lockdown.posture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.FindingKind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The seat's own files as they were signed (lockdown.md 5.4): a text of lines `SHA256  PATH`,
/// names ascending, behind a signature that the caller checks. It finds a changed, missing or added
/// file; it cannot find a changed checker.
public final class FileManifest {

    /// The most files of one installation.
    public static final int MOST = 20_000;

    private static final String FIRST_LINE = "gongyuan-seat-files/1";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([^\\x00-\\x1f]{1,1000})");

    private final NavigableMap<String, String> digests;

    private FileManifest(NavigableMap<String, String> digests) {
        this.digests = digests;
    }

    /// A digest of a file's bytes, of 32 bytes.
    public interface Digesting {
        /// The digest of a file.
        byte[] of(Path file) throws IOException;
    }

    /// Reads a manifest.
    ///
    /// @throws IOException when it is none; the message names the line
    public static FileManifest read(String text) throws IOException {
        var lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new IOException("line 1: expected " + FIRST_LINE);
        }
        if (lines.size() > MOST + 1) {
            throw new IOException("%d files; at most %d".formatted(lines.size() - 1, MOST));
        }
        var digests = new TreeMap<String, String>();
        for (int i = 1; i < lines.size(); i++) {
            var line = LINE.matcher(lines.get(i));
            if (!line.matches()) {
                throw new IOException("line %d: no digest and path".formatted(i + 1));
            }
            var path = Path.of(line.group(2));
            if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
                throw new IOException("line %d: path %s leads elsewhere".formatted(i + 1, path));
            }
            if (!digests.isEmpty() && line.group(2).compareTo(digests.lastKey()) <= 0) {
                throw new IOException("line %d: %s is out of order".formatted(i + 1, path));
            }
            digests.put(line.group(2), line.group(1));
        }
        return new FileManifest(digests);
    }

    /// The manifest of a folder as it is now.
    public static FileManifest of(Path folder, Digesting digesting) throws IOException {
        var digests = new TreeMap<String, String>();
        for (var name : names(folder)) {
            digests.put(name, HexFormat.of().formatHex(digesting.of(folder.resolve(name))));
        }
        return new FileManifest(digests);
    }

    private static Set<String> names(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            var names = new TreeSet<String>();
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(folder.relativize(file).toString()));
            return names;
        }
    }

    /// The manifest's text.
    public String text() {
        var text = new StringBuilder(FIRST_LINE).append('\n');
        digests.forEach(
                (name, digest) -> text.append(digest).append("  ").append(name).append('\n'));
        return text.toString();
    }

    /// The bytes that are signed.
    public byte[] toBytes() {
        return text().getBytes(UTF_8);
    }

    /// Holds a folder against the manifest.
    public Optional<Finding> check(Path folder, Digesting digesting) {
        requireNonNull(folder, "folder");
        var wrong = new ArrayList<String>();
        try {
            var there = names(folder);
            for (var expected : digests.entrySet()) {
                var name = expected.getKey();
                if (!there.remove(name)) {
                    wrong.add(name + " is missing");
                } else if (!HexFormat.of()
                        .formatHex(digesting.of(folder.resolve(name)))
                        .equals(expected.getValue())) {
                    wrong.add(name + " is changed");
                }
            }
            there.forEach(name -> wrong.add(name + " is added"));
        } catch (IOException failed) {
            return Optional.of(
                    new Finding(FindingKind.NOT_LOOKED_AT, "own files: " + failed.getMessage()));
        }
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(FindingKind.FILES_CHANGED, words(wrong)));
    }

    private static String words(List<String> wrong) {
        int shown = Math.min(5, wrong.size());
        var more = wrong.size() > shown ? " and %d more".formatted(wrong.size() - shown) : "";
        return String.join(", ", wrong.subList(0, shown)) + more;
    }
}

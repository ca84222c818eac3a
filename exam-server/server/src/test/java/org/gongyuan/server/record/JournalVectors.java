package org.gongyuan.server.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// Small journals written out byte by byte (`src/test/resources/vectors/journal`), one text file
/// each: `description: …`, `expect: …`, then for every file `file NAME SIZE` and `at OFFSET HEX`
/// for what is not zero in it.
final class JournalVectors {

    static final Path FOLDER = Path.of("src/test/resources/vectors/journal");
    static final String ORIGIN = "example.org/vectors/node-1";
    static final JournalSettings SETTINGS =
            JournalSettings.standard(ORIGIN)
                    .withSegmentBytes(JournalSettings.SMALLEST_SEGMENT)
                    .withReserveSegments(0)
                    .withThresholds(0, 0, 0);

    private static final int PER_LINE = 48;

    /// Where the only entry of the first of two segments ends.
    private static final int MARK_AT = 16_336;

    private JournalVectors() {}

    /// One vector.
    ///
    /// @param expect `ready ENTRIES` or `damaged ENTRIES DAMAGE`
    record Vector(String name, String description, String expect, TreeMap<String, byte[]> files) {

        @Override
        public String toString() {
            return name;
        }

        SimulatedDisk disk() {
            var disk = new SimulatedDisk(new Random(1));
            files.forEach(disk::put);
            return disk;
        }
    }

    static List<Vector> all() {
        try (var found = Files.list(FOLDER)) {
            return found.sorted().map(JournalVectors::read).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Vector named(String name) {
        return read(FOLDER.resolve(name + ".txt"));
    }

    private static Vector read(Path path) {
        try {
            var files = new TreeMap<String, byte[]>();
            var description = "";
            var expect = "";
            byte[] current = {};
            for (var line : Files.readAllLines(path)) {
                var words = line.split(" ", 3);
                switch (words[0]) {
                    case "description:" -> description = line;
                    case "expect:" -> expect = line.substring("expect: ".length());
                    case "file" -> {
                        current = new byte[Integer.parseInt(words[2])];
                        files.put(words[1], current);
                    }
                    case "at" -> {
                        var bytes = HexFormat.of().parseHex(words[2]);
                        System.arraycopy(
                                bytes, 0, current, Integer.parseInt(words[1]), bytes.length);
                    }
                    default -> throw new IOException("not a line of a vector: " + line);
                }
            }
            var name = path.getFileName().toString().replace(".txt", "");
            return new Vector(name, description, expect, files);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The three entries every vector begins with, as the journal writes them: one group each.
    static SimulatedDisk written() throws Exception {
        var disk = new SimulatedDisk(new Random(1));
        try (var journal = Journals.open(disk, SETTINGS)) {
            for (var text : List.of("first leaf", "second", "the third leaf")) {
                journal.append(
                                text.getBytes(StandardCharsets.UTF_8),
                                (text.equals("second") ? "private" : "")
                                        .getBytes(StandardCharsets.UTF_8),
                                Urgency.RESPONSE)
                        .join();
            }
            journal.keepHead(2, journal.root(2), "note".getBytes(StandardCharsets.UTF_8));
        }
        return disk;
    }

    /// Two entries in two segments; the first is mostly zeros, so that its vector stays short.
    static SimulatedDisk writtenInTwoSegments() throws Exception {
        var disk = new SimulatedDisk(new Random(1));
        try (var journal = Journals.open(disk, SETTINGS)) {
            journal.append(bytes("first leaf"), new byte[12_200], Urgency.RESPONSE).join();
            journal.append(bytes("second"), bytes("private"), Urgency.RESPONSE).join();
        }
        if (disk.names().contains(SegmentName.of(2))) {
            disk.delete(SegmentName.of(2));
        }
        // Whether the writer found nothing to do for long enough to mark the first segment before
        // it left it is chance (`journal.md` 3.3); the vector has no mark there.
        var first = disk.bytes(SegmentName.of(0));
        Arrays.fill(first, MARK_AT, MARK_AT + Frame.HEADER, (byte) 0);
        disk.put(SegmentName.of(0), first);
        return disk;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A vector's text.
    static String text(String description, String expect, SimulatedDisk disk) throws IOException {
        var lines = new ArrayList<String>();
        lines.add("description: " + description);
        lines.add("expect: " + expect);
        for (var name : disk.names()) {
            var bytes = disk.bytes(name);
            lines.add("file %s %d".formatted(name, bytes.length));
            for (var at = 0; at < bytes.length; at += PER_LINE) {
                var end = Math.min(bytes.length, at + PER_LINE);
                var hex = HexFormat.of().formatHex(bytes, at, end);
                if (!hex.chars().allMatch(c -> c == '0')) {
                    lines.add("at %d %s".formatted(at, hex));
                }
            }
        }
        return String.join("\n", lines) + "\n";
    }
}

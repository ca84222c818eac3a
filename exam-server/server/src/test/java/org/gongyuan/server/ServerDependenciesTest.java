package org.gongyuan.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which packages of the server may see which. A capability listed in `MAY_SEE` sees no other
/// capability than those named there; no two capabilities see each other.
class ServerDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/server");

    /// Capabilities that stand below all others, and whom of the server they may see.
    private static final Map<String, Set<String>> MAY_SEE =
            Map.of("record", Set.of(), "store", Set.of("record"));

    /// Packages whose types never meet the event loop: their answers are futures of the JDK or
    /// calls
    /// back.
    private static final Set<String> WITHOUT_VERTX = Set.of("record", "store");

    private static final Pattern OWN =
            Pattern.compile("\\borg\\.gongyuan\\.server\\.([a-z]+)\\.[A-Za-z]");

    @Test
    void capabilitiesBelowSeeNothingOfThoseAbove() throws IOException {
        var seen = seen();
        MAY_SEE.forEach(
                (capability, allowed) -> {
                    var beyond = new TreeSet<>(seen.getOrDefault(capability, Set.of()));
                    beyond.removeAll(allowed);
                    assertEquals(Set.of(), beyond, capability + " sees too much");
                });
    }

    @Test
    void noTwoCapabilitiesSeeEachOther() throws IOException {
        var seen = seen();
        var pairs = new ArrayList<String>();
        seen.forEach(
                (one, others) ->
                        others.stream()
                                .filter(other -> seen.getOrDefault(other, Set.of()).contains(one))
                                .filter(other -> one.compareTo(other) < 0)
                                .forEach(other -> pairs.add(one + " and " + other)));
        assertEquals(List.of(), pairs);
    }

    @Test
    void recordAndStoreKnowNoEventLoop() throws IOException {
        for (var capability : WITHOUT_VERTX) {
            for (var source : sources(capability)) {
                assertFalse(Files.readString(source).contains("io.vertx"), source.toString());
            }
        }
    }

    @Test
    void onlyTheStoreKnowsTheDriver() throws IOException {
        for (var capability : capabilities()) {
            if (capability.equals("store")) {
                continue;
            }
            for (var source : sources(capability)) {
                var text = Files.readString(source);
                assertFalse(
                        text.contains("com.mongodb")
                                || text.contains("de.bwaldvogel")
                                || text.contains("org.h2."),
                        source.toString());
            }
        }
    }

    private static Map<String, Set<String>> seen() throws IOException {
        var seen = new TreeMap<String, Set<String>>();
        for (var capability : capabilities()) {
            var others = new TreeSet<String>();
            for (var source : sources(capability)) {
                var match = OWN.matcher(Files.readString(source));
                while (match.find()) {
                    others.add(match.group(1));
                }
            }
            others.remove(capability);
            seen.put(capability, others);
        }
        return seen;
    }

    private static List<String> capabilities() throws IOException {
        try (var folders = Files.list(SOURCES)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> sources(String capability) throws IOException {
        try (var files = Files.walk(SOURCES.resolve(capability))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}

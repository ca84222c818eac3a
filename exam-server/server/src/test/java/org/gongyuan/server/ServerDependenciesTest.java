package org.gongyuan.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

@DisplayName("The packages of the server")
class ServerDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/server");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    /// Which package may see which others of the server. Values see nothing, capabilities see
    /// values, the node sees capabilities, the edge sees all.
    private static final Map<String, Set<String>> MAY_SEE =
            Map.ofEntries(
                    Map.entry("time", Set.of()),
                    Map.entry("record", Set.of()),
                    Map.entry("store", Set.of("record")),
                    Map.entry("session", Set.of("time", "record")),
                    Map.entry("sitting", Set.of("session", "time", "record")),
                    Map.entry("admission", Set.of("sitting", "session", "time")),
                    Map.entry("release", Set.of("sitting", "time")),
                    Map.entry("access", Set.of("sitting")),
                    Map.entry("duty", Set.of("store")),
                    Map.entry("privacy", Set.of("store")),
                    Map.entry("account", Set.of("duty", "privacy", "store")),
                    Map.entry("oidc", Set.of("account", "store")),
                    Map.entry("act", Set.of("access", "account", "duty", "sitting", "store")),
                    Map.entry("audit", Set.of("record")),
                    Map.entry("plan", Set.of("access", "sitting", "store")),
                    Map.entry("custody", Set.of("release", "store")),
                    Map.entry(
                            "certificate",
                            Set.of("act", "conclusion", "duty", "node", "scoring", "sitting")),
                    Map.entry(
                            "contract",
                            Set.of(
                                    "access",
                                    "account",
                                    "act",
                                    "audit",
                                    "certificate",
                                    "conclusion",
                                    "custody",
                                    "duty",
                                    "edge",
                                    "node",
                                    "oidc",
                                    "plan",
                                    "privacy",
                                    "record",
                                    "release",
                                    "sitting",
                                    "store")),
                    Map.entry("delivery", Set.of()),
                    Map.entry("scoring", Set.of("record")),
                    Map.entry("result", Set.of("record", "scoring", "sitting")),
                    Map.entry(
                            "conclusion",
                            Set.of(
                                    "act", "audit", "node", "record", "result", "scoring",
                                    "sitting", "store")),
                    Map.entry(
                            "node",
                            Set.of(
                                    "access",
                                    "account",
                                    "act",
                                    "admission",
                                    "audit",
                                    "delivery",
                                    "duty",
                                    "privacy",
                                    "plan",
                                    "record",
                                    "release",
                                    "session",
                                    "sitting",
                                    "store",
                                    "time")),
                    Map.entry("cluster", Set.of("node", "record", "store", "sitting", "time")),
                    Map.entry("metrics", Set.of("admission", "node", "record", "sitting", "time")),
                    Map.entry(
                            "edge",
                            Set.of(
                                    "access",
                                    "admission",
                                    "delivery",
                                    "metrics",
                                    "node",
                                    "release",
                                    "result",
                                    "sitting",
                                    "time")));

    /// Only these packages may know Vert.x.
    private static final Set<String> KNOW_VERTX =
            Set.of("edge", "contract", "delivery", "cluster", "result");

    @Test
    void seeOnlyWhatIsWrittenHere() {
        var wrong = new TreeSet<String>();
        imports()
                .forEach(
                        (pair, _) -> {
                            var from = pair.split(" ", 2)[0];
                            var to = pair.split(" ", 2)[1];
                            if (MAY_SEE.containsKey(from)
                                    && MAY_SEE.containsKey(to)
                                    && !MAY_SEE.get(from).contains(to)) {
                                wrong.add(from + " sees " + to);
                            }
                        });
        assertEquals(Set.of(), wrong);
    }

    @Test
    void ofTheCoreKnowNoSocketsNoDriverAndNoMachine() {
        var wrong = new TreeSet<String>();
        for (var file : files()) {
            var from = packageOf(file);
            if (KNOW_VERTX.contains(from) || from.isEmpty()) {
                continue;
            }
            var imports = IMPORT.matcher(text(file));
            while (imports.find()) {
                if (imports.group(1).startsWith("io.vertx")) {
                    wrong.add(file.getFileName() + " imports " + imports.group(1));
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void takeTimeAndChanceFromOutside() {
        var forbidden =
                List.of(
                        "Instant.now(",
                        "System.currentTimeMillis(",
                        "new Random(",
                        "Cipher.getInstance(",
                        "MessageDigest.getInstance(");
        var wrong = new TreeSet<String>();
        for (var file : files()) {
            for (var call : forbidden) {
                if (text(file).contains(call)) {
                    wrong.add(file.getFileName() + " calls " + call);
                }
            }
        }
        assertEquals(Set.of(), wrong);
    }

    @Test
    void areFoundAtAll() {
        assertTrue(files().size() > 60, "sources are looked for in " + SOURCES.toAbsolutePath());
    }

    private static Map<String, Integer> imports() {
        var pairs = new TreeMap<String, Integer>();
        for (var file : files()) {
            var from = packageOf(file);
            var imports = IMPORT.matcher(text(file));
            while (imports.find()) {
                var name = imports.group(1);
                if (name.startsWith("org.gongyuan.server.")) {
                    var rest = name.substring("org.gongyuan.server.".length());
                    int dot = rest.indexOf('.');
                    if (dot > 0 && !rest.substring(0, dot).equals(from)) {
                        pairs.merge(from + " " + rest.substring(0, dot), 1, Integer::sum);
                    }
                }
            }
        }
        return pairs;
    }

    private static String packageOf(Path file) {
        var parent = SOURCES.relativize(file).getParent();
        return parent == null ? "" : parent.toString();
    }

    private static List<Path> files() {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package org.gongyuan.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What crosses the wire and what is written down knows neither a server nor a seat.
@DisplayName("The packages of the protocol")
class ProtocolDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/protocol");

    /// Any name of ours written out in full, in an `import` or not.
    private static final Pattern USED = Pattern.compile("\\borg\\.gongyuan(?:\\.[a-z]\\w*)+");

    /// What each package may see besides the JDK and itself.
    private static final Map<String, Set<String>> MAY_SEE =
            Map.of(
                    "record",
                    Set.of(
                            "org.gongyuan.trust.suite",
                            "org.gongyuan.trust.encoding",
                            "org.gongyuan.bank.form"),
                    "receipt",
                    Set.of("org.gongyuan.trust.suite", "org.gongyuan.protocol.record"),
                    "act",
                    Set.of(
                            "org.gongyuan.trust.suite",
                            "org.gongyuan.trust.encoding",
                            "org.gongyuan.protocol.record"),
                    "message",
                    Set.of(
                            "org.gongyuan.trust",
                            "org.gongyuan.bank.form",
                            "org.gongyuan.protocol.record"));

    @Test
    void seeOnlyWhatTheyMay() throws IOException {
        var wrong = new ArrayList<String>();
        for (var source : sources()) {
            var own = SOURCES.relativize(source).getName(0).toString();
            assertTrue(MAY_SEE.containsKey(own), "package protocol.%s has no rule".formatted(own));
            var uses = USED.matcher(Files.readString(source));
            while (uses.find()) {
                var used = uses.group();
                if (!isIn("org.gongyuan.protocol." + own, used)
                        && MAY_SEE.get(own).stream().noneMatch(allowed -> isIn(allowed, used))) {
                    wrong.add("%s uses %s".formatted(SOURCES.relativize(source), used));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean isIn(String allowed, String used) {
        return used.equals(allowed) || used.startsWith(allowed + ".");
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            var sources =
                    files.filter(
                                    file ->
                                            file.toString().endsWith(".java")
                                                    && SOURCES.relativize(file).getNameCount() > 1)
                            .toList();
            assertTrue(!sources.isEmpty(), "run in the folder of the module");
            return sources;
        }
    }
}

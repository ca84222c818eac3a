package org.gongyuan.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.gongyuan.server.ServerSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

@DisplayName("What operators read agrees with the program:")
class OperationDocumentsTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Path EXAMPLE = ROOT.resolve("ops/deployment/gongyuan.conf");
    private static final Path FIGURES =
            ROOT.resolve(
                    "exam-server/server/src/main/java/org/gongyuan/server/metrics/NodeFigures.java");

    @Test
    void theExampleConfigurationIsTaken() {
        var settings = ServerSettings.read(Optional.of(EXAMPLE), Map.of(), List.of());
        assertEquals("node-1", settings.text("node.name"));
    }

    @Test
    void theExampleConfigurationExplainsEveryKeyWithItsDefault() throws IOException {
        var lines = Files.readAllLines(EXAMPLE);
        var unexplained = new TreeSet<String>();
        for (var key : ServerSettings.keys()) {
            var beginning = key.name() + " =";
            var own = lines.stream().filter(line -> line.startsWith(beginning)).findFirst();
            var standard = ("#" + beginning + " " + key.standard().orElse("")).strip();
            if (own.isEmpty() && !lines.contains(standard)) {
                unexplained.add(standard);
            }
        }
        assertEquals(List.of(), List.copyOf(unexplained));
    }

    @Test
    void everyFigureIsExplained() throws IOException {
        var readme = Files.readString(ROOT.resolve("ops/monitoring/README.md"));
        var names =
                Pattern.compile("\"(gongyuan(?:\\.[a-z]+)+)\"").matcher(Files.readString(FIGURES));
        var unexplained = new TreeSet<String>();
        int found = 0;
        while (names.find()) {
            found++;
            var name = names.group(1).replace('.', '_');
            if (!Pattern.compile("`" + name + "(?:_total|_seconds)?(?:\\{[^`]*)?`")
                    .matcher(readme)
                    .find()) {
                unexplained.add(name);
            }
        }
        assertFalse(found == 0, "no figures in " + FIGURES);
        assertEquals(List.of(), List.copyOf(unexplained));
    }
}

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
    void everyFigureIsExplainedAndNoOtherIs() throws IOException {
        var explained = new TreeSet<String>();
        var inReadme = Pattern.compile("`(gongyuan_[a-z_]+)(?:\\{[^`]*)?`");
        var readme = inReadme.matcher(Files.readString(ROOT.resolve("ops/monitoring/README.md")));
        while (readme.find()) {
            explained.add(readme.group(1).replaceAll("_(total|seconds)$", ""));
        }
        var kept = new TreeSet<String>();
        var inCode = Pattern.compile("\"(gongyuan(?:\\.[a-z]+)+)\"");
        var code = inCode.matcher(Files.readString(FIGURES));
        while (code.find()) {
            kept.add(code.group(1).replace('.', '_').replaceAll("_seconds$", ""));
        }
        assertFalse(kept.isEmpty(), "no figures in " + FIGURES);
        assertEquals(kept, explained);
    }
}

package org.gongyuan.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// A drill uses the seat's window as a person does, over a display and a browser's debugging port;
/// it does not reach into it.
@DisplayName("What the drills of the window may see")
class DrillDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/drill");

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    /// Of our own modules. Of the window itself: what its program is called and which files its
    /// browser needs.
    private static final List<String> MAY_SEE =
            List.of(
                    "org.gongyuan.trust",
                    "org.gongyuan.bank.form",
                    "org.gongyuan.bank.scoring",
                    "org.gongyuan.protocol",
                    "org.gongyuan.camera",
                    "org.gongyuan.seat.journal",
                    "org.gongyuan.seat.session",
                    "org.gongyuan.seat.shell.ChromiumFiles",
                    "org.gongyuan.seat.program",
                    "org.gongyuan.server.FreePort",
                    "org.gongyuan.server.access",
                    "org.gongyuan.server.sitting",
                    "org.gongyuan.rehearsal.candidate",
                    "org.gongyuan.rehearsal.load",
                    "org.gongyuan.rehearsal.stage");

    /// Who drives the window; everybody else asks them.
    private static final Set<String> DRIVERS =
            Set.of("CandidateAtDesk.java", "LookingOn.java", "DrilledDesk.java");

    @Test
    void isListedHere() throws IOException {
        var wrong = new ArrayList<String>();
        for (var source : sources()) {
            var imports = IMPORT.matcher(Files.readString(source));
            while (imports.find()) {
                var name = imports.group(1);
                if (name.startsWith("org.gongyuan.")
                        && MAY_SEE.stream().noneMatch(allowed -> isIn(allowed, name))) {
                    wrong.add("%s sees %s".formatted(source.getFileName(), name));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void isABrowserForItsDriversOnly() throws IOException {
        var wrong = new ArrayList<String>();
        for (var source : sources()) {
            var file = source.getFileName().toString();
            if (!DRIVERS.contains(file)
                    && Files.readString(source).contains("import com.microsoft.playwright.")) {
                wrong.add(file);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean isIn(String allowed, String name) {
        return name.equals(allowed) || name.startsWith(allowed + ".");
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            var sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            assertTrue(!sources.isEmpty(), "run in the folder of the module");
            return sources;
        }
    }
}

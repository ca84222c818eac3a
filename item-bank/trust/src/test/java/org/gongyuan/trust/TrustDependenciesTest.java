package org.gongyuan.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which package of trust may see which. Values at the bottom, no cycles; algorithms stay in the
/// packages whose matter they are; and trust knows nobody else.
@DisplayName("The packages of trust")
class TrustDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/trust");

    /// Package, then the packages of trust it may see.
    private static final Map<String, Set<String>> MAY_SEE =
            Map.of(
                    "encoding", Set.of(),
                    "suite", Set.of(),
                    "seal", Set.of("encoding", "suite"),
                    "share", Set.of("encoding", "suite", "seal"),
                    "log", Set.of("encoding", "suite", "seal"),
                    "certificate", Set.of("suite"),
                    "password", Set.of("seal"),
                    "token", Set.of("seal"));

    /// Where algorithms may be called by name.
    private static final Set<String> MAY_CALL_ALGORITHMS =
            Set.of("suite", "seal", "share", "certificate", "token");

    private static final Pattern CITED =
            Pattern.compile("(?:trust\\.md`, sections?|\\(section) ([0-9]+(?:\\.[0-9]+)?)");

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([a-zA-Z0-9_.]+);", Pattern.MULTILINE);

    @Test
    void seeOnlyWhatTheyMay() throws IOException {
        for (var source : sources()) {
            var from = source.getParent().getFileName().toString();
            for (var imported : imports(source)) {
                if (imported.startsWith("org.gongyuan.")) {
                    var to = imported.split("\\.", 5);
                    assertEquals("trust", to[2], source + " sees " + imported);
                    assertEquals(
                            true,
                            to[3].equals(from) || MAY_SEE.get(from).contains(to[3]),
                            source + " sees " + imported);
                } else {
                    assertEquals(
                            true,
                            imported.startsWith("java.")
                                    || imported.startsWith("javax.crypto.")
                                    || imported.startsWith("javax.security.auth.login.")
                                    || imported.startsWith("org.bouncycastle."),
                            source + " sees " + imported);
                }
            }
        }
    }

    @Test
    void areTheseAndNoOthers() throws IOException {
        var found = new TreeSet<String>();
        for (var source : sources()) {
            found.add(source.getParent().getFileName().toString());
        }
        found.remove("trust");

        assertEquals(new TreeSet<>(MAY_SEE.keySet()), found);
    }

    @Test
    void callAlgorithmsOnlyWhereTheyBelong() throws IOException {
        for (var source : sources()) {
            var from = source.getParent().getFileName().toString();
            if (!MAY_CALL_ALGORITHMS.contains(from)) {
                for (var imported : imports(source)) {
                    assertFalse(
                            imported.startsWith("org.bouncycastle.")
                                    || imported.startsWith("javax.crypto."),
                            source + " sees " + imported);
                }
            }
        }
    }

    @Test
    void haveNoClockAndNoCheapRandomness() throws IOException {
        for (var source : sources()) {
            var text = Files.readString(source);
            for (var forbidden :
                    List.of(
                            "Instant.now(",
                            "currentTimeMillis",
                            "nanoTime",
                            "java.util.Random",
                            "System.out",
                            "printStackTrace")) {
                assertFalse(text.contains(forbidden), source + " has " + forbidden);
            }
        }
    }

    /// An edited specification shows its code: what is cited must be there.
    @Test
    void citeSectionsThatExist() throws IOException {
        var specification = Files.readString(Path.of("../spec/trust.md"));
        var cited = 0;
        for (var source : sources()) {
            for (var match : CITED.matcher(Files.readString(source)).results().toList()) {
                var section = match.group(1);
                assertEquals(
                        true,
                        specification.contains("\n## %s ".formatted(section))
                                || specification.contains("\n%s ".formatted(section)),
                        "%s cites section %s".formatted(source, section));
                cited++;
            }
        }
        assertEquals(true, cited > 40, "only %d sections are cited".formatted(cited));
    }

    private static List<Path> sources() throws IOException {
        try (var walk = Files.walk(SOURCES)) {
            return walk.filter(path -> path.toString().endsWith(".java")).toList();
        }
    }

    private static List<String> imports(Path source) throws IOException {
        return IMPORT.matcher(Files.readString(source)).results().map(m -> m.group(1)).toList();
    }
}

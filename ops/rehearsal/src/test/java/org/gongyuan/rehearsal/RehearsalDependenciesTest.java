package org.gongyuan.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A rehearsal plays candidates, staff and machines from outside; what it holds against the
/// server's work must not be made by the server.
@DisplayName("The packages of the rehearsals")
class RehearsalDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/rehearsal");

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    /// Which packages of the rehearsals each of them may see besides itself.
    private static final Map<String, Set<String>> MAY_SEE =
            Map.of(
                    "stage", Set.of(),
                    "record", Set.of(),
                    "simulation", Set.of(),
                    "candidate", Set.of("stage"),
                    "load", Set.of("stage", "candidate", "record"),
                    "fault", Set.of("stage", "candidate"));

    /// Known exceptions, each to go: where a stage or a drill takes what a bench or a candidate
    /// has.
    private static final Set<String> DEBTS =
            Set.of(
                    "stage/SampleForm.java sees load.SampleItems",
                    "stage/CandidateList.java sees candidate.SeatCamera",
                    "fault/Verdict.java sees load.Figures");

    @Test
    void seeOneAnotherOnlyAsTheyMay() throws IOException {
        var ours = "org.gongyuan.rehearsal.";
        var unexpected = new HashSet<String>();
        for (var folder : MAY_SEE.keySet()) {
            for (var seen : seenBy(folder, name -> name.startsWith(ours))) {
                var what = seen.name().substring(ours.length());
                var in = what.substring(0, Math.max(0, what.indexOf('.')));
                if (!in.equals(folder) && !MAY_SEE.get(folder).contains(in)) {
                    unexpected.add("%s/%s sees %s".formatted(folder, seen.file(), what));
                }
            }
        }
        assertEquals(DEBTS, unexpected, "new: mend the code; gone: strike the debt");
    }

    @Test
    void haveARuleEach() throws IOException {
        try (var folders = Files.list(SOURCES)) {
            assertEquals(
                    MAY_SEE.keySet(),
                    Set.copyOf(
                            folders.filter(Files::isDirectory)
                                    .map(folder -> folder.getFileName().toString())
                                    .toList()));
        }
    }

    @Test
    void writeBundlesForTheVerifierWithoutTheServerAndWithoutTheVerifier() throws IOException {
        refuse(
                "record",
                name -> name.matches("org\\.gongyuan\\.(server|seat|verify|command)\\..*"));
    }

    @Test
    void simulateWithoutNetworkAndStore() throws IOException {
        refuse(
                "simulation",
                name ->
                        name.matches(
                                "(io\\.vertx|io\\.netty|java\\.net|com\\.mongodb"
                                        + "|org\\.gongyuan\\.server\\.(store|edge|node|staff))"
                                        + "\\..*"));
    }

    @Test
    void simulateCandidatesWithTheSeatsOwnCode() throws IOException {
        for (var folder : List.of("candidate", "fault", "simulation", "stage")) {
            assertTrue(
                    !seenBy(folder, name -> name.startsWith("org.gongyuan.seat.session."))
                            .isEmpty(),
                    folder + " has a second seat");
        }
    }

    @Test
    void seeNeitherWindowNorCameraNorDrill() throws IOException {
        refuse(
                "",
                name ->
                        name.matches(
                                "(org\\.gongyuan\\.(camera|drill|lockdown"
                                        + "|seat\\.(presentation|shell|program))"
                                        + "|org\\.cef|org\\.bytedeco|com\\.microsoft)\\..*"));
    }

    private static void refuse(String folder, Predicate<String> isRefused) throws IOException {
        assertEquals(List.of(), seenBy(folder, isRefused));
    }

    private record Seen(String file, String name) {}

    private static List<Seen> seenBy(String folder, Predicate<String> ofThese) throws IOException {
        List<Path> files;
        try (var all = Files.walk(SOURCES.resolve(folder))) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        assertTrue(!files.isEmpty(), "no sources in " + SOURCES.resolve(folder));
        var seen = new ArrayList<Seen>();
        for (var file : files) {
            var imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                if (ofThese.test(imports.group(1))) {
                    seen.add(new Seen(file.getFileName().toString(), imports.group(1)));
                }
            }
        }
        return seen;
    }
}

package org.gongyuan.command;

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
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A command reads flags and files and calls one capability; it holds no capability of its own and
/// knows nobody who stands above it.
@DisplayName("What the command line may see")
class CommandDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/command");

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    /// The only commands that ask the verifier; what they print is its word alone.
    private static final Set<String> VERIFYING =
            Set.of("VerifyCommand.java", "ReceiptCommand.java", "RecordCommand.java");

    /// Of the libraries: how flags are read, and JSON.
    private static final Pattern LIBRARIES =
            Pattern.compile("(javax?|picocli|org\\.slf4j|io\\.vertx\\.core\\.json)\\..*");

    /// The server's capabilities a command may call. Its ports and what runs behind them are
    /// reached through the node alone.
    private static final Pattern CAPABILITIES =
            Pattern.compile(
                    "org\\.gongyuan\\.server\\.([A-Z]\\w*|(access|account|conclusion|custody|duty"
                            + "|node|result|scoring|sitting|store)\\..*)");

    @Test
    void areLibrariesForFlagsAndJson() throws IOException {
        refuse(name -> !name.startsWith("org.gongyuan.") && !LIBRARIES.matcher(name).matches());
    }

    @Test
    void areCapabilitiesOfTheServerButNotItsPorts() throws IOException {
        refuse(
                name ->
                        name.startsWith("org.gongyuan.server.")
                                && !CAPABILITIES.matcher(name).matches());
    }

    @Test
    void areNeitherSeatsNorRehearsals() throws IOException {
        refuse(name -> name.matches("org\\.gongyuan\\.(seat|camera|rehearsal|drill)\\..*"));
    }

    @Test
    void isTheVerifierForThreeCommandsOnly() throws IOException {
        refuse(name -> name.startsWith("org.gongyuan.verify."), VERIFYING);
    }

    @Test
    void isOfALockedDownMachineOnlyTheListOfItsFiles() throws IOException {
        refuse(
                name ->
                        name.startsWith("org.gongyuan.lockdown.")
                                && !name.equals("org.gongyuan.lockdown.posture.FileManifest"));
    }

    private static void refuse(Predicate<String> isRefused) throws IOException {
        refuse(isRefused, Set.of());
    }

    private static void refuse(Predicate<String> isRefused, Set<String> except) throws IOException {
        var refused = new ArrayList<String>();
        List<Path> files;
        try (var all = Files.walk(SOURCES)) {
            files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
        assertTrue(!files.isEmpty(), "run in the folder of the module");
        for (var file : files) {
            var imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                if (isRefused.test(imports.group(1))
                        && !except.contains(file.getFileName().toString())) {
                    refused.add(file.getFileName() + " sees " + imports.group(1));
                }
            }
        }
        assertEquals(List.of(), refused);
    }
}

package org.gongyuan.seat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

@DisplayName("What the packages of the window may see")
class WindowDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/seat");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    @Test
    void onlyTheProgramHoldsTheMachine() throws IOException {
        for (var folder : List.of("presentation", "shell")) {
            refuse(folder, name -> name.startsWith("org.gongyuan.lockdown"));
        }
    }

    @Test
    void theShellKnowsNoSession() throws IOException {
        refuse(
                "shell",
                name ->
                        name.matches(
                                "org\\.gongyuan\\.seat\\.(session|link|journal|program)\\..*"));
    }

    @Test
    void whatIsShownKnowsNoBrowserAndNoProgram() throws IOException {
        refuse(
                "presentation",
                name ->
                        name.startsWith("org.cef")
                                || name.startsWith("java.awt")
                                || name.startsWith("org.gongyuan.seat.program"));
    }

    @Test
    void nothingSeesTheServer() throws IOException {
        refuse("", name -> name.startsWith("org.gongyuan.server"));
    }

    @Test
    void nothingSeesTheServerOrTheVisionLibrary() throws IOException {
        refuse(
                "",
                name -> name.startsWith("org.gongyuan.server") || name.startsWith("org.bytedeco"));
    }

    @Test
    void theDeskKnowsOfTheCameraOnlyWhatWasSeen() throws IOException {
        refuse(
                "presentation",
                name ->
                        name.startsWith("org.gongyuan.camera")
                                && !name.startsWith("org.gongyuan.camera.signal."));
        refuse("presentation", name -> name.startsWith("org.gongyuan.seat.program"));
    }

    @Test
    void theShellKnowsNeitherDeskNorCameraNorProgram() throws IOException {
        refuse(
                "shell",
                name ->
                        name.startsWith("org.gongyuan.camera")
                                || name.startsWith("org.gongyuan.seat.presentation")
                                || name.startsWith("org.gongyuan.seat.program"));
    }

    private static void refuse(String folder, Predicate<String> isRefused) throws IOException {
        var refused = new ArrayList<String>();
        List<Path> files;
        try (var all = Files.walk(SOURCES.resolve(folder))) {
            files = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
        assertFalse(files.isEmpty(), "no sources in " + folder);
        for (var file : files) {
            var imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                if (isRefused.test(imports.group(1))) {
                    refused.add(file.getFileName() + " sees " + imports.group(1));
                }
            }
        }
        assertEquals(List.of(), refused);
    }
}

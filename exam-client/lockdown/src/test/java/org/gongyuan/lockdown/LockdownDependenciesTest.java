package org.gongyuan.lockdown;

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

@DisplayName("What the packages of the lockdown may see")
class LockdownDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/lockdown");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    @Test
    void measuresKnowNoMachine() throws IOException {
        refuse(
                "measure",
                name ->
                        name.matches(
                                "org\\.gongyuan\\.lockdown\\.(display|privilege|posture)\\..*"));
    }

    @Test
    void onlyTheDisplayTouchesNativeCode() throws IOException {
        for (var folder : List.of("measure", "privilege", "posture")) {
            refuse(folder, name -> name.startsWith("java.lang.foreign"));
        }
    }

    @Test
    void nothingSeesServerSeatOrNetwork() throws IOException {
        refuse(
                "",
                name ->
                        name.startsWith("org.gongyuan.server")
                                || name.startsWith("org.gongyuan.seat")
                                || name.startsWith("java.net")
                                || name.startsWith("io.vertx"));
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

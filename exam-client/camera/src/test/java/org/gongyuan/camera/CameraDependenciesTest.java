package org.gongyuan.camera;

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

@DisplayName("What the packages of the camera may see")
class CameraDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/camera");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    @Test
    void onlyFramesAndLooksTouchTheVisionLibrary() throws IOException {
        refuse("signal", name -> name.startsWith("org.bytedeco"));
        refuse("watch", name -> name.startsWith("org.bytedeco"));
    }

    @Test
    void framesKnowNothingOfLooksAndLooksNothingOfSignals() throws IOException {
        refuse("frame", name -> name.matches("org\\.gongyuan\\.camera\\.(look|signal|watch)\\..*"));
        refuse("look", name -> name.matches("org\\.gongyuan\\.camera\\.(signal|watch)\\..*"));
        refuse("signal", name -> name.matches("org\\.gongyuan\\.camera\\.(frame|watch)\\..*"));
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

package org.gongyuan.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which packages measurement may see: itself, Hipparchus and the plain parts of the JDK.
///
/// No files, no network, no clock, no chance: a statistic depends on its table alone.
class MeasurementDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    private static final List<String> ALLOWED =
            List.of("org.gongyuan.measurement.", "org.hipparchus.", "java.util.");

    private static final Pattern IMPORT =
            Pattern.compile("import (?:static )?([\\w.]+(?:\\.\\*)?);");

    private static final List<String> FORBIDDEN =
            List.of(
                    "Instant.now(",
                    "currentTimeMillis(",
                    "nanoTime(",
                    "new Random(",
                    "Math.random(",
                    "java.io.",
                    "java.nio.",
                    "java.net.",
                    "System.out");

    @Test
    void measurementSeesOnlyItselfHipparchusAndPlainJava() throws IOException {
        List<String> strangers = new ArrayList<>();
        for (Path source : sources()) {
            Matcher matcher = IMPORT.matcher(Files.readString(source));
            while (matcher.find()) {
                String imported = matcher.group(1);
                if (ALLOWED.stream().noneMatch(imported::startsWith)) {
                    strangers.add(source + " imports " + imported);
                }
            }
        }
        assertEquals(List.of(), strangers);
    }

    @Test
    void measurementTouchesNoFileClockOrChance() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            FORBIDDEN.stream()
                    .filter(text::contains)
                    .forEach(word -> found.add(source + " uses " + word));
        }
        assertEquals(List.of(), found);
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertFalse(sources.isEmpty(), "no sources under " + SOURCES);
            return sources;
        }
    }
}

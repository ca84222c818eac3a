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

@DisplayName("What the packages of the seat may see")
class SeatDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/seat");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

    @Test
    void nothingSeesTheServer() throws IOException {
        refuse("", name -> name.startsWith("org.gongyuan.server"));
    }

    @Test
    void simulatedSeatsCarryNoCameraNoVisionLibraryAndNoWindow() throws IOException {
        refuse(
                "",
                name ->
                        name.startsWith("org.gongyuan.camera")
                                || name.startsWith("org.bytedeco")
                                || name.startsWith("org.cef"));
    }

    @Test
    void theJournalKnowsNeitherSessionNorLinkNorVertx() throws IOException {
        refuse(
                "journal",
                name ->
                        name.startsWith("org.gongyuan.seat.session")
                                || name.startsWith("org.gongyuan.seat.link")
                                || isTransport(name));
    }

    @Test
    void theSessionKnowsNeitherLinkNorVertxNorSockets() throws IOException {
        refuse("session", name -> name.startsWith("org.gongyuan.seat.link") || isTransport(name));
    }

    @Test
    void onlyTrustTouchesCryptography() throws IOException {
        refuse(
                "",
                name ->
                        name.startsWith("javax.crypto")
                                || name.startsWith("org.bouncycastle")
                                || name.equals("java.security.MessageDigest")
                                || name.equals("java.security.Signature"));
    }

    @Test
    void theJournalAndTheSessionAskNoClockAndStartNoThread() throws IOException {
        var forbidden =
                Pattern.compile(
                        "Instant\\.now\\(|currentTimeMillis|nanoTime|new Random\\(|new Thread|"
                                + "Thread\\.|Executors\\.|\\.join\\(\\)");
        var found = new ArrayList<String>();
        for (var folder : List.of("journal", "session")) {
            for (var file : sources(folder)) {
                if (forbidden.matcher(Files.readString(file)).find()) {
                    found.add(file.toString());
                }
            }
        }
        assertEquals(List.of(), found);
    }

    private static boolean isTransport(String name) {
        return name.startsWith("io.vertx")
                || name.startsWith("io.netty")
                || name.startsWith("java.net");
    }

    private static void refuse(String folder, Predicate<String> isForbidden) throws IOException {
        var found = new ArrayList<String>();
        for (var file : sources(folder)) {
            var matcher = IMPORT.matcher(Files.readString(file));
            while (matcher.find()) {
                if (isForbidden.test(matcher.group(1))) {
                    found.add(file.getFileName() + " imports " + matcher.group(1));
                }
            }
        }
        assertEquals(List.of(), found);
    }

    private static List<Path> sources(String folder) throws IOException {
        try (var files = Files.walk(SOURCES.resolve(folder))) {
            var found = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertFalse(found.isEmpty(), "no sources in " + folder);
            return found;
        }
    }
}

package org.gongyuan.rehearsal;

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
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

@DisplayName("The house keeps its rules:")
class HouseRulesTest {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final List<String> FOLDERS =
            List.of("item-bank", "exam-server", "exam-client", "ops");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Set<String> NAMELESS =
            Set.of("common", "util", "utils", "model", "service", "impl", "misc", "helper");

    /// Where cryptography is called: at home, and bare as the ceiling that ours is measured
    /// against.
    private static final List<String> CRYPTOGRAPHY =
            List.of(
                    "item-bank/trust/",
                    "ops/rehearsal/src/main/java/org/gongyuan/rehearsal/load/BareCiphers.java");

    /// What may be called only at home. A home is the beginning of a path below the root.
    private record Home(String call, List<String> homes) {}

    /// Somebody's passkey is no part of Gongyuan, so what stands for one signs by itself.
    private static final List<String> AND_DEVICES =
            Stream.concat(
                            CRYPTOGRAPHY.stream(),
                            Stream.of(
                                    "ops/rehearsal/src/main/java/org/gongyuan/rehearsal/record/WrittenDevice.java"))
                    .toList();

    private static final List<Home> HOMES =
            List.of(
                    new Home("Instant.now()", List.of()),
                    new Home("LocalDate.now()", List.of()),
                    new Home("new Random(", List.of()),
                    new Home("Math.random()", List.of()),
                    new Home("System.currentTimeMillis(", List.of()),
                    new Home("Cipher.getInstance", CRYPTOGRAPHY),
                    new Home("MessageDigest.getInstance", CRYPTOGRAPHY),
                    new Home("Mac.getInstance", CRYPTOGRAPHY),
                    new Home("Signature.getInstance", AND_DEVICES),
                    new Home("KeyPairGenerator.getInstance", AND_DEVICES),
                    new Home("SecretKeySpec(", CRYPTOGRAPHY),
                    new Home("printStackTrace(", List.of()));

    private final List<Path> sources = mainSources();

    @Test
    void timeRandomnessAndCryptographyAreCalledOnlyAtHome() {
        var astray = new ArrayList<String>();
        for (var source : sources) {
            var text = read(source);
            var below = ROOT.relativize(source).toString();
            for (var home : HOMES) {
                if (home.homes().stream().noneMatch(below::startsWith)
                        && text.contains(home.call())) {
                    astray.add(below + " calls " + home.call());
                }
            }
        }
        assertEquals(List.of(), astray);
    }

    @Test
    void noPackageHasANameThatSaysNothing() {
        var nameless = new TreeSet<String>();
        for (var source : sources) {
            var named = PACKAGE.matcher(read(source));
            assertTrue(named.find(), source + " is in no package");
            for (var part : named.group(1).split("\\.")) {
                if (NAMELESS.contains(part)) {
                    nameless.add(named.group(1));
                }
            }
        }
        assertEquals(Set.of(), nameless);
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        var silent = new TreeSet<String>();
        for (var source : sources) {
            if (!Files.exists(source.resolveSibling("package-info.java"))) {
                silent.add(ROOT.relativize(source.getParent()).toString());
            }
        }
        assertEquals(Set.of(), silent);
    }

    @Test
    void theRootHoldsTheFourFoldersAndNoOthers() throws IOException {
        try (var entries = Files.list(ROOT)) {
            var folders =
                    entries.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !name.equals("target"))
                            .sorted()
                            .toList();
            assertEquals(FOLDERS.stream().sorted().toList(), folders);
        }
    }

    private static List<Path> mainSources() {
        return FOLDERS.stream()
                .map(ROOT::resolve)
                .flatMap(HouseRulesTest::walk)
                .filter(path -> path.toString().endsWith(".java"))
                .filter(path -> path.toString().contains("/src/main/"))
                .toList();
    }

    private static Stream<Path> walk(Path folder) {
        try (var paths = Files.walk(folder)) {
            return paths.toList().stream();
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot walk " + folder, unreadable);
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read " + source, unreadable);
        }
    }
}

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
import java.util.regex.Pattern;

/// Clock, chance and ciphers arrive through constructors; what makes them has its home
/// (CONTRIBUTING.md, style).
@DisplayName("In the whole house")
class HouseRulesTest {

    private static final Path HOUSE = Path.of("../..");

    private static final Pattern REFUSED =
            Pattern.compile(
                    "\\bInstant\\.now\\(|\\bnew Random\\(|\\bMath\\.random\\("
                            + "|\\bCipher\\.getInstance\\(|\\bMessageDigest\\.getInstance\\(");

    /// Where they may stand: our cryptographic ground, and the bare ciphers a bench measures it by.
    private static final Set<String> HOMES =
            Set.of("Aead.java", "Hashing.java", "BareCiphers.java");

    @Test
    void nothingTakesClockChanceOrCiphersForItself() throws IOException {
        var found = new ArrayList<String>();
        var sources = sources();
        for (var source : sources) {
            var text = Files.readString(source);
            if (REFUSED.matcher(text).find() && !HOMES.contains(source.getFileName().toString())) {
                found.add(HOUSE.relativize(source).toString());
            }
        }
        assertTrue(sources.size() > 500, "%d sources".formatted(sources.size()));
        assertEquals(List.of(), found);
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        for (var part : List.of("item-bank", "exam-server", "exam-client", "ops")) {
            try (var modules = Files.list(HOUSE.resolve(part))) {
                for (var module : modules.toList()) {
                    var main = module.resolve("src/main/java");
                    if (Files.isDirectory(main)) {
                        try (var files = Files.walk(main)) {
                            files.filter(file -> file.toString().endsWith(".java"))
                                    .forEach(sources::add);
                        }
                    }
                }
            }
        }
        return sources;
    }
}

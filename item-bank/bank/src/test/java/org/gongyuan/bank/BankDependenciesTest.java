package org.gongyuan.bank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

@DisplayName("The packages of the bank")
class BankDependenciesTest {

    private static final Path SOURCES = Path.of("src/main/java/org/gongyuan/bank");

    /// Any `import`, static or not, and any name written out in full.
    private static final Pattern USED =
            Pattern.compile("\\b(?:org\\.gongyuan|com\\.fasterxml)(?:\\.[a-z]\\w*)+");

    /// What each package may see besides the JDK and itself.
    private static final Map<String, Set<String>> MAY_SEE =
            Map.of(
                    "scoring",
                    Set.of("org.gongyuan.trust.encoding", "com.fasterxml.jackson.core"),
                    "item",
                    Set.of("org.gongyuan.trust", "org.gongyuan.bank.scoring"),
                    "interchange",
                    Set.of(
                            "org.gongyuan.trust",
                            "org.gongyuan.bank.scoring",
                            "org.gongyuan.bank.item"),
                    "form",
                    Set.of(
                            "org.gongyuan.trust",
                            "org.gongyuan.bank.scoring",
                            "org.gongyuan.bank.item"),
                    "assembly",
                    Set.of(
                            "org.gongyuan.trust",
                            "org.gongyuan.bank.scoring",
                            "org.gongyuan.bank.item",
                            "org.gongyuan.bank.form"),
                    "sealing",
                    Set.of(
                            "org.gongyuan.trust",
                            "org.gongyuan.bank.scoring",
                            "org.gongyuan.bank.item",
                            "org.gongyuan.bank.form"));

    /// Debts, by file and package used. This list may only shrink.
    private static final Set<String> DEBTS = Set.of();

    @Test
    void seeOnlyWhatTheyMay() throws IOException {
        var wrong = new ArrayList<String>();
        for (var source : sources()) {
            var relative = SOURCES.relativize(source);
            var own = relative.getName(0).toString();
            var mayDo = MAY_SEE.get(own);
            assertTrue(mayDo != null, "package bank.%s has no rule here".formatted(own));
            var uses = USED.matcher(Files.readString(source));
            while (uses.find()) {
                var used = uses.group();
                var line = "%s uses %s".formatted(relative, used);
                if (!isIn("org.gongyuan.bank." + own, used)
                        && mayDo.stream().noneMatch(allowed -> isIn(allowed, used))
                        && !DEBTS.contains(line)) {
                    wrong.add(line);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void oweNothingThatIsPaid() throws IOException {
        for (var debt : DEBTS) {
            var parts = debt.split(" uses ", 2);
            var source = Files.readString(SOURCES.resolve(parts[0]));
            assertTrue(source.contains(parts[1]), "take off the list: " + debt);
        }
    }

    @Test
    void areAllLookedAt() throws IOException {
        assertTrue(
                sources().stream().anyMatch(file -> file.endsWith("scoring/ItemScoring.java")),
                "run in the folder of the module");
    }

    private static boolean isIn(String allowed, String used) {
        return used.equals(allowed) || used.startsWith(allowed + ".");
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(
                            file ->
                                    file.toString().endsWith(".java")
                                            && SOURCES.relativize(file).getNameCount() > 1)
                    .toList();
        }
    }
}

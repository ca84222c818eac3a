package org.gongyuan.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the sources of the tests: each command must be called in one of them by its words, one
/// literal after the other, as in `good("bank", "init", …)`. A call that only must be refused for
/// missing options is not told apart; that is for review.
@DisplayName("Every command of the command line")
class EveryCommandIsTestedTest {

    private static final Pattern LITERALS =
            Pattern.compile("\"([a-z][a-z-]*)\"(?:\\s*,\\s*\"([a-z][a-z-]*)\")?");

    @Test
    void isRunByATest() throws IOException {
        var called = called();
        var missing =
                leaves(Gongyuan.commandLine())
                        .map(line -> line.getCommandSpec().qualifiedName().substring(9))
                        .filter(name -> !name.equals("help"))
                        .filter(name -> !called.contains(name))
                        .toList();

        assertEquals(List.of(), missing, "commands that no test runs");
    }

    @Test
    void isFoundByItsWords() throws IOException {
        var called = called();

        assertTrue(called.contains("bank init"));
        assertTrue(!called.contains("bank burn"));
    }

    private static Stream<CommandLine> leaves(CommandLine line) {
        return line.getSubcommands().isEmpty()
                ? Stream.of(line)
                : line.getSubcommands().values().stream().flatMap(EveryCommandIsTestedTest::leaves);
    }

    /// Every word, and every two words that follow each other, in the tests of this module and of
    /// the rehearsals.
    private static List<String> called() throws IOException {
        var called = new ArrayList<String>();
        for (var tests : List.of("src/test/java", "../rehearsal/src/test/java")) {
            try (var files = Files.walk(Path.of(tests))) {
                for (var file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    called(Files.readString(file), called);
                }
            }
        }
        return called;
    }

    private static void called(String source, List<String> called) {
        var found = LITERALS.matcher(source);
        int from = 0;
        while (found.find(from)) {
            called.add(found.group(1));
            if (found.group(2) != null) {
                called.add(found.group(1) + " " + found.group(2));
            }
            from = found.end(1) + 1;
        }
    }
}

package org.gongyuan.server.sentence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

@DisplayName("A sentence of the node")
class SentenceTest {

    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| (.+) \\|");
    private static final Pattern WORDED =
            Pattern.compile(
                    "(refused?|NotTaken)\\(\\s*(request,\\s*)?[0-9]{3},\\s*\"[^\"]*\",\\s*\"");

    @ParameterizedTest
    @EnumSource
    void isFoundAgainByItsText(Sentence sentence) {
        var filled =
                IntStream.range(0, sentence.parameters().size())
                        .mapToObj(i -> "value-" + i)
                        .toList();
        var text = sentence.of(filled.toArray());

        var told = Sentence.told(text).orElseThrow();

        assertEquals(sentence, told.sentence());
        assertEquals(sentence.parameters(), List.copyOf(told.with().keySet()));
        assertEquals(filled, List.copyOf(told.with().values()));
    }

    @Test
    void isNotMadeWithTooFewOrTooManyParameters() {
        assertThrows(IllegalArgumentException.class, Sentence.SEAT_TAKEN::of);
        assertThrows(IllegalArgumentException.class, () -> Sentence.DONE.of("more"));
    }

    @Test
    void isNotFoundInTheWordsOfSomethingElse() {
        assertEquals(Optional.empty(), Sentence.told("signature: the signature does not hold"));
        assertEquals(Optional.empty(), Sentence.told(""));
    }

    @Test
    void standsInTheTableOfTheSpecificationUnderItsCode() throws IOException {
        var rows =
                Files.readAllLines(specification()).stream()
                        .dropWhile(line -> !line.startsWith("12.2 "))
                        .map(ROW::matcher)
                        .filter(java.util.regex.Matcher::matches)
                        .map(row -> row.group(1) + " = " + row.group(2))
                        .toList();

        assertEquals(
                Arrays.stream(Sentence.values())
                        .map(one -> one.code() + " = " + one.template())
                        .toList(),
                rows);
    }

    /// A refusal whose sentence is written where it is made would have no code.
    @Test
    void isWordedNowhereElseInTheContract() throws IOException {
        var contract = Path.of("src/main/java/org/gongyuan/server/contract");
        try (Stream<Path> files = Files.list(contract)) {
            for (var file : files.toList()) {
                var found = WORDED.matcher(Files.readString(file));
                assertTrue(!found.find(), () -> file + " words a refusal of its own");
            }
        }
    }

    private static Path specification() {
        return Path.of("..", "spec", "staff-contract.md");
    }
}

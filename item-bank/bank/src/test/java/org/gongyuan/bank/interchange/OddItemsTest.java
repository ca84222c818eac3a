package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.scoring.ItemScore;
import org.gongyuan.bank.scoring.Vectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;
import java.util.stream.Stream;

/// Whole items of QTI 2.1 with odd rules, declarations and responses: each gives the value of the
/// standard or is refused by name on one line (`response-processing.md`, `score-cli.md`).
@DisplayName("An odd item")
class OddItemsTest {

    static Stream<Map<String, String>> vectors() {
        return Vectors.read("odd-items.json").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void givesTheRightValueOrIsRefusedByName(Map<String, String> vector) {
        var file = Qti.read(item(vector));
        var given = vector.getOrDefault("given", "{}");
        var scored = file.item().map(item -> ItemScore.of(item.scoring(), given));
        var line = scored.map(ItemScore::line).orElseGet(() -> refusal(file));

        if (vector.containsKey("refused")) {
            assertEquals(vector.get("exit"), "" + scored.map(ItemScore::exitCode).orElse(3), line);
            assertTrue(line.contains(vector.get("refused")), line);
        } else {
            assertTrue(line.contains("\"OUT\":%s,".formatted(vector.get("expect"))), line);
        }
        assertEquals(1, line.lines().count(), line);
    }

    private static String refusal(ItemFile file) {
        return file.refusals().getFirst().sentence();
    }

    private static String item(Map<String, String> vector) {
        var set =
                "<setOutcomeValue identifier=\"OUT\">%s</setOutcomeValue>"
                        .formatted(vector.get("expression"));
        return Qti.item2(
                Qti.V21,
                "<responseDeclaration identifier=\"RESPONSE\" %s>%s</responseDeclaration>"
                        .formatted(
                                vector.getOrDefault(
                                        "response", "cardinality='single' baseType='identifier'"),
                                vector.getOrDefault("inside", "")),
                vector.containsKey("outcome")
                        ? "<outcomeDeclaration identifier=\"OUT\" %s/>"
                                .formatted(vector.get("outcome"))
                        : "",
                vector.getOrDefault("outcomes", ""),
                "<itemBody><p>Odd</p></itemBody>",
                "<responseProcessing>%s</responseProcessing>"
                        .formatted(vector.getOrDefault("rules", set)));
    }
}

package org.gongyuan.bank.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

@DisplayName("Scoring an item from the command line")
class ItemScoreTest {

    /// One response of every kind, each copied into an outcome.
    private static final ItemScoring EVERY_KIND = everyKind();

    private static ItemScoring everyKind() {
        return new ItemScoring(
                List.of(
                        ResponseDeclaration.of("ID", Cardinality.SINGLE, BaseType.IDENTIFIER),
                        ResponseDeclaration.of("INT", Cardinality.SINGLE, BaseType.INTEGER),
                        ResponseDeclaration.of("FLOAT", Cardinality.SINGLE, BaseType.FLOAT),
                        ResponseDeclaration.of("TEXT", Cardinality.SINGLE, BaseType.STRING),
                        ResponseDeclaration.of("BOOL", Cardinality.SINGLE, BaseType.BOOLEAN),
                        ResponseDeclaration.of("POINTS", Cardinality.MULTIPLE, BaseType.POINT),
                        ResponseDeclaration.of("PAIRS", Cardinality.MULTIPLE, BaseType.PAIR),
                        ResponseDeclaration.of("ORDER", Cardinality.ORDERED, BaseType.IDENTIFIER),
                        record("RECORD")),
                List.of(
                        OutcomeDeclaration.of("ID_", Cardinality.SINGLE, BaseType.IDENTIFIER),
                        OutcomeDeclaration.of("INT_", Cardinality.SINGLE, BaseType.INTEGER),
                        OutcomeDeclaration.of("FLOAT_", Cardinality.SINGLE, BaseType.FLOAT),
                        OutcomeDeclaration.of("TEXT_", Cardinality.SINGLE, BaseType.STRING),
                        OutcomeDeclaration.of("BOOL_", Cardinality.SINGLE, BaseType.BOOLEAN),
                        OutcomeDeclaration.of("POINTS_", Cardinality.MULTIPLE, BaseType.POINT),
                        OutcomeDeclaration.of("PAIRS_", Cardinality.MULTIPLE, BaseType.PAIR),
                        OutcomeDeclaration.of("ORDER_", Cardinality.ORDERED, BaseType.IDENTIFIER),
                        new OutcomeDeclaration(
                                "RECORD_",
                                Cardinality.RECORD,
                                Optional.empty(),
                                Value.NULL,
                                OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                OutcomeDeclaration.ExternalScored.NONE,
                                Optional.empty())),
                new ResponseProcessing(
                        Stream.of(
                                        "ID", "INT", "FLOAT", "TEXT", "BOOL", "POINTS", "PAIRS",
                                        "ORDER", "RECORD")
                                .<Rule>map(
                                        name ->
                                                new Rule.SetOutcomeValue(
                                                        name + "_", new Expression.Variable(name)))
                                .toList()));
    }

    private static ResponseDeclaration record(String identifier) {
        return new ResponseDeclaration(
                identifier,
                Cardinality.RECORD,
                Optional.empty(),
                Value.NULL,
                Value.NULL,
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void readsAndPrintsEveryKindOfValue(String responses, String outcome) {
        var scored = assertInstanceOf(ItemScore.Scored.class, ItemScore.of(EVERY_KIND, responses));

        assertTrue(scored.line().contains(outcome), scored.line());
        assertEquals(0, scored.exitCode());
    }

    static Stream<Arguments> oneOfEach() {
        return Stream.of(
                Arguments.of("{\"ID\": \"A\"}", "\"ID_\":\"A\""),
                Arguments.of("{\"ID\": null}", "\"ID_\":null"),
                Arguments.of("{}", "\"ID_\":null"),
                Arguments.of("{\"INT\": 3}", "\"INT_\":3,"),
                Arguments.of("{\"INT\": 3.0}", "\"INT_\":3,"),
                Arguments.of("{\"INT\": \"-3\"}", "\"INT_\":-3,"),
                Arguments.of("{\"FLOAT\": 2.5}", "\"FLOAT_\":2.5,"),
                Arguments.of("{\"FLOAT\": 2}", "\"FLOAT_\":2.0,"),
                Arguments.of("{\"FLOAT\": \"1e-9\"}", "\"FLOAT_\":1.0E-9,"),
                Arguments.of("{\"TEXT\": \"火花塞\"}", "\"TEXT_\":\"火花塞\""),
                Arguments.of("{\"TEXT\": \"a \\\"b\\\"\\n\"}", "\"TEXT_\":\"a \\\"b\\\"\\n\""),
                Arguments.of("{\"TEXT\": \"\"}", "\"TEXT_\":null"),
                Arguments.of("{\"BOOL\": true}", "\"BOOL_\":true"),
                Arguments.of("{\"POINTS\": [\"3 4\", \"5 6\"]}", "\"POINTS_\":[\"3 4\",\"5 6\"]"),
                Arguments.of("{\"POINTS\": \"3 4\"}", "\"POINTS_\":[\"3 4\"]"),
                Arguments.of("{\"PAIRS\": [\"A B\"]}", "\"PAIRS_\":[\"A B\"]"),
                Arguments.of("{\"PAIRS\": []}", "\"PAIRS_\":null"),
                Arguments.of("{\"ORDER\": [\"B\", \"A\"]}", "\"ORDER_\":[\"B\",\"A\"]"),
                Arguments.of(
                        "{\"RECORD\": {\"n\": 2, \"f\": 2.5, \"s\": \"kg\", \"none\": null}}",
                        "\"RECORD_\":{\"n\":2,\"f\":2.5,\"s\":\"kg\"}"));
    }

    @Test
    void printsOutcomesInTheOrderOfTheirDeclarations() {
        assertEquals(
                "{\"SCORE\":1.0,\"completionStatus\":\"completed\"}",
                ItemScore.of(Items.singleChoice("A"), "{\"RESPONSE\": \"A\"}").line());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|responses are not JSON at line 1",
                "''|responses are one JSON object",
                "[]|responses are one JSON object",
                "{\"ID\": \"A\"} x|responses are not JSON",
                "{\"ID\": \"A\"} {}|something follows",
                "{\"ID\": \"A\", \"ID\": \"B\"}|Duplicate",
                "{\"WHO\": \"A\"}|response WHO: the item declares no such response",
                "{\"WHO\": {}}|response WHO: the item declares no such response",
                "{\"INT\": 2.5}|response INT: \"2.5\" is not a value of type integer",
                "{\"INT\": true}|response INT: \"true\" is not a value of type integer",
                "{\"ID\": [\"A\", \"B\"]}|response ID: it is single, 2 values",
                "{\"ID\": {\"a\": 1}}|response ID: an object was given",
                "{\"ORDER\": [\"A\", null]}|response ORDER: in a list",
                "{\"ORDER\": [[\"A\"]]}|response ORDER: in a list",
                "{\"RECORD\": {\"a\": []}}|response RECORD: field a",
                "{\"POINTS\": [\"3\"]}|response POINTS: \"3\" is not a value of type point",
                "{\"ID\": \"A\"|responses are not JSON"
            })
    void badResponsesAreRefusedWithTheReasonOnOneLine(String responses, String because) {
        var refused = ItemScore.of(EVERY_KIND, responses);

        assertInstanceOf(ItemScore.BadResponses.class, refused);
        assertEquals(2, refused.exitCode());
        assertTrue(refused.line().contains(because), refused.line());
        assertTrue(refused.line().lines().count() == 1, refused.line());
    }

    @Test
    void whatCannotBeScoredSaysWhyAndExitsWithThree() {
        var item =
                Items.of(
                        ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.STRING),
                        new ResponseProcessing(
                                List.of(
                                        new Rule.SetOutcomeValue(
                                                "SCORE",
                                                Notation.read("(sum 1 (variable RESPONSE))")))));
        var unsupported = ItemScore.of(item, "{\"RESPONSE\": \"A\"}");

        assertEquals(3, unsupported.exitCode());
        assertEquals("a number is needed, not a single string", unsupported.line());
    }

    @FuzzTest(maxDuration = "20s")
    void anyTextIsScoredOrRefusedOnOneLine(byte[] bytes) {
        var score = ItemScore.of(EVERY_KIND, new String(bytes, UTF_8));

        assertTrue(score.line().lines().count() <= 1, score.line());
        assertTrue(score.exitCode() != 3, score.line());
    }
}

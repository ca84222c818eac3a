package org.gongyuan.bank.scoring;

import static org.gongyuan.bank.scoring.Items.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.OptionalDouble;

@DisplayName("A standard template")
class StandardTemplatesTest {

    @ParameterizedTest
    @CsvSource({"A,1", "B,0", "a,0"})
    void matchCorrectScoresASingleChoice(String given, double expected) {
        assertEquals(expected, score(Items.singleChoice("A"), given));
    }

    @Test
    void matchCorrectScoresNothingWithoutAResponse() {
        var item = Items.singleChoice("A");

        assertEquals(new Value.Real(0), item.score(Responses.NONE).value("SCORE"));
    }

    @Test
    void matchCorrectScoresNothingWithoutACorrectResponse() {
        var item =
                Items.of(
                        ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.IDENTIFIER),
                        ResponseProcessing.matchCorrect());

        assertEquals(0, score(item, "A"));
    }

    @Test
    void matchCorrectOfMultipleIgnoresOrder() {
        assertEquals(1, score(Items.multipleChoice("A", "C"), "C", "A"));
        assertEquals(0, score(Items.multipleChoice("A", "C"), "A"));
        assertEquals(0, score(Items.multipleChoice("A", "C"), "A", "B", "C"));
    }

    @Test
    void matchCorrectOfOrderedKeepsOrder() {
        assertEquals(1, score(Items.order("A", "B", "C"), "A", "B", "C"));
        assertEquals(0, score(Items.order("A", "B", "C"), "A", "C", "B"));
    }

    @ParameterizedTest
    @CsvSource({"A,0", "B,1", "C,0.5", "E,0.25"})
    void mapResponseGivesTheWorthOfASingleValue(String given, double expected) {
        var item = Items.mapped(Cardinality.SINGLE, BaseType.IDENTIFIER, Items.letters(0.25));

        assertEquals(expected, score(item, given));
    }

    @Test
    void mapResponseCountsARepeatedValueOnce() {
        var item = Items.mapped(Cardinality.MULTIPLE, BaseType.IDENTIFIER, Items.letters(0));

        assertEquals(1.5, score(item, "B", "B", "C"));
    }

    @Test
    void mapResponseCountsTheDefaultForEachDifferentUnmappedValue() {
        var item = Items.mapped(Cardinality.MULTIPLE, BaseType.IDENTIFIER, Items.letters(0.25));

        assertEquals(1.5, score(item, "B", "X", "Y", "X"));
    }

    @Test
    void mapResponseStaysInsideItsBounds() {
        var item = Items.mapped(Cardinality.MULTIPLE, BaseType.IDENTIFIER, Items.letters(-1));

        assertEquals(-1, score(item, "X", "Y", "Z"));
        assertEquals(
                2,
                score(
                        Items.mapped(Cardinality.MULTIPLE, BaseType.IDENTIFIER, Items.letters(1)),
                        "X",
                        "Y",
                        "Z"));
    }

    @Test
    void mapResponseScoresZeroWithoutAResponseWhateverTheDefault() {
        var item = Items.mapped(Cardinality.SINGLE, BaseType.IDENTIFIER, Items.letters(0.25));

        assertEquals(new Value.Real(0), item.score(Responses.NONE).value("SCORE"));
    }

    @Test
    void mapResponseTakesAPairInEitherDirectionAndCountsItOnce() {
        var mapping =
                new Mapping(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0,
                        List.of(
                                new Mapping.Entry(new Value.Pair("A", "P"), 2, true),
                                new Mapping.Entry(new Value.Pair("C", "M"), 1, true)));
        var item = Items.mapped(Cardinality.MULTIPLE, BaseType.PAIR, mapping);

        assertEquals(3, score(item, "P A", "A P", "C M"));
    }

    @Test
    void mapResponseKeepsTheDirectionOfADirectedPair() {
        var mapping =
                new Mapping(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0,
                        List.of(new Mapping.Entry(new Value.DirectedPair("A", "G1"), 2, true)));
        var item = Items.mapped(Cardinality.MULTIPLE, BaseType.DIRECTED_PAIR, mapping);

        assertEquals(2, score(item, "A G1"));
        assertEquals(0, score(item, "G1 A"));
    }

    @Test
    void mapResponseOfTextsMindsCaseOnlyWhereTheEntrySaysSo() {
        var mapping =
                new Mapping(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        0,
                        List.of(
                                new Mapping.Entry(new Value.Text("York"), 1, true),
                                new Mapping.Entry(new Value.Text("york"), 0.5, false)));
        var item = Items.mapped(Cardinality.SINGLE, BaseType.STRING, mapping);

        assertEquals(1, score(item, "York"));
        assertEquals(0.5, score(item, "YORK"));
        assertEquals(0, score(item, "Leeds"));
    }

    @Test
    void mapResponsePointCountsEachAreaOnceAndTheFirstAreaOfAPoint() {
        assertEquals(2, score(Items.pointing(), "50 50"));
        assertEquals(2, score(Items.pointing(), "50 50", "52 50"));
        assertEquals(3, score(Items.pointing(), "50 50", "50 75"));
    }

    @Test
    void mapResponsePointCountsTheDefaultForAPointOutside() {
        assertEquals(1.75, score(Items.pointing(), "50 50", "0 0"));
        assertEquals(0, score(Items.pointing(), "0 0"));
    }

    @Test
    void commonCartridgeMatchGivesTheMaximumAndRepeatsTheResponse() {
        var item = commonCartridge(ResponseProcessing.commonCartridgeMatch(), "FEEDBACK");
        var right = item.score(Responses.of("RESPONSE", id("A")));
        var wrong = item.score(Responses.of("RESPONSE", id("B")));

        assertEquals(new Value.Real(5), right.value("SCORE"));
        assertEquals(id("A"), right.value("FEEDBACK"));
        assertEquals(new Value.Real(0), wrong.value("SCORE"));
        assertEquals(id("B"), wrong.value("FEEDBACK"));
    }

    @Test
    void commonCartridgeBasicMatchSaysWhetherItWasCorrect() {
        var item = commonCartridge(ResponseProcessing.commonCartridgeMatchBasic(), "FEEDBACKBASIC");

        assertEquals(
                id("correct"),
                item.score(Responses.of("RESPONSE", id("A"))).value("FEEDBACKBASIC"));
        assertEquals(id("incorrect"), item.score(Responses.NONE).value("FEEDBACKBASIC"));
    }

    @Test
    void aTemplateWithoutItsMappingIsRefused() {
        var refused =
                assertThrows(
                        UnsupportedProcessing.class,
                        () ->
                                Items.of(
                                        ResponseDeclaration.of(
                                                "RESPONSE",
                                                Cardinality.SINGLE,
                                                BaseType.IDENTIFIER),
                                        ResponseProcessing.mapResponse()));

        assertEquals("response RESPONSE has no mapping", refused.getMessage());
    }

    private static ItemScoring commonCartridge(ResponseProcessing processing, String feedback) {
        return new ItemScoring(
                List.of(
                        ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.IDENTIFIER)
                                .withCorrect(id("A"))),
                List.of(
                        score(),
                        OutcomeDeclaration.of("MAXSCORE", Cardinality.SINGLE, BaseType.FLOAT)
                                .withDefault(new Value.Real(5)),
                        OutcomeDeclaration.of(feedback, Cardinality.SINGLE, BaseType.IDENTIFIER)),
                processing);
    }

    private static OutcomeDeclaration score() {
        return Items.score();
    }

    private static double score(ItemScoring item, String... tokens) {
        return Items.score(item, tokens);
    }
}

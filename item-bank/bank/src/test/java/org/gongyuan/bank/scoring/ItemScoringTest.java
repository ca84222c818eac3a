package org.gongyuan.bank.scoring;

import static org.gongyuan.bank.scoring.Items.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

@DisplayName("Scoring one item")
class ItemScoringTest {

    private static final ResponseDeclaration CHOICE =
            ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.IDENTIFIER);

    private static Rule set(String outcome, String expression) {
        return new Rule.SetOutcomeValue(outcome, Notation.read(expression));
    }

    private static Rule when(String expression, Rule then, Rule otherwise) {
        return new Rule.Condition(
                List.of(new Rule.Branch(Notation.read(expression), List.of(then))),
                List.of(otherwise));
    }

    private static Value run(OutcomeDeclaration outcome, Rule... rules) {
        return new ItemScoring(
                        List.of(CHOICE), List.of(outcome), new ResponseProcessing(List.of(rules)))
                .score(Responses.NONE)
                .value(outcome.identifier());
    }

    private static Value runScore(Rule... rules) {
        return run(Items.score(), rules);
    }

    @Test
    void aConditionThatIsNullIsNotTrue() {
        assertEquals(
                new Value.Real(2),
                runScore(when("(match null 'A)", set("SCORE", "1"), set("SCORE", "2"))));
    }

    @Test
    void onlyTheFirstTrueBranchRuns() {
        var rule =
                new Rule.Condition(
                        List.of(
                                new Rule.Branch(Notation.read("false"), List.of(set("SCORE", "1"))),
                                new Rule.Branch(Notation.read("true"), List.of(set("SCORE", "2"))),
                                new Rule.Branch(Notation.read("true"), List.of(set("SCORE", "3")))),
                        List.of(set("SCORE", "4")));

        assertEquals(new Value.Real(2), runScore(rule));
    }

    @Test
    void anExitEndsAllRulesEvenFromInsideAFragment() {
        assertEquals(
                new Value.Real(1),
                runScore(
                        set("SCORE", "1"),
                        new Rule.Fragment(
                                List.of(
                                        new Rule.Condition(
                                                List.of(
                                                        new Rule.Branch(
                                                                Notation.read("true"),
                                                                List.of(new Rule.Exit()))),
                                                List.of()))),
                        set("SCORE", "2")));
    }

    @Test
    void anOutcomeCanBeReadWhileRulesRun() {
        assertEquals(
                new Value.Real(3.5),
                runScore(set("SCORE", "1"), set("SCORE", "(sum (variable SCORE) 2.5)")));
    }

    @Test
    void aWholeNumberBecomesTheFloatItIsSetTo() {
        assertEquals(new Value.Real(3), runScore(set("SCORE", "3")));
    }

    @Test
    void aFloatWithoutFractionBecomesTheIntegerItIsSetTo() {
        var count = OutcomeDeclaration.of("COUNT", Cardinality.SINGLE, BaseType.INTEGER);

        assertEquals(new Value.Int(3), run(count, set("COUNT", "3.0")));
        var refused =
                assertThrows(UnsupportedProcessing.class, () -> run(count, set("COUNT", "3.5")));
        assertTrue(refused.getMessage().contains("outcome COUNT is single of type integer"));
    }

    @Test
    void aSingleValueBecomesAContainerOfOne() {
        var feedback = OutcomeDeclaration.of("FEEDBACK", Cardinality.MULTIPLE, BaseType.IDENTIFIER);

        assertEquals(
                Value.multiple(BaseType.IDENTIFIER, id("A")), run(feedback, set("FEEDBACK", "'A")));
    }

    @Test
    void aContainerCannotBeSetToASingleOutcome() {
        assertThrows(UnsupportedProcessing.class, () -> runScore(set("SCORE", "(multiple 1 2)")));
    }

    @Test
    void aMatchTableLooksUpWholeNumbers() {
        var grade =
                OutcomeDeclaration.of("GRADE", Cardinality.SINGLE, BaseType.IDENTIFIER)
                        .withLookupTable(
                                new LookupTable.Match(
                                        List.of(new LookupTable.Match.Exactly(2, id("TWO"))),
                                        id("OTHER")));

        assertEquals(id("TWO"), run(grade, lookUp("2")));
        assertEquals(id("OTHER"), run(grade, lookUp("3")));
        assertEquals(id("OTHER"), run(grade, lookUp("null")));
    }

    @ParameterizedTest
    @CsvSource({"9.5,GOOD", "9,PASS", "5,PASS", "4.99,FAIL", "-1,FAIL"})
    void anInterpolationTableTakesTheFirstBoundThatIsReached(String number, String expected) {
        var grade =
                OutcomeDeclaration.of("GRADE", Cardinality.SINGLE, BaseType.IDENTIFIER)
                        .withLookupTable(
                                new LookupTable.Interpolation(
                                        List.of(
                                                new LookupTable.Interpolation.From(
                                                        9, false, id("GOOD")),
                                                new LookupTable.Interpolation.From(
                                                        5, true, id("PASS"))),
                                        id("FAIL")));

        assertEquals(id(expected), run(grade, lookUp(number)));
    }

    private static Rule lookUp(String number) {
        return new Rule.LookupOutcomeValue("GRADE", Notation.read(number));
    }

    @Test
    void anItemIsCompletedUnlessARuleSaysOtherwise() {
        var completed =
                new ItemScoring(List.of(CHOICE), List.of(), ResponseProcessing.none())
                        .score(Responses.NONE);
        var incomplete =
                new ItemScoring(
                                List.of(CHOICE),
                                List.of(),
                                new ResponseProcessing(
                                        List.of(set("completionStatus", "'incomplete"))))
                        .score(Responses.NONE);

        assertEquals(id("completed"), completed.value("completionStatus"));
        assertEquals(id("incomplete"), incomplete.value("completionStatus"));
    }

    @Test
    void anUndeclaredScoreThatRulesSetIsAFloat() {
        var item = new ItemScoring(List.of(CHOICE), List.of(), ResponseProcessing.matchCorrect());

        assertEquals(new Value.Real(0), item.score(Responses.NONE).value("SCORE"));
    }

    @Test
    void rulesThatNameWhatIsNotDeclaredAreRefusedBeforeAnybodyAnswers() {
        assertRefused("a rule sets outcome X", set("X", "1"));
        assertRefused("variable Y is not declared", set("SCORE", "(sum 1 (variable Y))"));
        assertRefused("response Z is not declared", set("SCORE", "(sum 1 (mapResponse Z))"));
        assertRefused("variable N is not declared", set("SCORE", "(index n: N (ordered 1 2))"));
        assertRefused(
                "outcome SCORE has no lookup table",
                new Rule.LookupOutcomeValue("SCORE", Notation.read("1")));
        assertRefused(
                "TestVariables can only be used in a test",
                new Rule.SetOutcomeValue(
                        "SCORE",
                        new Expression.TestVariables(
                                Expression.ItemSubset.ALL, "SCORE", Optional.empty())));
    }

    private static void assertRefused(String because, Rule rule) {
        var refused = assertThrows(UnsupportedProcessing.class, () -> runScore(rule));
        assertTrue(refused.getMessage().startsWith(because), refused.getMessage());
    }

    @Test
    void aVariableDeclaredTwiceIsRefused() {
        assertThrows(
                UnsupportedProcessing.class,
                () ->
                        new ItemScoring(
                                List.of(CHOICE, CHOICE), List.of(), ResponseProcessing.none()));
    }

    @Test
    void aSeedMakesRandomValuesRepeatable() {
        var item =
                new ItemScoring(
                        List.of(CHOICE),
                        List.of(Items.score()),
                        new ResponseProcessing(
                                List.of(set("SCORE", "(randomInteger min: 1 max: 9 step: 2)"))));

        var once = item.score(Responses.NONE, new Random(7)).value("SCORE");
        assertEquals(once, item.score(Responses.NONE, new Random(7)).value("SCORE"));
        assertTrue(((Value.Real) once).number() % 2 == 1);
        assertTrue(item.usesChance());
        assertThrows(UnsupportedProcessing.class, () -> item.score(Responses.NONE));
    }

    @Test
    void itemsWithoutAScoreRuleAreScoredByHand() {
        assertTrue(Items.essay(10).isScoredByHand());
        assertTrue(Items.of(CHOICE, ResponseProcessing.none()).isScoredByHand());
        assertFalse(Items.singleChoice("A").isScoredByHand());
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, abc",
        "INTEGER, 2.5",
        "INTEGER, 3000000000",
        "FLOAT, '1,5'",
        "FLOAT, 1e999",
        "FLOAT, NaN",
        "FLOAT, 0x10",
        "FLOAT, 1f",
        "POINT, 3",
        "POINT, 1 2 3",
        "PAIR, A",
        "DIRECTED_PAIR, A B C",
        "BOOLEAN, yes",
        "IDENTIFIER, A B",
        "DURATION, -1"
    })
    void aTokenThatIsNotOfItsTypeIsRefusedByName(BaseType type, String token) {
        var item =
                new ItemScoring(
                        List.of(ResponseDeclaration.of("R7", Cardinality.SINGLE, type)),
                        List.of(),
                        ResponseProcessing.none());

        var refused =
                assertThrows(BadResponse.class, () -> item.read(ResponseBody.of("R7", token)));
        assertTrue(refused.getMessage().contains("response R7"), refused.getMessage());
        assertTrue(refused.getMessage().contains(token), refused.getMessage());
        assertTrue(refused.getMessage().contains(type.qtiName()), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "３．５,3.5",
        "' 3.5 ',3.5",
        "－２,-2.0",
        "−2,-2.0",
        "+.5,0.5",
        "5.,5.0",
        "1E2,100.0",
        "-0,0.0"
    })
    void aNumberTypedInAnyOfTheUsualWaysIsRead(String typed, double expected) {
        assertEquals(new Value.Real(expected), Value.parse(BaseType.FLOAT, typed));
    }

    @Test
    void severalTokensForASingleResponseAreRefused() {
        assertThrows(
                BadResponse.class,
                () -> Items.singleChoice("A").read(ResponseBody.of("RESPONSE", "A", "B")));
    }

    @Test
    void aResponseTheItemDoesNotDeclareIsRefused() {
        var refused =
                assertThrows(
                        BadResponse.class,
                        () -> Items.singleChoice("A").read(ResponseBody.of("RESPONSE2", "A")));

        assertTrue(refused.getMessage().contains("RESPONSE2"));
    }

    @Test
    void anEmptyTextIsNoResponse() {
        assertEquals(
                Map.of("RESPONSE", Value.NULL),
                Items.essay(5).read(ResponseBody.of("RESPONSE", "")).values());
    }

    @Test
    void aRecordIsReadFieldByField() {
        var item =
                new ItemScoring(
                        List.of(
                                new ResponseDeclaration(
                                        "R",
                                        Cardinality.RECORD,
                                        Optional.empty(),
                                        Value.NULL,
                                        Value.NULL,
                                        Optional.empty(),
                                        Optional.empty())),
                        List.of(),
                        ResponseProcessing.none());
        var fields =
                (Value.Fields)
                        item.read(ResponseBody.of("R", "weight=float=2.5", "unit=string=a=b"))
                                .values()
                                .get("R");

        assertEquals(new Value.Real(2.5), fields.fields().get("weight"));
        assertEquals(new Value.Text("a=b"), fields.fields().get("unit"));
        assertThrows(BadResponse.class, () -> item.read(ResponseBody.of("R", "weight")));
        assertThrows(
                BadResponse.class, () -> item.read(ResponseBody.of("R", "w=float=1", "w=float=2")));
    }
}

package org.gongyuan.bank.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.bank.scoring.Expression.ItemCount;
import org.gongyuan.bank.scoring.Expression.ItemSubset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@DisplayName("Outcome processing of a test")
class OutcomeProcessingTest {

    private static final OutcomeDeclaration TOTAL =
            OutcomeDeclaration.of("TOTAL", Cardinality.SINGLE, BaseType.FLOAT);

    private static final List<TestedItem> ITEMS =
            List.of(
                    tested("Q1", "S1", "easy", 2, "A"),
                    tested("Q2", "S1", "hard", 3, "B"),
                    tested("Q3", "S2", "hard", 4, "A"),
                    tested("Q4", "S2", "easy", 5, null));

    private static TestedItem tested(
            String identifier, String section, String category, double weight, String choice) {
        var item = Items.singleChoice("A");
        var responses =
                choice == null
                        ? Responses.NONE
                        : Responses.of("RESPONSE", new Value.Identifier(choice));
        return new TestedItem(
                identifier,
                Set.of(section, "ALL"),
                Set.of(category),
                Map.of("W", weight),
                item,
                responses,
                item.score(responses));
    }

    private static Value total(Expression expression) {
        return new OutcomeProcessing(
                        List.of(TOTAL), List.of(new Rule.SetOutcomeValue("TOTAL", expression)))
                .process(ITEMS)
                .value("TOTAL");
    }

    private static Value sum(ItemSubset subset, Optional<String> weight) {
        return total(
                new Expression.Sum(List.of(new Expression.TestVariables(subset, "SCORE", weight))));
    }

    @Test
    void sumsTheScoresOfAllItems() {
        assertEquals(new Value.Real(2), sum(ItemSubset.ALL, Optional.empty()));
    }

    @Test
    void sumsWeightedScores() {
        assertEquals(new Value.Real(6), sum(ItemSubset.ALL, Optional.of("W")));
        assertEquals(new Value.Real(2), sum(ItemSubset.ALL, Optional.of("NO_SUCH_WEIGHT")));
    }

    @Test
    void looksOnlyAtTheItemsOfItsSubset() {
        var section = new ItemSubset(Optional.of("S2"), Set.of(), Set.of());
        var easy = new ItemSubset(Optional.empty(), Set.of("easy"), Set.of());
        var notEasy = new ItemSubset(Optional.of("ALL"), Set.of(), Set.of("easy"));

        assertEquals(new Value.Real(4), sum(section, Optional.of("W")));
        assertEquals(new Value.Real(2), sum(easy, Optional.of("W")));
        assertEquals(new Value.Real(4), sum(notEasy, Optional.of("W")));
    }

    @Test
    void readsOneVariableOfOneItem() {
        assertEquals(
                new Value.Real(4), total(new Expression.Variable("Q3.SCORE", Optional.of("W"))));
        assertThrows(UnsupportedProcessing.class, () -> total(new Expression.Variable("Q9.SCORE")));
    }

    @Test
    void countsItemsByHowTheyWereAnswered() {
        assertEquals(new Value.Real(2), count(ItemCount.CORRECT));
        assertEquals(new Value.Real(2), count(ItemCount.INCORRECT));
        assertEquals(new Value.Real(3), count(ItemCount.RESPONDED));
        assertEquals(new Value.Real(4), count(ItemCount.PRESENTED));
    }

    private static Value count(ItemCount count) {
        return total(new Expression.NumberOfItems(count, ItemSubset.ALL));
    }

    @Test
    void anOutcomeWithoutBoundsHasNoGreatestSum() {
        assertEquals(
                Value.NULL,
                total(
                        new Expression.OutcomeBound(
                                true, ItemSubset.ALL, "SCORE", Optional.empty())));
    }

    @Test
    void aRuleForAnOutcomeTheTestDoesNotDeclareIsRefused() {
        var rule = new Rule.SetOutcomeValue("GRADE", new Expression.NullValue());

        assertThrows(
                UnsupportedProcessing.class,
                () -> new OutcomeProcessing(List.of(TOTAL), List.of(rule)));
    }
}

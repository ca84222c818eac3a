package org.gongyuan.bank.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.scoring.ScoredPlacement.State;
import org.gongyuan.trust.encoding.NotCanonical;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

@DisplayName("Scoring an answer sheet")
class SheetScorerTest {

    private static final List<PlacedItem> FORM =
            List.of(
                    placed(1, Items.singleChoice("A"), "1"),
                    placed(2, Items.multipleChoice("A", "C"), "2.5"),
                    placed(3, Items.order("A", "B", "C"), "0.1"),
                    placed(
                            4,
                            Items.mapped(
                                    Cardinality.MULTIPLE, BaseType.IDENTIFIER, Items.letters(0.25)),
                            "1"),
                    placed(5, Items.measurement(12.5), "1"),
                    placed(6, Items.pointing(), "2"),
                    placed(7, Items.essay(10), "1.5"));

    private static PlacedItem placed(int placement, ItemScoring item, String weight) {
        return new PlacedItem(placement, item, new BigDecimal(weight));
    }

    private static byte[] body(String... tokens) {
        return ResponseBody.of("RESPONSE", tokens).encode();
    }

    private static AnswerSheet sheet() {
        return AnswerSheet.of(
                Map.of(
                        1, body("A"),
                        2, body("C", "A"),
                        3, body("A", "B", "C"),
                        4, body("B", "B", "C"),
                        5, body("12.45"),
                        6, body("50 50"),
                        7, body("Because the spark comes too late.")));
    }

    @Test
    void addsThePointsOfEveryPlacementUnderItsWeight() {
        var scored = new SheetScorer(FORM).score(sheet());

        assertEquals(
                List.of("1", "2.5", "0.1", "1.5", "3", "4", "0"),
                scored.placements().stream().map(each -> each.points().toString()).toList());
        assertEquals("12.1", scored.rawScore().toString());
    }

    @Test
    void leavesAnEssayToAPersonAndIsNotCompleteBefore() {
        var scorer = new SheetScorer(FORM);
        var before = scorer.score(sheet());
        var after = scorer.score(sheet(), new HumanScores(Map.of(7, new BigDecimal("7.5"))));

        assertEquals(State.AWAITING_HUMAN_SCORE, before.placements().get(6).state());
        assertFalse(before.isComplete());
        assertEquals(State.BY_HAND, after.placements().get(6).state());
        assertEquals("11.25", after.placements().get(6).points().toString());
        assertEquals("23.35", after.rawScore().toString());
        assertTrue(after.isComplete());
    }

    @Test
    void anEssayLeftEmptyAwaitsNobody() {
        var scored = new SheetScorer(FORM).score(AnswerSheet.of(Map.of(7, body(""))));

        assertEquals(State.BY_RULES, scored.placements().get(6).state());
        assertTrue(scored.isComplete());
        assertEquals(Points.NONE, scored.rawScore());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.5", "10.01", "1000"})
    void aHumanScoreOutsideItsRangeIsRefused(String score) {
        var scorer = new SheetScorer(FORM);
        var human = new HumanScores(Map.of(7, new BigDecimal(score)));

        var refused =
                assertThrows(IllegalArgumentException.class, () -> scorer.score(sheet(), human));
        assertTrue(refused.getMessage().contains("placement 7 is outside 0.0..10.0"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99})
    void aHumanScoreWhereNoneIsAwaitedIsRefused(int placement) {
        var scorer = new SheetScorer(FORM);
        var human = new HumanScores(Map.of(placement, BigDecimal.ONE));

        assertThrows(IllegalArgumentException.class, () -> scorer.score(sheet(), human));
    }

    @Test
    void aHumanScoreForAnItemThatNamesNoMaximumIsRefused() {
        var unlimited =
                Items.of(
                        ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.STRING),
                        ResponseProcessing.none());
        var scorer = new SheetScorer(List.of(placed(1, unlimited, "1")));

        assertThrows(
                IllegalArgumentException.class,
                () ->
                        scorer.score(
                                AnswerSheet.of(Map.of(1, body("text"))),
                                new HumanScores(Map.of(1, BigDecimal.ONE))));
    }

    @Test
    void aResponseThatIsNotOfItsTypeCountsAsNotGivenAndIsNamed() {
        var scored = new SheetScorer(FORM).score(AnswerSheet.of(Map.of(5, body("about 12"))));

        assertEquals(List.of("RESPONSE"), scored.placements().get(4).unreadable());
        assertEquals(Points.NONE, scored.placements().get(4).points());
        assertEquals(State.BY_RULES, scored.placements().get(4).state());
    }

    @Test
    void bytesThatAreNoBodyAreNotScoredAndTheRestIs() {
        var scored =
                new SheetScorer(FORM)
                        .score(AnswerSheet.of(Map.of(1, body("A"), 2, new byte[] {1, 2})));

        assertEquals(State.NOT_SCORABLE, scored.placements().get(1).state());
        assertTrue(scored.placements().get(1).because().get().contains("not canonical"));
        assertEquals("1", scored.rawScore().toString());
        assertFalse(scored.isComplete());
    }

    @Test
    void aRuleThatCannotBeCarriedOutIsNamed() {
        var item =
                Items.of(
                        ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.STRING),
                        new ResponseProcessing(
                                List.of(
                                        new Rule.SetOutcomeValue(
                                                "SCORE",
                                                Notation.read("(sum 1 (variable RESPONSE))")))));
        var scored =
                new SheetScorer(List.of(placed(1, item, "1")))
                        .score(AnswerSheet.of(Map.of(1, body("x"))));

        assertEquals(State.NOT_SCORABLE, scored.placements().getFirst().state());
        assertEquals(
                "a number is needed, not a single string",
                scored.placements().getFirst().because().get());
    }

    @Test
    void aResponseAtAPlacementWithoutAnItemIsRefused() {
        var scorer = new SheetScorer(FORM);
        var sheet = AnswerSheet.of(Map.of(8, body("A")));

        assertThrows(IllegalArgumentException.class, () -> scorer.score(sheet));
    }

    @Test
    void twoItemsAtOnePlacementAreRefused() {
        var twice = List.of(FORM.getFirst(), FORM.getFirst());

        assertThrows(IllegalArgumentException.class, () -> new SheetScorer(twice));
    }

    @Test
    void anItemThatDrawsRandomValuesIsRefused() {
        var item =
                Items.of(
                        ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.STRING),
                        new ResponseProcessing(
                                List.of(
                                        new Rule.SetOutcomeValue(
                                                "SCORE",
                                                Notation.read(
                                                        "(randomInteger min: 0 max: 1"
                                                                + " step: 1)")))));

        assertThrows(UnsupportedProcessing.class, () -> placed(1, item, "1"));
    }

    @Test
    void tenTenthsAreOnePoint() {
        var form = new ArrayList<PlacedItem>();
        var sheet = new HashMap<Integer, byte[]>();
        for (var placement = 1; placement <= 10; placement++) {
            form.add(placed(placement, Items.singleChoice("A"), "0.1"));
            sheet.put(placement, body("A"));
        }

        assertEquals("1", new SheetScorer(form).score(AnswerSheet.of(sheet)).rawScore().toString());
    }

    @Test
    void aScoredSheetIsReadBackFromItsBytes() {
        var scored = new SheetScorer(FORM).score(sheet());

        assertEquals(scored, ScoredSheet.decode(scored.encode()));
    }

    @Test
    void anEncodedSheetThatWasCutOrChangedInItsFormIsRefused() {
        var encoded = new SheetScorer(FORM).score(sheet()).encode();
        for (var length = 0; length < encoded.length; length++) {
            var cut = Arrays.copyOf(encoded, length);
            assertThrows(NotCanonical.class, () -> ScoredSheet.decode(cut));
        }
        var otherVersion = encoded.clone();
        otherVersion[1] = 2;

        assertThrows(NotCanonical.class, () -> ScoredSheet.decode(otherVersion));
    }

    /// How many random sheets are scored; more with `-Dgongyuan.sheets=...`.
    private static final int SHEETS = Integer.getInteger("gongyuan.sheets", 3_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void theMemoryOfTheScorerChangesNothing(long seed) {
        var random = new Random(seed);
        var scorer = new SheetScorer(FORM);
        for (var each = 0; each < SHEETS; each++) {
            var bodies = randomBodies(random);
            var sheet = AnswerSheet.of(bodies);
            var fast = scorer.score(sheet);
            for (var placement : bodies.keySet()) {
                assertEquals(
                        SheetScorer.scoreAnew(FORM.get(placement - 1), bodies.get(placement)),
                        fast.placements().get(placement - 1));
            }
            assertEquals(sum(fast), fast.rawScore());
        }
    }

    private static Points sum(ScoredSheet sheet) {
        var sum = Points.NONE;
        for (var placement : sheet.placements()) {
            sum = sum.plus(placement.points());
        }
        return sum;
    }

    private static Map<Integer, byte[]> randomBodies(Random random) {
        var bodies = new HashMap<Integer, byte[]>();
        for (var placement = 1; placement <= FORM.size(); placement++) {
            if (random.nextInt(8) > 0) {
                bodies.put(placement, randomBody(random, placement));
            }
        }
        return bodies;
    }

    private static byte[] randomBody(Random random, int placement) {
        if (random.nextInt(50) == 0) {
            var bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            return bytes;
        }
        var tokens = new String[placement == 1 || placement == 5 ? 1 : random.nextInt(4)];
        for (var at = 0; at < tokens.length; at++) {
            tokens[at] =
                    switch (placement) {
                        case 5 -> random.nextInt(1230, 1270) / 100.0 + "";
                        case 6 -> random.nextInt(30, 70) + " " + random.nextInt(30, 70);
                        default -> Character.toString('A' + random.nextInt(5));
                    };
        }
        return ResponseBody.of("RESPONSE", tokens).encode();
    }

    @Test
    void givesTheSameBytesAgainInAnotherOrderAndOnOtherThreads() throws Exception {
        var random = new Random(5);
        var sheets = new ArrayList<AnswerSheet>();
        for (var each = 0; each < 500; each++) {
            sheets.add(AnswerSheet.of(randomBodies(random)));
        }
        var first = new SheetScorer(FORM);
        var expected = sheets.stream().map(sheet -> first.score(sheet).encode()).toList();
        var second = new SheetScorer(FORM.reversed());
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = new ArrayList<Callable<byte[]>>();
            for (var sheet : sheets.reversed()) {
                tasks.add(() -> second.score(sheet).encode());
            }
            var encoded = threads.invokeAll(tasks);
            for (var each = 0; each < sheets.size(); each++) {
                assertArrayEquals(expected.get(each), encoded.get(sheets.size() - 1 - each).get());
            }
        }
    }
}

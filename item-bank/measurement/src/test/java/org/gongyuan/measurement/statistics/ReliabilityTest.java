package org.gongyuan.measurement.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ReliabilityTest {

    /// Item variances (n) .5 each, variance of totals 3.5: alpha = 3/2 · (1 − 1.5/3.5) = 6/7.
    private static final ScoreTable GRADED =
            ScoreTable.of(
                    new double[][] {{2, 1, 3}, {1, 1, 2}, {0, 0, 1}, {1, 2, 2}},
                    new double[] {2, 2, 3});

    @Test
    void alphaOfItemsWithSeveralPointsIsTheHandComputedOne() {
        assertEquals(6.0 / 7, Reliability.alpha(GRADED).orElseThrow(), 1e-12);
    }

    @Test
    void standardErrorUsesTheSampleDeviationOfTotals() {
        assertEquals(Math.sqrt(2.0 / 3), Reliability.standardError(GRADED).orElseThrow(), 1e-12);
    }

    @Test
    void alphaMayBeNegativeAndThenAllSpreadIsError() {
        ScoreTable opposed = ScoreTable.dichotomous(new int[][] {{1, 0}, {0, 1}, {1, 1}});
        assertEquals(-2, Reliability.alpha(opposed).orElseThrow(), 1e-12);
        assertEquals(Math.sqrt(1.0 / 3), Reliability.standardError(opposed).orElseThrow(), 1e-12);
    }

    @Test
    void oneItemHasNoAlpha() {
        ScoreTable single = ScoreTable.dichotomous(new int[][] {{1}, {0}});
        assertTrue(Reliability.alpha(single).isEmpty());
        assertTrue(Reliability.kuderRichardson20(single).isEmpty());
        assertTrue(Reliability.standardError(single).isEmpty());
    }

    @Test
    void twoItemsHaveNoAlphaWithoutOneOfThem() {
        ScoreTable pair = ScoreTable.dichotomous(new int[][] {{1, 1}, {0, 0}});
        assertEquals(1, Reliability.alpha(pair).orElseThrow(), 1e-12);
        assertTrue(Reliability.alphaWithout(pair, 0).isEmpty());
    }

    @Test
    void equalTotalsHaveNoAlpha() {
        ScoreTable equal = ScoreTable.dichotomous(new int[][] {{1, 0}, {0, 1}});
        assertTrue(Reliability.alpha(equal).isEmpty());
        assertTrue(Reliability.kuderRichardson20(equal).isEmpty());
    }

    @Test
    void kuderRichardsonRefusesItemsWithMorePoints() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Reliability.kuderRichardson20(GRADED));
        assertEquals(
                "KR-20 is for items marked 0 or 1; use alpha for score table of 4 candidates and 3"
                        + " items",
                refused.getMessage());
    }

    @Test
    void anItemThatIsNotThereIsRefused() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class, () -> Reliability.alphaWithout(GRADED, 3));
        assertEquals("item 3 is outside 0..2", refused.getMessage());
    }
}

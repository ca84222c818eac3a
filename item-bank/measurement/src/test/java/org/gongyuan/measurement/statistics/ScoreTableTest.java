package org.gongyuan.measurement.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

class ScoreTableTest {

    @Test
    void totalsAndRestsAreRowSums() {
        ScoreTable table =
                ScoreTable.of(new double[][] {{2, 1, 0.5}, {-1, 1, 0}}, new double[] {2, 1, 1});
        assertArrayEquals(new double[] {3.5, 0}, table.totals(), 0);
        assertArrayEquals(new double[] {1.5, 1}, table.rests(0), 0);
        assertArrayEquals(new double[] {0.5, 0}, table.item(2), 0);
        assertFalse(table.isDichotomous());
    }

    @Test
    void laterChangesToTheArraysDoNotReachTheTable() {
        double[][] points = {{1, 0}};
        double[] maxima = {1, 1};
        ScoreTable table = ScoreTable.of(points, maxima);
        points[0][0] = 0;
        maxima[0] = 9;
        assertArrayEquals(new double[] {1}, table.item(0), 0);
        assertEquals(1, table.maximum(0), 0);
        assertTrue(table.isDichotomous());
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of(
                        new double[][] {},
                        new double[] {1},
                        "a score table needs at least one candidate, has 0"),
                Arguments.of(
                        new double[][] {{}},
                        new double[] {},
                        "a score table needs at least one item, has 0"),
                Arguments.of(
                        new double[][] {{0}},
                        new double[] {0},
                        "maximum of item 0 must be positive and finite: 0.0"),
                Arguments.of(
                        new double[][] {{1, 1}, {1}},
                        new double[] {1, 1},
                        "candidate 1 has 1 items, the table has 2"),
                Arguments.of(
                        new double[][] {{1.5}},
                        new double[] {1},
                        "points of candidate 0 on item 0 must be finite and at most 1.0: 1.5"),
                Arguments.of(
                        new double[][] {{Double.NaN}},
                        new double[] {1},
                        "points of candidate 0 on item 0 must be finite and at most 1.0: NaN"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsRefusedByName(double[][] points, double[] maxima, String because) {
        var refused =
                assertThrows(IllegalArgumentException.class, () -> ScoreTable.of(points, maxima));
        assertEquals(because, refused.getMessage());
    }

    @Test
    void aMarkOtherThanRightOrWrongIsRefused() {
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ScoreTable.dichotomous(new int[][] {{1, 2}}));
        assertEquals("mark of candidate 0 on item 1 must be 0 or 1: 2", refused.getMessage());
    }
}

package org.gongyuan.measurement.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ItemStatisticsTest {

    @Test
    void difficultyIsTheMeanShareOfTheMaximum() {
        ScoreTable table = ScoreTable.of(new double[][] {{3, 1}, {0, 0}}, new double[] {4, 1});
        assertEquals(0.375, ItemStatistics.of(table, 0).difficulty(), 1e-12);
        assertEquals(0.5, ItemStatistics.of(table, 1).difficulty(), 1e-12);
    }

    /// Three items, the first against the other two: with itself in the total the correlation is
    /// 0, against the rest −1.
    @Test
    void theRestDoesNotContainTheItem() {
        ScoreTable table =
                ScoreTable.of(new double[][] {{0, 1, 1}, {2, 1, 0}}, new double[] {2, 1, 1});
        assertEquals(-1, ItemStatistics.of(table, 0).itemRest().orElseThrow(), 1e-12);
        assertTrue(ItemStatistics.of(table, 1).itemRest().isEmpty());
    }

    @Test
    void anItemEveryoneHasRightHasNoCorrelation() {
        ScoreTable table = ScoreTable.dichotomous(new int[][] {{1, 0}, {1, 1}, {1, 0}});
        ItemStatistics easy = ItemStatistics.of(table, 0);
        assertEquals(1, easy.difficulty(), 0);
        assertTrue(easy.itemTotal().isEmpty());
        assertTrue(easy.itemRest().isEmpty());
    }

    @Test
    void aSingleItemHasNoRest() {
        ScoreTable table = ScoreTable.dichotomous(new int[][] {{1}, {0}});
        ItemStatistics only = ItemStatistics.of(table, 0);
        assertEquals(1, only.itemTotal().orElseThrow(), 1e-12);
        assertTrue(only.itemRest().isEmpty());
    }
}

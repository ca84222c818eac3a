package org.gongyuan.measurement.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

/// The published figures of LSAT section 6 come out of its published table (measurement.md 1.5).
class Lsat6Test {

    private final ScoreTable table = Lsat6.table();
    private final FormStatistics statistics = FormStatistics.of(table);

    @Test
    void difficultiesAreTheSharesOfRightResponses() {
        assertEquals(1000, table.candidates());
        assertArrayEquals(
                new double[] {0.924, 0.709, 0.553, 0.763, 0.870},
                statistics.items().stream().mapToDouble(ItemStatistics::difficulty).toArray(),
                1e-12);
    }

    @Test
    void alphaIsThePublishedOne() {
        assertEquals(0.29500, statistics.alpha().orElseThrow(), 5e-6);
    }

    @Test
    void kuderRichardsonEqualsAlphaForItemsMarkedRightOrWrong() {
        assertEquals(
                statistics.alpha().orElseThrow(),
                Reliability.kuderRichardson20(table).orElseThrow(),
                1e-12);
    }

    /// As `descript` of the R package ltm prints them for this table.
    @Test
    void alphaWithoutEachItemIsThePublishedOne() {
        assertArrayEquals(
                new double[] {0.2754, 0.2376, 0.2168, 0.2459, 0.2663},
                IntStream.range(0, 5)
                        .mapToDouble(item -> Reliability.alphaWithout(table, item).orElseThrow())
                        .toArray(),
                5e-5);
    }

    /// The point-biserial formula, `(M₁ − M₀) / SDₙ · √(p q)`, is another way to the
    /// same number.
    /// Its deviation must have the divisor n; n − 1 would give .3618 for the first item.
    @Test
    void correlationsAgreeWithThePointBiserialFormula() {
        for (int item = 0; item < 5; item++) {
            ItemStatistics of = statistics.items().get(item);
            double[] marks = table.item(item);
            assertEquals(pointBiserial(marks, table.totals()), of.itemTotal().orElseThrow(), 1e-12);
            assertEquals(
                    pointBiserial(marks, table.rests(item)), of.itemRest().orElseThrow(), 1e-12);
        }
        assertEquals(0.3620, statistics.items().getFirst().itemTotal().orElseThrow(), 5e-5);
    }

    private static double pointBiserial(double[] marks, double[] others) {
        double right = 0;
        double sumOfRight = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < marks.length; i++) {
            right += marks[i];
            sumOfRight += marks[i] * others[i];
            sum += others[i];
            squares += others[i] * others[i];
        }
        int n = marks.length;
        double p = right / n;
        double deviation = Math.sqrt(squares / n - sum / n * (sum / n));
        double distance = sumOfRight / right - (sum - sumOfRight) / (n - right);
        return distance / deviation * Math.sqrt(p * (1 - p));
    }
}

package org.gongyuan.measurement.statistics;

import java.util.OptionalDouble;

/// How much of the spread of totals would come again: internal consistency of one form.
public final class Reliability {

    private Reliability() {}

    /// Cronbach's alpha: `k/(k−1) · (1 − Σ item variances / variance of totals)` (Cronbach 1951,
    /// "Coefficient alpha and the internal structure of tests", Psychometrika 16).
    ///
    /// The divisor (n or n − 1) cancels as long as it is the same above and below. Empty for
    /// fewer than two items and where all totals are equal. It may be negative, and is then
    /// reported as it is (measurement.md 1.4).
    public static OptionalDouble alpha(ScoreTable table) {
        return alphaOver(table, -1);
    }

    /// Alpha of the form without `item`; an item whose removal raises alpha deserves a look.
    public static OptionalDouble alphaWithout(ScoreTable table, int item) {
        if (item < 0 || item >= table.items()) {
            throw new IllegalArgumentException(
                    "item %d is outside 0..%d".formatted(item, table.items() - 1));
        }
        return alphaOver(table, item);
    }

    /// Kuder and Richardson's formula 20: alpha for items marked 0 or 1, where an item's variance
    /// is `p(1 − p)`, so that the variance of totals must have the divisor n too (Kuder and
    /// Richardson 1937, "The theory of the estimation of test reliability", Psychometrika 2).
    public static OptionalDouble kuderRichardson20(ScoreTable table) {
        if (!table.isDichotomous()) {
            throw new IllegalArgumentException(
                    "KR-20 is for items marked 0 or 1; use alpha for " + table);
        }
        double totals = Spread.of(table.totals()).populationVariance();
        if (table.items() < 2 || totals == 0) {
            return OptionalDouble.empty();
        }
        double items = 0;
        for (int item = 0; item < table.items(); item++) {
            double p = Spread.of(table.item(item)).mean();
            items += p * (1 - p);
        }
        return OptionalDouble.of(coefficient(table.items(), items, totals));
    }

    /// The standard error of measurement: `SD · √(1 − reliability)`, with the sample deviation of
    /// totals and alpha. Empty where either is; a negative alpha counts as 0, since no more than
    /// the whole spread can be error.
    public static OptionalDouble standardError(ScoreTable table) {
        OptionalDouble deviation = Spread.of(table.totals()).sampleDeviation();
        OptionalDouble alpha = alpha(table);
        if (deviation.isEmpty() || alpha.isEmpty()) {
            return OptionalDouble.empty();
        }
        double reliability = Math.max(0, alpha.getAsDouble());
        return OptionalDouble.of(deviation.getAsDouble() * Math.sqrt(1 - reliability));
    }

    private static OptionalDouble alphaOver(ScoreTable table, int left) {
        int kept = left < 0 ? table.items() : table.items() - 1;
        double[] sums = left < 0 ? table.totals() : table.rests(left);
        double totals = Spread.of(sums).populationVariance();
        if (kept < 2 || totals == 0) {
            return OptionalDouble.empty();
        }
        double items = 0;
        for (int item = 0; item < table.items(); item++) {
            if (item != left) {
                items += Spread.of(table.item(item)).populationVariance();
            }
        }
        return OptionalDouble.of(coefficient(kept, items, totals));
    }

    private static double coefficient(int items, double itemVariances, double totalVariance) {
        return items / (items - 1.0) * (1 - itemVariances / totalVariance);
    }
}

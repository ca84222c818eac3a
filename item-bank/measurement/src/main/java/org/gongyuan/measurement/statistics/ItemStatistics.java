package org.gongyuan.measurement.statistics;

import org.hipparchus.stat.correlation.PearsonsCorrelation;

import java.util.OptionalDouble;

/// What one table says about one item.
///
/// @param spread mean and variance of the points on the item
/// @param difficulty the mean as a share of the item's maximum; 1 when everyone had all points
/// @param itemTotal correlation of the item with the total that contains it; for an item marked
///     0 or 1 this is the point-biserial correlation. It flatters short forms.
/// @param itemRest correlation of the item with the rest, the total without it (Henrysson 1963,
///     "Correction of item-total correlations in item analysis", Psychometrika 28)
public record ItemStatistics(
        Spread spread, double difficulty, OptionalDouble itemTotal, OptionalDouble itemRest) {

    /// The statistics of `item` of `table` (measurement.md 1.3).
    public static ItemStatistics of(ScoreTable table, int item) {
        double[] points = table.item(item);
        Spread spread = Spread.of(points);
        return new ItemStatistics(
                spread,
                spread.mean() / table.maximum(item),
                correlation(points, table.totals()),
                correlation(points, table.rests(item)));
    }

    /// Pearson's correlation, empty where one side has no spread or there is one candidate.
    private static OptionalDouble correlation(double[] points, double[] others) {
        if (isConstant(points) || isConstant(others)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(new PearsonsCorrelation().correlation(points, others));
    }

    private static boolean isConstant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }
}

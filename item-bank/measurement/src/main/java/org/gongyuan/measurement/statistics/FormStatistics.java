package org.gongyuan.measurement.statistics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What one table says about a whole form: its totals, its items, its reliability and its error.
///
/// @param totals mean and variances of the candidates' totals
/// @param maximum the highest total the form can give
/// @param alpha Cronbach's alpha
/// @param standardError the standard error of measurement, in points
/// @param items one entry for each item, in the order of the columns
public record FormStatistics(
        Spread totals,
        double maximum,
        OptionalDouble alpha,
        OptionalDouble standardError,
        List<ItemStatistics> items) {

    /// Copies the list of items.
    public FormStatistics {
        items = List.copyOf(items);
    }

    /// The statistics of `table` (measurement.md section 1).
    public static FormStatistics of(ScoreTable table) {
        return new FormStatistics(
                Spread.of(table.totals()),
                IntStream.range(0, table.items()).mapToDouble(table::maximum).sum(),
                Reliability.alpha(table),
                Reliability.standardError(table),
                IntStream.range(0, table.items())
                        .mapToObj(item -> ItemStatistics.of(table, item))
                        .toList());
    }
}

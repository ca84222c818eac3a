package org.gongyuan.measurement.statistics;

import java.util.Arrays;

/// The points that candidates earned on the items of one form: a row for each candidate, a column
/// for each item.
///
/// Points are those that count, weights already applied. They are finite and at most the item's
/// maximum; they may be negative where an item takes points away (measurement.md 1.1).
public final class ScoreTable {

    private final double[][] points;
    private final double[] maxima;

    private ScoreTable(double[][] points, double[] maxima) {
        this.points = points;
        this.maxima = maxima;
    }

    /// The table of `points[candidate][item]` with the highest points each item can give.
    public static ScoreTable of(double[][] points, double[] maxima) {
        if (points.length == 0) {
            throw new IllegalArgumentException("a score table needs at least one candidate, has 0");
        }
        if (maxima.length == 0) {
            throw new IllegalArgumentException("a score table needs at least one item, has 0");
        }
        double[] ownMaxima = maxima.clone();
        for (int item = 0; item < ownMaxima.length; item++) {
            if (!(ownMaxima[item] > 0) || Double.isInfinite(ownMaxima[item])) {
                throw new IllegalArgumentException(
                        "maximum of item %d must be positive and finite: %s"
                                .formatted(item, ownMaxima[item]));
            }
        }
        double[][] own = new double[points.length][];
        for (int candidate = 0; candidate < points.length; candidate++) {
            own[candidate] = row(candidate, points[candidate], ownMaxima);
        }
        return new ScoreTable(own, ownMaxima);
    }

    /// A table of items marked right or wrong: every entry is 0 or 1, every maximum 1.
    public static ScoreTable dichotomous(int[][] marks) {
        double[][] points = new double[marks.length][];
        for (int candidate = 0; candidate < marks.length; candidate++) {
            points[candidate] = new double[marks[candidate].length];
            for (int item = 0; item < marks[candidate].length; item++) {
                int mark = marks[candidate][item];
                if (mark != 0 && mark != 1) {
                    throw new IllegalArgumentException(
                            "mark of candidate %d on item %d must be 0 or 1: %d"
                                    .formatted(candidate, item, mark));
                }
                points[candidate][item] = mark;
            }
        }
        double[] maxima = new double[marks.length == 0 ? 0 : marks[0].length];
        Arrays.fill(maxima, 1);
        return of(points, maxima);
    }

    private static double[] row(int candidate, double[] given, double[] maxima) {
        if (given.length != maxima.length) {
            throw new IllegalArgumentException(
                    "candidate %d has %d items, the table has %d"
                            .formatted(candidate, given.length, maxima.length));
        }
        double[] row = given.clone();
        for (int item = 0; item < row.length; item++) {
            if (!Double.isFinite(row[item]) || row[item] > maxima[item]) {
                throw new IllegalArgumentException(
                        "points of candidate %d on item %d must be finite and at most %s: %s"
                                .formatted(candidate, item, maxima[item], row[item]));
            }
        }
        return row;
    }

    /// How many candidates the table has.
    public int candidates() {
        return points.length;
    }

    /// How many items the table has.
    public int items() {
        return maxima.length;
    }

    /// The highest points `item` can give.
    public double maximum(int item) {
        return maxima[item];
    }

    /// The points of every candidate on `item`, in the order of the rows.
    public double[] item(int item) {
        double[] column = new double[points.length];
        for (int candidate = 0; candidate < points.length; candidate++) {
            column[candidate] = points[candidate][item];
        }
        return column;
    }

    /// Every candidate's total over all items.
    public double[] totals() {
        return totalsWithout(-1);
    }

    /// Every candidate's rest: the total over all items but `item`.
    public double[] rests(int item) {
        if (item < 0 || item >= items()) {
            throw new IllegalArgumentException(
                    "item %d is outside 0..%d".formatted(item, items() - 1));
        }
        return totalsWithout(item);
    }

    private double[] totalsWithout(int left) {
        double[] totals = new double[points.length];
        for (int candidate = 0; candidate < points.length; candidate++) {
            for (int item = 0; item < maxima.length; item++) {
                if (item != left) {
                    totals[candidate] += points[candidate][item];
                }
            }
        }
        return totals;
    }

    /// Whether every item gives exactly 0 or 1.
    public boolean isDichotomous() {
        for (double maximum : maxima) {
            if (maximum != 1) {
                return false;
            }
        }
        for (double[] row : points) {
            for (double value : row) {
                if (value != 0 && value != 1) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "score table of %d candidates and %d items".formatted(candidates(), items());
    }
}

package org.gongyuan.rehearsal.load;

import java.util.Arrays;
import java.util.function.LongSupplier;

/// Repeats a piece of work and gives the median of what came of it.
final class Rounds {

    private Rounds() {}

    /// The median rate, in units of work a second, over `rounds` rounds of at least `millis` each
    /// after
    /// two rounds of warming up.
    ///
    /// @param work does some work and says how many units it was
    static double medianRate(int rounds, long millis, LongSupplier work) {
        rate(millis, work);
        rate(millis, work);
        var rates = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            rates[i] = rate(millis, work);
        }
        return median(rates);
    }

    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double rate(long millis, LongSupplier work) {
        long begun = System.nanoTime();
        long units = 0;
        long spent;
        do {
            units += work.getAsLong();
            spent = System.nanoTime() - begun;
        } while (spent < millis * 1_000_000);
        return units * 1e9 / spent;
    }
}

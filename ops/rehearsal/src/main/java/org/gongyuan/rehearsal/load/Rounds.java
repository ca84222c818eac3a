package org.gongyuan.rehearsal.load;

import java.util.Arrays;
import java.util.function.LongSupplier;

/// Repeats a piece of work and gives the median of what came of it.
final class Rounds {

    private static final int WARMING = 3;

    private Rounds() {}

    /// The median rate, in units of work a second, over `rounds` rounds of at least `millis` each
    /// after two rounds of warming up.
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

    /// The median rates of our work and of the bare one, measured turn by turn after both are warm,
    /// so that neither gains by what else the machine does or by coming later.
    static Pair medianRates(int rounds, long millis, LongSupplier ours, LongSupplier bare) {
        for (int i = 0; i < WARMING; i++) {
            rate(millis, ours);
            rate(millis, bare);
        }
        var our = new double[rounds];
        var ceiling = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            our[i] = rate(millis, ours);
            ceiling[i] = rate(millis, bare);
        }
        return new Pair(median(our), median(ceiling));
    }

    /// What we do in a second, and what the bare primitive does.
    record Pair(double ours, double bare) {

        double ratio() {
            return ours / bare;
        }
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

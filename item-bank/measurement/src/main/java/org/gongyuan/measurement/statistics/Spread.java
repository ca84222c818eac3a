package org.gongyuan.measurement.statistics;

import org.hipparchus.stat.StatUtils;

import java.util.OptionalDouble;

/// Mean and variance of a list of numbers, with both divisors by name.
///
/// The *population* variance divides by n: the spread of exactly these candidates. The *sample*
/// variance divides by n − 1: the estimate for those they stand for, undefined for one value
/// (measurement.md 1.2). Mixing the two is the commonest error in tables of this kind, so neither
/// is called just "variance" here.
public record Spread(
        int count, double mean, double populationVariance, OptionalDouble sampleVariance) {

    /// The spread of `values`, of which there is at least one.
    public static Spread of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a spread needs at least one value, has 0");
        }
        double mean = StatUtils.mean(values);
        return new Spread(
                values.length,
                mean,
                StatUtils.populationVariance(values, mean),
                values.length == 1
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(StatUtils.variance(values, mean)));
    }

    /// The square root of the variance with divisor n.
    public double populationDeviation() {
        return Math.sqrt(populationVariance);
    }

    /// The square root of the variance with divisor n − 1, if there are two values or more.
    public OptionalDouble sampleDeviation() {
        return sampleVariance.isPresent()
                ? OptionalDouble.of(Math.sqrt(sampleVariance.getAsDouble()))
                : OptionalDouble.empty();
    }
}

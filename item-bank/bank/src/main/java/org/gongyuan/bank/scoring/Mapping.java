package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/// How many points each possible value of a response is worth (RP 4.1).
public record Mapping(
        OptionalDouble lowerBound,
        OptionalDouble upperBound,
        double defaultValue,
        List<Entry> entries) {

    /// One value and its worth. Case counts for strings unless `caseSensitive` is false.
    public record Entry(Value.Scalar key, double value, boolean caseSensitive) {
        public Entry {
            requireNonNull(key, "key");
        }
    }

    public Mapping {
        requireNonNull(lowerBound, "lowerBound");
        requireNonNull(upperBound, "upperBound");
        entries = List.copyOf(entries);
        requireOrder(lowerBound, upperBound);
    }

    /// A sum of mapped values, held inside the bounds.
    double bounded(double sum) {
        return bounded(sum, lowerBound, upperBound);
    }

    static double bounded(double sum, OptionalDouble lower, OptionalDouble upper) {
        var raised = lower.isPresent() ? Math.max(sum, lower.getAsDouble()) : sum;
        return upper.isPresent() ? Math.min(raised, upper.getAsDouble()) : raised;
    }

    static void requireOrder(OptionalDouble lower, OptionalDouble upper) {
        if (lower.isPresent()
                && upper.isPresent()
                && !(lower.getAsDouble() <= upper.getAsDouble())) {
            throw new IllegalArgumentException(
                    "lower bound %s is above upper bound %s"
                            .formatted(lower.getAsDouble(), upper.getAsDouble()));
        }
    }
}

package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;

/// How many points each area of a picture is worth when a candidate points into it (RP 4.2).
public record AreaMapping(
        OptionalDouble lowerBound,
        OptionalDouble upperBound,
        double defaultValue,
        List<Entry> entries) {

    /// One area and its worth.
    public record Entry(Area area, double value) {
        public Entry {
            requireNonNull(area, "area");
        }
    }

    public AreaMapping {
        requireNonNull(lowerBound, "lowerBound");
        requireNonNull(upperBound, "upperBound");
        entries = List.copyOf(entries);
        Mapping.requireOrder(lowerBound, upperBound);
    }

    double bounded(double sum) {
        return Mapping.bounded(sum, lowerBound, upperBound);
    }
}

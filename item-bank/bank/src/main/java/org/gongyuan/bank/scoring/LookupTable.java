package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// Turns a number into the value of an outcome (RP 5.6). Without a fitting entry the outcome
/// becomes `defaultValue`, which is NULL when the table declares none.
public sealed interface LookupTable {

    Value defaultValue();

    /// Looks whole numbers up one by one.
    record Match(List<Exactly> entries, Value defaultValue) implements LookupTable {

        /// One number and what it turns into.
        public record Exactly(long source, Value.Scalar target) {
            public Exactly {
                requireNonNull(target, "target");
            }
        }

        public Match {
            entries = List.copyOf(entries);
            requireNonNull(defaultValue, "defaultValue");
        }
    }

    /// Looks a number up among bounds: the first entry whose bound it reaches counts.
    record Interpolation(List<From> entries, Value defaultValue) implements LookupTable {

        /// One bound and what numbers from it up turn into.
        public record From(double bound, boolean includeBoundary, Value.Scalar target) {
            public From {
                requireNonNull(target, "target");
            }
        }

        public Interpolation {
            entries = List.copyOf(entries);
            requireNonNull(defaultValue, "defaultValue");
        }
    }
}

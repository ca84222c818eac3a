package org.gongyuan.rehearsal.simulation;

import java.util.List;

/// An invariant does not hold. Says which, for what seed, and what happened last.
public final class InvariantBroken extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String invariant;
    private final long seed;

    InvariantBroken(String invariant, long seed, String because, List<String> lastEvents) {
        super(
                "%s is broken by seed %d (-Dgongyuan.seed=%d): %s%n  %s"
                        .formatted(
                                invariant,
                                seed,
                                seed,
                                because,
                                String.join(System.lineSeparator() + "  ", lastEvents)));
        this.invariant = invariant;
        this.seed = seed;
    }

    /// The name of the invariant.
    public String invariant() {
        return invariant;
    }

    /// The seed that leads there again.
    public long seed() {
        return seed;
    }
}

package org.gongyuan.rehearsal.fault;

import java.util.random.RandomGenerator;

/// One kind of trouble, made once.
@FunctionalInterface
public interface Drill {

    /// Holds an examination, breaks something in it, and compares.
    ///
    /// @param random decides the moments; from the seed of the run
    Verdict round(RandomGenerator random);
}

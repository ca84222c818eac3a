package org.gongyuan.rehearsal.simulation;

import java.util.Optional;

/// Something that must be so after every event of every sitting.
interface Invariant {

    /// What is not as it must be, in a sentence.
    Optional<String> brokenBy(World world);

    /// The same when the sitting is over and everything has come to rest.
    default Optional<String> brokenInTheEndBy(World world) {
        return Optional.empty();
    }

    /// The name by which a break is reported.
    default String name() {
        return getClass().getSimpleName();
    }
}

package org.gongyuan.rehearsal.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

@DisplayName("A program that lies")
class InvariantsCanBreakTest {

    /// A lie is looked for until it is found. The rarest, a seat that forgets its journal, is found
    /// after some hundred seeds: the server gives a seat back what it holds, so that only what was
    /// given without a line is lost.
    private static final int ENOUGH_SEEDS = 2_000;

    static Stream<Arguments> lies() {
        return Stream.of(
                lie(Lie.ACKNOWLEDGES_BEFORE_SYNC, SavedMeansDurable::new),
                lie(Lie.FORGETS_AT_CRASH, RecordOnlyGrows::new),
                lie(Lie.FORGETS_AT_CRASH, NoResponseIsLost::new),
                lie(Lie.SEAT_FORGETS, NoResponseIsLost::new),
                lie(Lie.SHRINKS_AT_RESUME, DeadlineNeverShrinksByAHold::new),
                lie(Lie.RELEASES_ALONE, ReleasedOnlyByQuorumInTime::new),
                lie(Lie.ADMITS_TWICE, OneOpenSeatPerSession::new));
    }

    private static Arguments lie(Lie lie, Supplier<Invariant> invariant) {
        return Arguments.of(lie, invariant.get().name(), invariant);
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @MethodSource("lies")
    void isFoundByTheInvariantThatIsThereForIt(
            Lie lie, String name, Supplier<Invariant> invariant) {
        for (long seed = 1; seed <= ENOUGH_SEEDS; seed++) {
            try {
                Simulation.run(seed, EnumSet.of(lie), List.of(invariant.get()), _ -> {});
            } catch (InvariantBroken broken) {
                if (broken.invariant().equals(name)) {
                    assertEquals(seed, broken.seed());
                    assertTrue(broken.getMessage().contains("seed " + seed));
                    return;
                }
            }
        }
        fail("%s was not found by %s in %d seeds".formatted(lie, name, ENOUGH_SEEDS));
    }
}

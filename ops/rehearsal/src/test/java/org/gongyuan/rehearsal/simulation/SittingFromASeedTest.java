package org.gongyuan.rehearsal.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Whole sittings, each from its seed. `-Dgongyuan.seeds=N` runs N of them, `-Dgongyuan.seed=S`
/// tells the story of one.
@DisplayName("A sitting from a seed")
class SittingFromASeedTest {

    @Test
    void keepsEveryInvariantWhateverBreaks() {
        int seeds = Integer.getInteger("gongyuan.seeds", 500);
        long first = Long.getLong("gongyuan.firstSeed", 1);
        var sittings =
                LongStream.range(first, first + seeds)
                        .parallel()
                        .mapToObj(seed -> Simulation.run(seed, _ -> {}))
                        .toList();
        long events = sittings.stream().mapToLong(Simulation.Sat::events).sum();
        long responses = sittings.stream().mapToLong(Simulation.Sat::responses).sum();
        int nodeCrashes = sittings.stream().mapToInt(Simulation.Sat::nodeCrashes).sum();
        int machineCrashes = sittings.stream().mapToInt(Simulation.Sat::machineCrashes).sum();
        int moves = sittings.stream().mapToInt(Simulation.Sat::moves).sum();
        System.out.printf(
                "%d sittings: %d events, %d responses, %d node crashes, %d machines down, %d"
                        + " moves%n",
                seeds, events, responses, nodeCrashes, machineCrashes, moves);
        if (seeds >= 100) {
            assertTrue(responses > 10L * seeds, "too few responses to mean anything");
            assertTrue(nodeCrashes > seeds / 4, "too few crashes of the node");
            assertTrue(machineCrashes > seeds / 4, "too few machines went down");
            assertTrue(moves > seeds / 20, "too few candidates moved");
        }
    }

    @Test
    void isTheSameEveryTime() {
        var once = story(7);
        var again = story(7);
        for (int line = 0; line < Math.min(once.size(), again.size()); line++) {
            assertEquals(once.get(line), again.get(line));
        }
        assertEquals(once.size(), again.size());
    }

    @Test
    void tellsItsStory() {
        var seed = Long.getLong("gongyuan.seed");
        assumeTrue(seed != null, "no seed was asked for");
        Simulation.run(seed, System.out::println);
    }

    private static List<String> story(long seed) {
        var story = new ArrayList<String>();
        Simulation.run(seed, story::add);
        return story;
    }
}

package org.gongyuan.camera.signal;

import org.gongyuan.camera.look.Look;
import org.gongyuan.camera.look.Pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Finds a picture sequence that is shown again and again (observation.md 3.4): the pattern of the
/// last looks equals, but for noise, that of the looks one period before and two periods before,
/// while there is motion within the period. A candidate who sits still has small distances at
/// every lag and is not meant.
final class Replay {

    /// How many looks are remembered: some four minutes.
    static final int REMEMBERED = 256;

    /// The shortest period that is looked for, in looks.
    static final int SHORTEST = 5;

    /// The longest period: two of it and one more must fit in what is remembered.
    static final int LONGEST = REMEMBERED / 3;

    /// The most bits in which a replayed look may differ: fresh noise of sigma 4 moved 8.5 bits on
    /// average, other phases of a moving scene 26 and more.
    static final int NOISE = 14;

    /// The fewest bits by which half of a moving period's looks differ from its last.
    static final int MOTION = 20;

    private final List<Pattern> seen = new ArrayList<>();

    /// Takes in a look; the period in looks when the sequence is a replay.
    OptionalInt look(Look look) {
        if (seen.size() == REMEMBERED) {
            seen.removeFirst();
        }
        seen.add(look.pattern());
        for (int lag = SHORTEST; lag <= LONGEST; lag++) {
            if (isRepeated(lag) && isMoving(lag)) {
                return OptionalInt.of(lag);
            }
        }
        return OptionalInt.empty();
    }

    private boolean isRepeated(int lag) {
        int compared = 2 * lag;
        int size = seen.size();
        if (size < compared + lag) {
            return false;
        }
        for (int back = 1; back <= compared; back++) {
            if (seen.get(size - back).distance(seen.get(size - back - lag)) > NOISE) {
                return false;
            }
        }
        return true;
    }

    private boolean isMoving(int lag) {
        var period = seen.subList(seen.size() - lag, seen.size());
        var now = period.getLast();
        var moved = period.stream().limit(lag - 1L).mapToInt(now::distance).sorted().toArray();
        return moved[moved.length / 2] >= MOTION;
    }
}

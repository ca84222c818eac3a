package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Map;

/// What one candidate gave: the encoded [ResponseBody] that stands last at each placement (RP
/// 10.1). A placement without one was left empty. Never printed.
public final class AnswerSheet {

    private final byte[][] bodies;

    private AnswerSheet(byte[][] bodies) {
        this.bodies = bodies;
    }

    /// A sheet of encoded bodies by placement number. The arrays are kept, not copied: they must
    /// not change any more.
    public static AnswerSheet of(Map<Integer, byte[]> bodies) {
        var last = 0;
        for (var placement : bodies.keySet()) {
            if (placement < 1 || placement > PlacedItem.LARGEST) {
                throw new IllegalArgumentException(
                        "placement %d is outside 1..%d".formatted(placement, PlacedItem.LARGEST));
            }
            last = Math.max(last, placement);
        }
        var sheet = new byte[last + 1][];
        bodies.forEach((placement, body) -> sheet[placement] = requireNonNull(body, "body"));
        return new AnswerSheet(sheet);
    }

    /// The body at a placement, null if there is none.
    byte[] body(int placement) {
        return placement < bodies.length ? bodies[placement] : null;
    }

    /// The last placement number with a body, 0 if there is none.
    int last() {
        return bodies.length - 1;
    }

    @Override
    public String toString() {
        var given = Arrays.stream(bodies).filter(body -> body != null).count();
        return "AnswerSheet[%d responses]".formatted(given);
    }
}

package org.gongyuan.camera.signal;

import org.gongyuan.camera.look.Look;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The check of the camera before the examination (observation.md section 6): one plain hint at a
/// time, and a baseline once the picture has been good for three seconds.
public final class CheckIn {

    /// What the candidate can do about the picture.
    public enum Hint {
        /// The picture is good.
        GOOD,
        /// Nothing can be seen: a cover over the lens, or no light.
        BLIND,
        /// More light is needed.
        TOO_DARK,
        /// A lamp or a window shines into the lens.
        TOO_BRIGHT,
        /// The very same picture again and again, as no camera gives it.
        FROZEN,

        /// The lens is out of focus or dirty.
        BLURRED,

        /// No frontal face is found.
        NO_FACE,
        /// Somebody else is in the picture.
        SEVERAL_FACES,
        /// The face is near an edge.
        OFF_CENTRE,
        /// The face is small.
        TOO_FAR,
        /// The face fills the picture.
        TOO_NEAR
    }

    static final Duration GOOD_FOR = Duration.ofSeconds(3);
    static final double DARK = 35;
    static final double BRIGHT = 225;
    static final double OFF_CENTRE = 0.25;
    static final double FAR = 0.14;
    static final double NEAR = 0.62;

    /// So many equal pictures in a row stand still; a camera's noise makes each a new one.
    static final int STANDING = 5;

    /// Below this a picture is blurred whatever the scene; the blurred portraits we tried were at
    /// 2.5 to 45, the sharp ones at 96 and more.
    static final double BLURRED = 20;

    private final List<Look> good = new ArrayList<>();
    private int exact;
    private int standing;

    /// Takes in a look and says what to do.
    public Hint look(Look look) {
        standing = look.exact() == exact ? standing + 1 : 1;
        exact = look.exact();
        var hint = hint(look);
        if (hint == Hint.GOOD) {
            good.add(look);
        } else {
            good.clear();
        }
        return hint;
    }

    /// The baseline, once the picture has been good long enough.
    public Optional<Baseline> baseline() {
        if (good.size() < 3
                || good.getLast().atMs() - good.getFirst().atMs() < GOOD_FOR.toMillis()) {
            return Optional.empty();
        }
        return Optional.of(Baseline.of(good));
    }

    private Hint hint(Look look) {
        if (look.contrast() < Signals.COVERED_CONTRAST) {
            return Hint.BLIND;
        }
        if (look.brightness() < DARK) {
            return Hint.TOO_DARK;
        }
        if (look.brightness() > BRIGHT) {
            return Hint.TOO_BRIGHT;
        }
        if (standing >= STANDING) {
            return Hint.FROZEN;
        }
        if (look.sharpness() < BLURRED) {
            return Hint.BLURRED;
        }
        if (look.faces().isEmpty()) {
            return Hint.NO_FACE;
        }
        if (look.faces().size() > 1) {
            return Hint.SEVERAL_FACES;
        }
        var face = look.faces().getFirst();
        if (face.share() < FAR) {
            return Hint.TOO_FAR;
        }
        if (face.share() > NEAR) {
            return Hint.TOO_NEAR;
        }
        return face.offCentre() > OFF_CENTRE ? Hint.OFF_CENTRE : Hint.GOOD;
    }
}

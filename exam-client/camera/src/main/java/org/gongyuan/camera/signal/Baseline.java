package org.gongyuan.camera.signal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.look.Look;
import org.gongyuan.camera.look.Margins;

import java.util.List;

/// How the picture looked when the candidate was checked in: what "blurred" and "another scene" are
/// measured against.
///
/// @param sharpness the middle of the sharpness seen
/// @param margins what stood left and right of the candidate
public record Baseline(double sharpness, Margins margins) {

    public Baseline {
        requireNonNull(margins, "margins");
        if (!(sharpness >= 0)) {
            throw new IllegalArgumentException("a sharpness of " + sharpness);
        }
    }

    /// The baseline of a row of good looks.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Baseline of(List<Look> looks) {
        if (looks.isEmpty()) {
            throw new IllegalArgumentException("a baseline needs at least one look");
        }
        var sharpness = looks.stream().mapToDouble(Look::sharpness).sorted().toArray();
        return new Baseline(sharpness[sharpness.length / 2], looks.getLast().margins());
    }
}

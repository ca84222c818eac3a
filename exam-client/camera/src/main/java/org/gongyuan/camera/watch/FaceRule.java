package org.gongyuan.camera.watch;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.look.FaceComparer;

/// By what faces are compared, and from where on they differ (observation.md 3.5).
///
/// @param comparer the operator's models; closed with the camera's duty
/// @param bound the least likeness of the same person, -1 to 1, by the operator's own pictures
public record FaceRule(FaceComparer comparer, double bound) {

    public FaceRule {
        requireNonNull(comparer, "comparer");
        if (!(bound >= -1 && bound <= 1)) {
            throw new IllegalArgumentException("a bound of %s is outside -1..1".formatted(bound));
        }
    }
}

package org.gongyuan.camera.signal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.look.Look;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Turns the looks of one session into signals (observation.md section 3). One cause is told once:
/// a black picture is not also covered, blurred, without a face and another scene.
public final class Signals {

    static final double BLACK_BRIGHTNESS = 10;
    static final double BLACK_CONTRAST = 3;
    static final double COVERED_CONTRAST = 10;
    static final double BLURRED_SHARPNESS = 30;
    static final double BLURRED_SHARE = 0.25;
    static final double OTHER_SCENE_LIKENESS = 0.5;
    static final double OTHER_SCENE_DIFFERENCE = 15;

    private final Baseline baseline;
    private final Lasting black = new Lasting(SignalKind.BLACK);
    private final Lasting covered = new Lasting(SignalKind.COVERED);
    private final Lasting blurred = new Lasting(SignalKind.BLURRED);
    private final Lasting frozen = new Lasting(SignalKind.FROZEN);
    private final Lasting looped = new Lasting(SignalKind.LOOPED);
    private final Lasting noFace;
    private final Lasting severalFaces = new Lasting(SignalKind.SEVERAL_FACES);
    private final Lasting sceneChanged = new Lasting(SignalKind.SCENE_CHANGED);
    private final Lasting faceDiffers = new Lasting(SignalKind.FACE_DIFFERS);
    private final Replay replay = new Replay();
    private Look before;

    /// Signals of a session.
    ///
    /// @param baseline how the picture looked at the check-in
    /// @param noFaceAfter how long no face may be seen before it is told, 3 s to 5 min
    public Signals(Baseline baseline, Duration noFaceAfter) {
        this.baseline = requireNonNull(baseline, "baseline");
        if (noFaceAfter.compareTo(Duration.ofSeconds(3)) < 0
                || noFaceAfter.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException(
                    "no face for %s is outside 3 s..5 min".formatted(noFaceAfter));
        }
        this.noFace = new Lasting(SignalKind.NO_FACE, noFaceAfter);
    }

    /// Takes in a look, in the order in which they were taken.
    public List<Signal> look(Look look) {
        boolean isBlack = look.brightness() < BLACK_BRIGHTNESS && look.contrast() < BLACK_CONTRAST;
        boolean isCovered = !isBlack && look.contrast() < COVERED_CONTRAST;
        boolean isBlind = isBlack || isCovered;
        boolean isBlurred = !isBlind && isBlurred(look);
        boolean isFrozen = before != null && look.exact() == before.exact();
        var period = replay.look(look);
        double likeness = look.margins().likeness(baseline.margins());
        double difference = look.margins().difference(baseline.margins());
        before = look;

        var told = new ArrayList<Signal>();
        long now = look.atMs();
        var light =
                Map.of(
                        "brightness", look.brightness(),
                        "contrast", look.contrast(),
                        "sharpness", look.sharpness(),
                        "sharpness-at-check-in", baseline.sharpness());
        black.at(now, isBlack, light).ifPresent(told::add);
        covered.at(now, isCovered, light).ifPresent(told::add);
        blurred.at(now, isBlurred, light).ifPresent(told::add);
        frozen.at(now, isFrozen, light).ifPresent(told::add);
        looped.at(
                        now,
                        !isFrozen && period.isPresent(),
                        Map.of("period-in-looks", (double) period.orElse(0)))
                .ifPresent(told::add);
        var faces = faces(look);
        noFace.at(now, !isBlind && look.faces().isEmpty(), faces).ifPresent(told::add);
        severalFaces.at(now, look.faces().size() > 1, faces).ifPresent(told::add);
        sceneChanged
                .at(
                        now,
                        !isBlind
                                && likeness < OTHER_SCENE_LIKENESS
                                && difference > OTHER_SCENE_DIFFERENCE,
                        Map.of("likeness", likeness, "difference", difference))
                .ifPresent(told::add);
        return told;
    }

    /// Takes in how alike the face is to that of the check-in, where the operator's models say so.
    ///
    /// @param likeness cosine of both faces' features, -1 to 1
    /// @param bound the least likeness of the same person, by the operator's setting
    public Optional<Signal> likeness(long nowMs, double likeness, double bound) {
        return faceDiffers.at(
                nowMs, likeness < bound, Map.of("likeness", likeness, "bound", bound));
    }

    /// Nobody looks any more: what has begun ends with that.
    public List<Signal> end(long nowMs) {
        return Stream.of(
                        black,
                        covered,
                        blurred,
                        frozen,
                        looped,
                        noFace,
                        severalFaces,
                        sceneChanged,
                        faceDiffers)
                .flatMap(each -> each.end(nowMs).stream())
                .toList();
    }

    private boolean isBlurred(Look look) {
        return look.sharpness() < BLURRED_SHARPNESS
                && look.sharpness() < BLURRED_SHARE * baseline.sharpness();
    }

    private static Map<String, Double> faces(Look look) {
        var measures = new TreeMap<String, Double>();
        measures.put("faces", (double) look.faces().size());
        if (!look.faces().isEmpty()) {
            measures.put("share-of-width", look.faces().getFirst().share());
        }
        return measures;
    }
}

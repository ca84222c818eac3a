package org.gongyuan.seat.program;

import static java.util.Objects.requireNonNull;

import org.gongyuan.camera.frame.Camera;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.seat.presentation.CameraPolicy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a seat is told about its camera (seat-window.md section 7).
///
/// @param source which camera, or what stands in its place in a drill
/// @param noFaceAfter how long no face may be seen before it is told
/// @param asksForPictures whether pictures are taken only of who agreed
/// @param faces the operator's models, where faces may be compared
record CameraSettings(
        Source source,
        Cascade cascade,
        Duration noFaceAfter,
        boolean asksForPictures,
        Optional<Faces> faces) {

    static final Set<String> KEYS =
            Set.of(
                    "camera",
                    "camera.cascade",
                    "camera.no-face",
                    "camera.pictures",
                    "face.finder",
                    "face.describer",
                    "face.bound");

    private static final int SHORTEST_NO_FACE = 3;
    private static final int LONGEST_NO_FACE = 300;
    private static final int DEFAULT_NO_FACE = 10;

    /// Where pictures come from.
    sealed interface Source {

        /// No camera by policy.
        record None() implements Source {}

        /// The machine's camera of this number.
        record Numbered(int number) implements Source {}

        /// A file, in a drill only.
        record Drilled(Path file) implements Source {}
    }

    /// By what faces are compared.
    record Faces(Path finder, Path describer, double bound) {}

    CameraSettings {
        requireNonNull(source, "source");
        requireNonNull(cascade, "cascade");
        requireNonNull(noFaceAfter, "noFaceAfter");
        requireNonNull(faces, "faces");
    }

    /// What may be read of a settings file.
    interface Lines {

        /// The text of a key, if it is there.
        Optional<String> text(String key) throws NotSet;
    }

    static CameraSettings read(Lines lines, Function<String, Path> path, Path file) throws NotSet {
        try {
            var source = source(lines.text("camera").orElse("none"), path);
            var pictures = lines.text("camera.pictures").orElse("rule");
            var faces = faces(lines, path);
            if (source instanceof Source.None && (!pictures.equals("rule") || faces.isPresent())) {
                throw new IllegalArgumentException(
                        "camera.pictures and face.… are set, but camera is none; name a camera or"
                                + " take them out");
            }
            return new CameraSettings(
                    source,
                    oneOf(
                                            "camera.cascade",
                                            lines.text("camera.cascade").orElse("haar"),
                                            "haar",
                                            "lbp")
                                    .equals("haar")
                            ? Cascade.HAAR
                            : Cascade.LBP,
                    noFace(lines.text("camera.no-face")),
                    oneOf("camera.pictures", pictures, "rule", "consent").equals("consent"),
                    faces);
        } catch (IllegalArgumentException wrong) {
            throw new NotSet("%s: %s".formatted(file, wrong.getMessage()));
        }
    }

    private static Source source(String text, Function<String, Path> path) {
        if (text.equals("none")) {
            return new Source.None();
        }
        if (!text.matches("[0-9]{1,9}")) {
            return new Source.Drilled(path.apply(text));
        }
        int number = Integer.parseInt(text);
        if (number > Camera.HIGHEST) {
            throw new IllegalArgumentException(
                    "camera %d is outside 0..%d".formatted(number, Camera.HIGHEST));
        }
        return new Source.Numbered(number);
    }

    private static String oneOf(String key, String text, String one, String other) {
        if (!text.equals(one) && !text.equals(other)) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is unknown; known are %s, %s".formatted(key, text, one, other));
        }
        return text;
    }

    private static Duration noFace(Optional<String> text) {
        if (text.isEmpty()) {
            return Duration.ofSeconds(DEFAULT_NO_FACE);
        }
        int seconds = text.get().matches("[0-9]{1,3}") ? Integer.parseInt(text.get()) : -1;
        if (seconds < SHORTEST_NO_FACE || seconds > LONGEST_NO_FACE) {
            throw new IllegalArgumentException(
                    "camera.no-face: \"%s\" is no number of seconds in %d..%d"
                            .formatted(text.get(), SHORTEST_NO_FACE, LONGEST_NO_FACE));
        }
        return Duration.ofSeconds(seconds);
    }

    private static Optional<Faces> faces(Lines lines, Function<String, Path> path) throws NotSet {
        var finder = lines.text("face.finder");
        var describer = lines.text("face.describer");
        var bound = lines.text("face.bound");
        if (finder.isEmpty() && describer.isEmpty() && bound.isEmpty()) {
            return Optional.empty();
        }
        if (finder.isEmpty() || describer.isEmpty() || bound.isEmpty()) {
            throw new IllegalArgumentException(
                    "face.finder, face.describer and face.bound belong together; one is missing");
        }
        return Optional.of(
                new Faces(
                        path.apply(finder.get()), path.apply(describer.get()), bound(bound.get())));
    }

    private static double bound(String text) {
        double bound = text.matches("-?[01](\\.[0-9]{1,6})?") ? Double.parseDouble(text) : 2;
        if (bound < -1 || bound > 1) {
            throw new IllegalArgumentException(
                    "face.bound: \"%s\" is no number in -1..1".formatted(text));
        }
        return bound;
    }

    /// What the desk is told of it.
    CameraPolicy policy() {
        return source instanceof Source.None
                ? CameraPolicy.NONE
                : new CameraPolicy(true, asksForPictures, faces.isPresent());
    }
}

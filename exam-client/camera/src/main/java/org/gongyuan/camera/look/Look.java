package org.gongyuan.camera.look;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What is measured in one frame (observation.md section 2). Numbers only: no picture.
///
/// @param atMs when, in milliseconds of the seat's monotonic clock
/// @param brightness mean of the grey picture at 160 × 120, 0 (black) to 255
/// @param contrast standard deviation of the same
/// @param sharpness variance of the Laplacian at 320 × 240; falls when the picture is blurred
/// @param exact CRC-32C of the grey picture at 160 × 120: equal only when the pixels are
/// @param pattern which of neighbouring cells is brighter
/// @param margins what stands left and right of the candidate
/// @param faces the frontal faces found
public record Look(
        long atMs,
        double brightness,
        double contrast,
        double sharpness,
        int exact,
        Pattern pattern,
        Margins margins,
        List<Face> faces) {

    public Look {
        requireNonNull(pattern, "pattern");
        requireNonNull(margins, "margins");
        faces = List.copyOf(faces);
    }
}

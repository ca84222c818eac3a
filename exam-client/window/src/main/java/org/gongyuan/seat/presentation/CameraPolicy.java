package org.gongyuan.seat.presentation;

/// What the body decided about the camera at this seat (seat-window.md section 10).
///
/// @param hasCamera whether pictures are taken at all
/// @param asksForPictures whether they are taken only of who agreed; otherwise they belong to the
/// examination's rules, of which the candidate was told before
/// @param offersFaces whether faces are compared where the candidate agrees
public record CameraPolicy(boolean hasCamera, boolean asksForPictures, boolean offersFaces) {

    /// No camera by policy.
    public static final CameraPolicy NONE = new CameraPolicy(false, false, false);

    public CameraPolicy {
        if (!hasCamera && (asksForPictures || offersFaces)) {
            throw new IllegalArgumentException(
                    "there is nothing to agree to where there is no camera");
        }
    }
}

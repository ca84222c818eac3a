package org.gongyuan.camera.signal;

import java.time.Duration;

/// What can be seen by a camera at a seat, with its word in the record, how long it must last
/// before it is told, and how much weight it deserves (observation.md section 3). The weights are
/// our estimates from the pictures we tried, not measured error rates.
public enum SignalKind {
    /// The camera gives no pictures: unplugged, taken by another program, refused.
    CAMERA_LOST("camera-lost", Duration.ZERO, 100),
    /// The picture is black.
    BLACK("camera-black", Duration.ofSeconds(3), 95),
    /// The picture has next to no contrast: something lies over the lens, or it looks at a wall.
    COVERED("camera-covered", Duration.ofSeconds(3), 70),
    /// Much less sharp than at the check-in.
    BLURRED("camera-blurred", Duration.ofSeconds(5), 60),
    /// The very same picture again and again, to the last bit, as no camera gives it.
    FROZEN("picture-frozen", Duration.ofSeconds(10), 95),
    /// A sequence with motion in it comes again and again.
    LOOPED("picture-looped", Duration.ofSeconds(2), 80),
    /// No frontal face is found. Whoever reads a long item or has dark skin in poor light may be
    /// missed.
    NO_FACE("no-face", Duration.ofSeconds(10), 50),
    /// More than one frontal face over several looks.
    SEVERAL_FACES("several-faces", Duration.ofSeconds(3), 60),
    /// Another scene than at the check-in.
    SCENE_CHANGED("scene-changed", Duration.ofSeconds(10), 60),
    /// Less like the face of the check-in than the operator's bound.
    FACE_DIFFERS("face-differs", Duration.ofSeconds(10), 60);

    private final String word;
    private final Duration after;
    private final int percent;

    SignalKind(String word, Duration after, int percent) {
        this.word = word;
        this.after = after;
        this.percent = percent;
    }

    /// Its word in the exam record.
    public String word() {
        return word;
    }

    /// How long it must last before it is told.
    public Duration after() {
        return after;
    }

    /// Its weight in percent.
    public int percent() {
        return percent;
    }
}

package org.gongyuan.camera.look;

import org.gongyuan.camera.frame.Frame;

/// A frontal face as a box in a frame, in pixels from the left upper corner.
public record Face(int left, int top, int width, int height) {

    public Face {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("a face of %d × %d pixels".formatted(width, height));
        }
    }

    /// How far the middle of the face is from the middle of the frame, as a share of the frame's
    /// width and height, the larger of both: 0 in the middle, 0.5 at an edge.
    public double offCentre() {
        double across = Math.abs(left + width / 2.0 - Frame.WIDTH / 2.0) / Frame.WIDTH;
        double down = Math.abs(top + height / 2.0 - Frame.HEIGHT / 2.0) / Frame.HEIGHT;
        return Math.max(across, down);
    }

    /// The face's width as a share of the frame's.
    public double share() {
        return (double) width / Frame.WIDTH;
    }
}

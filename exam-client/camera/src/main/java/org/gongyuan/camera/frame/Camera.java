package org.gongyuan.camera.frame;

import static org.bytedeco.opencv.global.opencv_videoio.CAP_PROP_BUFFERSIZE;
import static org.bytedeco.opencv.global.opencv_videoio.CAP_PROP_FRAME_HEIGHT;
import static org.bytedeco.opencv.global.opencv_videoio.CAP_PROP_FRAME_WIDTH;
import static org.bytedeco.opencv.global.opencv_videoio.CAP_V4L2;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;

import java.util.Optional;

/// A camera of the machine, through Video for Linux. The kernel keeps old pictures queued, so each
/// [#grab] throws those away first: a picture is of now.
///
/// It was never run on a real camera here, only where there is none.
public final class Camera implements FrameSource {

    /// The highest number of a camera that is tried (`/dev/video63`).
    public static final int HIGHEST = 63;

    private static final int QUEUED = 4;

    private final VideoCapture capture;
    private final Mat picture = new Mat();
    private final int number;

    private Camera(VideoCapture capture, int number) {
        this.capture = capture;
        this.number = number;
    }

    /// Opens the camera of that number, or nothing when there is none or another program has it.
    /// It is asked first whether it opens at all, which takes milliseconds; a grabber that waits
    /// for its first picture takes ten seconds to find that there is no camera.
    ///
    /// @param number `N` of `/dev/videoN`, 0 to 63
    public static Optional<Camera> open(int number) {
        if (number < 0 || number > HIGHEST) {
            throw new IllegalArgumentException(
                    "camera %d is outside 0..%d".formatted(number, HIGHEST));
        }
        Vision.ready();
        var capture = new VideoCapture();
        if (!capture.open(number, CAP_V4L2)) {
            capture.close();
            return Optional.empty();
        }
        capture.set(CAP_PROP_FRAME_WIDTH, Frame.WIDTH);
        capture.set(CAP_PROP_FRAME_HEIGHT, Frame.HEIGHT);
        capture.set(CAP_PROP_BUFFERSIZE, 1);
        return Optional.of(new Camera(capture, number));
    }

    @Override
    public Grab grab() {
        for (int i = 0; i < QUEUED; i++) {
            if (!capture.grab()) {
                return new Lost("camera " + number + " gives no picture");
            }
        }
        if (!capture.retrieve(picture) || picture.empty()) {
            return new Lost("camera " + number + " gives an empty picture");
        }
        return new Taken(Frame.of(picture));
    }

    @Override
    public void close() {
        capture.release();
        capture.close();
        picture.close();
    }
}

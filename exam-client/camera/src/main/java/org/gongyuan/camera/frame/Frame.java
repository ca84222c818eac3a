package org.gongyuan.camera.frame;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_GRAY2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import static java.util.Objects.requireNonNull;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/// One picture of the camera: 640 × 480 pixels, blue, green and red of eight bits each. A camera's
/// picture of another shape is fitted in with black bars, never cropped: what is at the edge is
/// evidence too.
///
/// Its pixels lie outside the Java heap: close it.
public final class Frame implements AutoCloseable {

    /// Width of every frame, in pixels.
    public static final int WIDTH = 640;

    /// Height of every frame, in pixels.
    public static final int HEIGHT = 480;

    /// Quality of the JPEG that is kept as evidence; some 16 to 29 KB a picture.
    public static final int JPEG_QUALITY = 60;

    private final Mat pixels;

    private Frame(Mat pixels) {
        this.pixels = pixels;
    }

    /// A frame of a camera's picture, grey or in colour, of any size. The picture is copied.
    ///
    /// @throws IllegalArgumentException when it is empty or its pixels are not of eight bits
    public static Frame of(Mat picture) {
        requireNonNull(picture, "picture");
        if (picture.empty()) {
            throw new IllegalArgumentException("the picture is empty");
        }
        if (picture.type() != CV_8UC3 && picture.type() != CV_8UC1) {
            throw new IllegalArgumentException(
                    "pixels of kind %d; eight bits in one or three channels are read"
                            .formatted(picture.type()));
        }
        var frame = new Mat(HEIGHT, WIDTH, CV_8UC3, new Scalar(0, 0, 0, 0));
        double scale = Math.min((double) WIDTH / picture.cols(), (double) HEIGHT / picture.rows());
        int width = Math.clamp(Math.round(picture.cols() * scale), 1, WIDTH);
        int height = Math.clamp(Math.round(picture.rows() * scale), 1, HEIGHT);
        try (var colour = new Mat();
                var place = new Rect((WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
                var middle = new Mat(frame, place);
                var size = new Size(width, height)) {
            if (picture.type() == CV_8UC1) {
                cvtColor(picture, colour, COLOR_GRAY2BGR);
                resize(colour, middle, size, 0, 0, INTER_AREA);
            } else {
                resize(picture, middle, size, 0, 0, INTER_AREA);
            }
        }
        return new Frame(frame);
    }

    /// The pixels; not to be changed, and gone when the frame is closed.
    public Mat pixels() {
        return pixels;
    }

    /// The frame as a JPEG of quality [#JPEG_QUALITY].
    public byte[] jpeg() {
        try (var out = new BytePointer();
                var quality = new IntPointer(IMWRITE_JPEG_QUALITY, JPEG_QUALITY)) {
            if (!imencode(".jpg", pixels, out, quality)) {
                throw new IllegalStateException("the picture could not be encoded as JPEG");
            }
            var bytes = new byte[Math.toIntExact(out.limit())];
            out.get(bytes);
            return bytes;
        }
    }

    @Override
    public void close() {
        pixels.close();
    }
}

package org.gongyuan.camera.scene;

import static org.bytedeco.opencv.global.opencv_videoio.CAP_OPENCV_MJPEG;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;
import org.bytedeco.opencv.opencv_videoio.VideoWriter;
import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.frame.Vision;

import java.nio.file.Path;
import java.util.List;

/// A file in the place of a camera: Motion JPEG in AVI, which OpenCV reads by itself. Its last
/// picture is followed by a loss, as when a camera is unplugged.
public final class VideoFile implements FrameSource {

    private final VideoCapture capture;
    private final Mat picture = new Mat();

    /// Opens a file.
    public VideoFile(Path file) {
        Vision.ready();
        this.capture = new VideoCapture(file.toString(), CAP_OPENCV_MJPEG);
        if (!capture.isOpened()) {
            throw new IllegalArgumentException(file.getFileName() + " is no Motion JPEG in AVI");
        }
    }

    /// Writes pictures into a file.
    public static void write(Path file, List<Frame> frames) {
        Vision.ready();
        int code = VideoWriter.fourcc((byte) 'M', (byte) 'J', (byte) 'P', (byte) 'G');
        try (var size = new Size(Frame.WIDTH, Frame.HEIGHT);
                var writer = new VideoWriter()) {
            if (!writer.open(file.toString(), CAP_OPENCV_MJPEG, code, 10.0, size, true)) {
                throw new IllegalStateException("cannot write " + file.getFileName());
            }
            frames.forEach(frame -> writer.write(frame.pixels()));
            writer.release();
        }
    }

    @Override
    public Grab grab() {
        return capture.read(picture) && !picture.empty()
                ? new Taken(Frame.of(picture))
                : new Lost("the file is at its end");
    }

    @Override
    public void close() {
        capture.release();
        capture.close();
        picture.close();
    }
}

package org.gongyuan.camera.frame;

import static org.bytedeco.opencv.global.opencv_videoio.CAP_OPENCV_MJPEG;

import static java.util.Objects.requireNonNull;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;
import org.bytedeco.opencv.opencv_videoio.VideoWriter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A file in the place of a camera, for tests, rehearsals and drills: Motion JPEG in AVI, which
/// OpenCV reads by itself. Taking the file away is unplugging the camera.
public final class VideoFile implements FrameSource {

    private static final double PICTURES_A_SECOND = 10;

    private final Path file;
    private final boolean isEndless;
    private final Mat picture = new Mat();
    private VideoCapture capture;

    private VideoFile(Path file, boolean isEndless) {
        this.file = requireNonNull(file, "file");
        this.isEndless = isEndless;
        this.capture = begin(file);
    }

    /// Opens a file whose last picture is followed by a loss.
    public static VideoFile once(Path file) {
        return new VideoFile(file, false);
    }

    /// Opens a file that begins again after its last picture, or nothing when it is not there.
    ///
    /// @throws IllegalArgumentException when it is no Motion JPEG in AVI
    public static Optional<VideoFile> endless(Path file) {
        return Files.isReadable(file) ? Optional.of(new VideoFile(file, true)) : Optional.empty();
    }

    private static VideoCapture begin(Path file) {
        Vision.ready();
        var capture = new VideoCapture(file.toString(), CAP_OPENCV_MJPEG);
        if (!capture.isOpened()) {
            capture.close();
            throw new IllegalArgumentException(file.getFileName() + " is no Motion JPEG in AVI");
        }
        return capture;
    }

    /// Writes pictures into a file.
    public static void write(Path file, List<Frame> frames) {
        Vision.ready();
        int code = VideoWriter.fourcc((byte) 'M', (byte) 'J', (byte) 'P', (byte) 'G');
        try (var size = new Size(Frame.WIDTH, Frame.HEIGHT);
                var writer = new VideoWriter()) {
            if (!writer.open(
                    file.toString(), CAP_OPENCV_MJPEG, code, PICTURES_A_SECOND, size, true)) {
                throw new IllegalStateException("cannot write " + file.getFileName());
            }
            frames.forEach(frame -> writer.write(frame.pixels()));
            writer.release();
        }
    }

    @Override
    public Grab grab() {
        if (isEndless && !Files.isReadable(file)) {
            return new Lost("the file in the place of the camera was taken away");
        }
        if (capture.read(picture) && !picture.empty()) {
            return new Taken(Frame.of(picture));
        }
        if (!isEndless) {
            return new Lost("the file is at its end");
        }
        capture.release();
        capture.close();
        capture = begin(file);
        return capture.read(picture) && !picture.empty()
                ? new Taken(Frame.of(picture))
                : new Lost("the file in the place of the camera has no picture");
    }

    @Override
    public void close() {
        capture.release();
        capture.close();
        picture.close();
    }
}

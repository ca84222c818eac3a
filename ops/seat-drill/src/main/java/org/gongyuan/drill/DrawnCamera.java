package org.gongyuan.drill;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.frame.VideoFile;
import org.gongyuan.camera.frame.Vision;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.scene.DrawnScene;
import org.gongyuan.camera.watch.CameraCost;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// A candidate who moves a little, drawn before and handed over as JPEG, as a camera hands its
/// pictures over. What is kept of him is sealed for the disk, written, sealed for the node and
/// digested on the camera's own thread, so that [CameraCost] counts it.
final class DrawnCamera implements FrameSource {

    private static final int PICTURES = 12;
    private static final int FILMED = 120;
    private static final Duration WARM = Duration.ofSeconds(4);

    private final List<byte[]> pictures = new ArrayList<>();
    private int next;

    private DrawnCamera() {
        for (int i = 0; i < PICTURES; i++) {
            var scene =
                    DrawnScene.room().with(310 + 2 * i, 220 + i % 5, 170, DrawnScene.Skin.MEDIUM);
            try (var frame = scene.frame(i)) {
                pictures.add(frame.jpeg());
            }
        }
    }

    /// What its duty costs at one look a second.
    static CameraCost cost(Cascade cascade, Duration lasting)
            throws IOException, InterruptedException {
        Vision.ready();
        var source = new DrawnCamera();
        var folder = Files.createTempDirectory("gongyuan-pictures");
        var file = folder.resolve("picture");
        try (var key = ResponseKey.generate(Suite.INTL_1, new SecureRandom())) {
            return CameraCost.measure(
                    () -> Optional.of(source),
                    cascade,
                    jpeg -> keepAndSend(key, jpeg, file),
                    WARM,
                    lasting,
                    () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                    RandomGenerator.getDefault());
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /// Writes such a candidate as a film, for the window to take for a camera.
    static void film(Path to) {
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < FILMED; i++) {
            double x = 320 + 24 * Math.sin(i / 9.0);
            double y = 220 + 8 * Math.cos(i / 7.0);
            frames.add(DrawnScene.room().with(x, y, 170, DrawnScene.Skin.MEDIUM).frame(i));
        }
        VideoFile.write(to, frames);
        frames.forEach(Frame::close);
    }

    private static void keepAndSend(ResponseKey key, byte[] jpeg, Path file) {
        var associated = new byte[] {1};
        try {
            Files.write(file, key.seal(jpeg, associated));
        } catch (IOException failed) {
            throw new UncheckedIOException("a picture cannot be kept", failed);
        }
        var sent = Suite.INTL_1.digest(key.seal(jpeg, associated));
        if (sent.toBytes().length == 0) {
            throw new IllegalStateException("a digest is never empty");
        }
    }

    @Override
    public Grab grab() {
        var jpeg = pictures.get(next);
        next = (next + 1) % PICTURES;
        try (var bytes = new BytePointer(jpeg);
                var coded = new Mat(bytes);
                var picture = imdecode(coded, IMREAD_COLOR)) {
            return new Taken(Frame.of(picture));
        }
    }

    @Override
    public void close() {
        // Drawn pictures need nothing to be given back.
    }
}

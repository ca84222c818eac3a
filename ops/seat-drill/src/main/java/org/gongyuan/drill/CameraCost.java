package org.gongyuan.drill;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.frame.Vision;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.scene.DrawnScene;
import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Signal;
import org.gongyuan.camera.watch.CameraWatch;
import org.gongyuan.camera.watch.Sink;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// What the camera's duty costs: the processor time of its thread as a share of one core, watching
/// at one picture a second. The pictures are drawn before and come as JPEG, as a camera hands them
/// over; what is kept is sealed for the disk, written, sealed for the node and digested.
final class CameraCost {

    private static final int PICTURES = 12;
    private static final Duration WARM = Duration.ofSeconds(4);

    private CameraCost() {}

    /// What was measured.
    ///
    /// @param share of one core
    /// @param looks how many pictures were looked at
    /// @param kept how many of them were kept
    record Cost(double share, long looks, long kept) {}

    /// Watches for a while.
    static Cost of(Cascade cascade, Duration lasting) {
        Vision.ready();
        var source = new Drawn();
        try (var kept = new Kept();
                var watch =
                        new CameraWatch(
                                () -> Optional.of(source),
                                cascade,
                                Duration.ofSeconds(30),
                                kept,
                                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                                RandomGenerator.getDefault())) {
            watch.start();
            watch.watch();
            Thread.sleep(WARM);
            long thread = thread();
            long cpu = cpu(thread);
            long looks = source.grabs.get();
            long begun = System.nanoTime();
            Thread.sleep(lasting);
            double share = (double) (cpu(thread) - cpu) / (System.nanoTime() - begun);
            return new Cost(share, source.grabs.get() - looks, kept.pictures.get());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private static long thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(one -> one.getName().equals("camera"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the camera has no thread"))
                .threadId();
    }

    private static long cpu(long thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
    }

    /// A candidate who moves a little, as JPEG pictures in turn.
    private static final class Drawn implements FrameSource {

        private final List<byte[]> pictures = new ArrayList<>();
        private final AtomicLong grabs = new AtomicLong();

        Drawn() {
            for (int i = 0; i < PICTURES; i++) {
                var scene =
                        DrawnScene.room()
                                .with(310 + 2 * i, 220 + i % 5, 170, DrawnScene.Skin.MEDIUM);
                try (var frame = scene.frame(i)) {
                    pictures.add(frame.jpeg());
                }
            }
        }

        @Override
        public Grab grab() {
            var jpeg = pictures.get(Math.toIntExact(grabs.getAndIncrement() % PICTURES));
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

    /// Does with what is kept what the seat does with it.
    private static final class Kept implements Sink, AutoCloseable {

        private final AtomicLong pictures = new AtomicLong();
        private final Path folder;
        private final ResponseKey key;

        Kept() {
            try {
                folder = Files.createTempDirectory("gongyuan-pictures");
            } catch (IOException failed) {
                throw new UncheckedIOException("no folder for pictures", failed);
            }
            key = ResponseKey.generate(Suite.INTL_1, new SecureRandom());
        }

        @Override
        public void picture(byte[] jpeg) {
            long number = pictures.incrementAndGet();
            var associated = new byte[] {(byte) number};
            try {
                var _ = Files.write(folder.resolve("picture"), key.seal(jpeg, associated));
            } catch (IOException failed) {
                throw new UncheckedIOException("a picture cannot be kept", failed);
            }
            if (Suite.INTL_1.digest(key.seal(jpeg, associated)).toBytes().length == 0) {
                throw new IllegalStateException("a digest is never empty");
            }
        }

        @Override
        public void observed(Signal signal) {
            // What is observed is told in a line of text: nothing that could be measured here.
        }

        @Override
        public void preview(byte[] jpeg, CheckIn.Hint hint, boolean isReady) {
            throw new IllegalStateException("nobody checks in");
        }

        @Override
        public void noPicture(String because) {
            throw new IllegalStateException(because);
        }

        @Override
        public void seen(byte[] jpeg) {
            throw new IllegalStateException("no page shows it");
        }

        @Override
        public void failed(String because) {
            throw new IllegalStateException(because);
        }

        @Override
        public void close() {
            key.close();
            try {
                Files.deleteIfExists(folder.resolve("picture"));
                Files.delete(folder);
            } catch (IOException failed) {
                throw new UncheckedIOException("cannot remove " + folder, failed);
            }
        }
    }
}

package org.gongyuan.camera.watch;

import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Signal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the camera's part of a seat costs: the same duty as in an examination, from any source of
/// frames, with the processor's time of its own thread read before and after (observation.md
/// section 7).
///
/// @param lasted how long the camera was on duty
/// @param spent the processor's time its thread used for that
/// @param pictures how many pictures were kept and handed on
public record CameraCost(Duration lasted, Duration spent, long pictures) {

    /// The share of one core.
    public double share() {
        return (double) spent.toNanos() / lasted.toNanos();
    }

    /// Keeps a camera on duty and measures. Loading the library and opening the source are over
    /// before the measuring begins.
    ///
    /// @param upload takes every picture that is kept; what it does on the calling thread counts
    /// @param warmUp how long the duty runs before, so that its code is compiled
    /// @param lasting how long is measured
    /// @throws IllegalStateException when this machine does not count a thread's time
    public static CameraCost measure(
            Supplier<Optional<? extends FrameSource>> source,
            Cascade cascade,
            Consumer<byte[]> upload,
            Duration warmUp,
            Duration lasting,
            LongSupplier clock,
            RandomGenerator random)
            throws InterruptedException {
        var pictures = new AtomicLong();
        Consumer<byte[]> counted =
                jpeg -> {
                    pictures.incrementAndGet();
                    upload.accept(jpeg);
                };
        try (var watch =
                new CameraWatch(
                                source,
                                cascade,
                                Duration.ofSeconds(10),
                                new OnlyPictures(counted),
                                clock,
                                random)
                        .start()) {
            watch.watch();
            Thread.sleep(warmUp);
            long keptBefore = pictures.get();
            long began = clock.getAsLong();
            var before = spent(watch);
            Thread.sleep(lasting);
            var spent = spent(watch).minus(before);
            return new CameraCost(
                    Duration.ofMillis(clock.getAsLong() - began),
                    spent,
                    pictures.get() - keptBefore);
        }
    }

    private static Duration spent(CameraWatch watch) {
        return watch.processorTime()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "this machine does not count the processor's time of a"
                                                + " thread, or the camera's thread has ended"));
    }

    private record OnlyPictures(Consumer<byte[]> upload) implements Sink {

        @Override
        public void observed(Signal signal) {}

        @Override
        public void picture(byte[] jpeg) {
            upload.accept(jpeg);
        }

        @Override
        public void preview(byte[] jpeg, CheckIn.Hint hint, boolean isReady) {}

        @Override
        public void noPicture(String because) {}

        @Override
        public void seen(byte[] jpeg) {}

        @Override
        public void failed(String because) {
            throw new IllegalStateException(because);
        }
    }
}

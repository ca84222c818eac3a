package org.gongyuan.camera.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.frame.Frame;
import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.look.FaceComparer;
import org.gongyuan.camera.scene.DrawnScene;
import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(600)
class CameraWatchTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicLong seed = new AtomicLong();
    private final AtomicBoolean isPlugged = new AtomicBoolean(true);
    private final AtomicBoolean isReadable = new AtomicBoolean(true);
    private final PretendComparer comparer = new PretendComparer();
    private volatile DrawnScene scene = DrawnScene.candidate();

    /// Time ten times as fast, so that ten seconds without a face pass in one.
    private final long began = System.nanoTime();
    private final CameraWatch watch =
            new CameraWatch(
                            this::open,
                            Cascade.LBP,
                            Duration.ofSeconds(3),
                            Optional.of(new FaceRule(comparer, 0.4)),
                            sink(),
                            () -> (System.nanoTime() - began) / 100_000,
                            new SplittableRandom(1))
                    .start();

    @AfterEach
    void end() {
        watch.close();
    }

    private Optional<FrameSource> open() {
        if (!isPlugged.get()) {
            return Optional.empty();
        }
        return Optional.of(
                new FrameSource() {
                    @Override
                    public Grab grab() {
                        if (!isReadable.get()) {
                            throw new IllegalArgumentException("pixels of another kind");
                        }
                        return isPlugged.get()
                                ? new Taken(scene.frame(seed.incrementAndGet()))
                                : new Lost("unplugged");
                    }

                    @Override
                    public void close() {
                        told.add("closed");
                    }
                });
    }

    private Sink sink() {
        return new Sink() {
            @Override
            public void observed(Signal signal) {
                told.add(signal.kind().word() + " " + signal.phase().word());
            }

            @Override
            public void picture(byte[] jpeg) {
                told.add(jpeg.length > 1_000 ? "picture" : "an empty picture");
            }

            @Override
            public void preview(byte[] jpeg, CheckIn.Hint hint, boolean isReady) {
                told.add("preview " + hint + (isReady ? " ready" : ""));
            }

            @Override
            public void noPicture(String because) {
                told.add("no picture: " + because);
            }

            @Override
            public void seen(byte[] jpeg) {
                told.add("seen");
            }

            @Override
            public void failed(String because) {
                told.add("failed: " + because);
            }
        };
    }

    private void hear(String words) throws InterruptedException {
        String heard;
        do {
            heard = told.poll(240, TimeUnit.SECONDS);
            assertNotNull(heard, "never heard: " + words);
        } while (!heard.equals(words));
    }

    @Test
    void checksInWatchesAndTellsWhatItSees() throws InterruptedException {
        watch.checkIn();
        hear("preview GOOD ready");
        assertTrue(watch.baseline().isPresent());
        watch.watch();
        hear("picture");
        scene = DrawnScene.room();
        hear("no-face begun");
        hear("picture");
        scene = DrawnScene.candidate();
        hear("no-face ended");
    }

    @Test
    void anUnpluggedCameraIsToldAndComesBack() throws InterruptedException {
        watch.watch();
        hear("picture");
        isPlugged.set(false);
        hear("camera-lost begun");
        isPlugged.set(true);
        hear("camera-lost ended");
        hear("picture");
    }

    @Test
    void withoutACameraTheCandidateIsToldSoAndTheDutyGoesOn() throws InterruptedException {
        isPlugged.set(false);
        watch.checkIn();
        hear("no picture: there is no camera, or another program has it");
        isPlugged.set(true);
        hear("preview GOOD");
    }

    @Test
    void aDemandBringsPicturesFaster() throws InterruptedException {
        watch.watch();
        hear("picture");
        watch.demand(40, Duration.ofMinutes(10));
        for (int i = 0; i < 8; i++) {
            hear("picture");
        }
    }

    @Test
    void atRestTheCameraIsGivenBack() throws InterruptedException {
        watch.watch();
        hear("picture");
        watch.rest();
        hear("closed");
        told.clear();
        assertEquals(null, told.poll(500, TimeUnit.MILLISECONDS));
    }

    @Test
    void pixelsThatCannotBeReadAreALossAndTheDutyGoesOn() throws InterruptedException {
        watch.watch();
        hear("picture");
        isReadable.set(false);
        hear("camera-lost begun");
        isReadable.set(true);
        hear("camera-lost ended");
        hear("picture");
    }

    @Test
    void whatHasBegunEndsWhenTheCameraRests() throws InterruptedException {
        scene = DrawnScene.room();
        watch.watch();
        hear("no-face begun");
        watch.rest();
        hear("no-face ended");
    }

    @Test
    void whileWatchingThePictureIsShownOnlyWhenAskedFor() throws InterruptedException {
        watch.watch();
        hear("picture");
        assertFalse(told.contains("seen"));
        watch.show(true);
        hear("seen");
    }

    @Test
    void facesAreComparedOnlyWithConsentAndWithTheCheckInsFace() throws InterruptedException {
        watch.checkIn();
        hear("preview GOOD ready");
        hear("preview GOOD ready");
        assertEquals(0, comparer.enrolled.get());
        watch.compareFaces(true);
        while (comparer.enrolled.get() == 0) {
            hear("preview GOOD ready");
        }
        comparer.likeness = 0.1;
        watch.watch();
        hear("face-differs begun");
        watch.compareFaces(false);
        watch.rest();
        hear("face-differs ended");
        assertEquals(1, comparer.forgotten.get());
    }

    @Test
    void aFaceThatWasNeverEnrolledIsComparedWithNothing() throws InterruptedException {
        comparer.likeness = 0.1;
        watch.compareFaces(true);
        watch.watch();
        for (int i = 0; i < 4; i++) {
            hear("picture");
        }
        assertEquals(0, comparer.compared.get());
    }

    private static final class PretendComparer implements FaceComparer {

        private final AtomicInteger enrolled = new AtomicInteger();
        private final AtomicInteger compared = new AtomicInteger();
        private final AtomicInteger forgotten = new AtomicInteger();
        private volatile double likeness = 0.9;

        @Override
        public boolean enrol(Frame frame) {
            enrolled.incrementAndGet();
            return true;
        }

        @Override
        public OptionalDouble likeness(Frame frame) {
            compared.incrementAndGet();
            return OptionalDouble.of(likeness);
        }

        @Override
        public void forget() {
            forgotten.incrementAndGet();
        }

        @Override
        public void close() {}
    }
}

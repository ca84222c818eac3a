package org.gongyuan.camera.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.frame.FrameSource;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.scene.DrawnScene;
import org.gongyuan.camera.signal.CheckIn;
import org.gongyuan.camera.signal.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(120)
class CameraWatchTest {

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final AtomicLong seed = new AtomicLong();
    private final AtomicBoolean isPlugged = new AtomicBoolean(true);
    private volatile DrawnScene scene = DrawnScene.candidate();

    /// Time ten times as fast, so that ten seconds without a face pass in one.
    private final long began = System.nanoTime();
    private final CameraWatch watch =
            new CameraWatch(
                            this::open,
                            Cascade.LBP,
                            Duration.ofSeconds(3),
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
        };
    }

    private void hear(String words) throws InterruptedException {
        String heard;
        do {
            heard = told.poll(60, TimeUnit.SECONDS);
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
}

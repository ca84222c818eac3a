package org.gongyuan.camera.watch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.camera.frame.VideoFile;
import org.gongyuan.camera.look.Cascade;
import org.gongyuan.camera.scene.DrawnScene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

@Timeout(600)
class CameraCostTest {

    @TempDir private Path folder;

    /// Time runs ten times as fast, so that pictures are kept within the test.
    @Test
    void theDutyFromAFileIsMeasured() throws InterruptedException {
        var file = folder.resolve("candidate.avi");
        var frames = LongStream.range(0, 12).mapToObj(DrawnScene.candidate()::frame).toList();
        VideoFile.write(file, frames);
        frames.forEach(frame -> frame.close());

        // A machine that is busy elsewhere may keep no picture in the time: then it is measured
        // anew.
        var cost = measure(file);
        while (cost.pictures() == 0) {
            cost = measure(file);
        }

        assertTrue(cost.spent().isPositive());
        assertTrue(cost.share() > 0);
    }

    private static CameraCost measure(Path file) throws InterruptedException {
        return CameraCost.measure(
                () -> VideoFile.endless(file),
                Cascade.LBP,
                jpeg -> assertTrue(jpeg.length > 1_000),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                () -> System.nanoTime() / 100_000,
                new SplittableRandom(1));
    }
}

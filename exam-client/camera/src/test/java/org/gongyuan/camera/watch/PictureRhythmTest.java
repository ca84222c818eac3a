package org.gongyuan.camera.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;
import java.util.SplittableRandom;

class PictureRhythmTest {

    private final PictureRhythm rhythm = new PictureRhythm(new SplittableRandom(5), 0);

    @Test
    void keepsOneEveryFiveToTenSecondsAtMomentsNobodyForesees() {
        var gaps = new HashSet<Long>();
        long now = rhythm.nextMs();
        assertTrue(now < 5_000);
        for (int i = 0; i < 500; i++) {
            rhythm.kept(now);
            long gap = rhythm.nextMs() - now;
            assertTrue(gap >= 5_000 && gap <= 10_000, "a gap of " + gap);
            gaps.add(gap);
            now += gap;
        }
        assertTrue(gaps.size() > 400, "only " + gaps.size() + " different gaps");
    }

    @Test
    void threeFollowASignal() {
        rhythm.kept(0);
        rhythm.burst(1_000);
        assertEquals(1_000, rhythm.nextMs());
        rhythm.kept(1_000);
        assertEquals(2_000, rhythm.nextMs());
        rhythm.kept(2_000);
        assertEquals(3_000, rhythm.nextMs());
        rhythm.kept(3_000);
        assertTrue(rhythm.nextMs() >= 8_000);
    }

    @Test
    void aDemandIsMetForItsTimeAndWithinItsBounds() {
        rhythm.demand(0, 400, Duration.ofHours(5));
        long now = rhythm.nextMs();
        int kept = 0;
        while (now < Duration.ofMinutes(10).toMillis()) {
            rhythm.kept(now);
            kept++;
            assertTrue(rhythm.nextMs() - now >= 250, "never more than four a second");
            now = rhythm.nextMs();
        }
        assertEquals(2_400, kept, 2);
        rhythm.kept(now);
        assertTrue(rhythm.nextMs() - now >= 5_000, "after ten minutes it is over");
    }

    @Test
    void aDemandOfNoTimeChangesNothingForLong() {
        rhythm.demand(0, 0, Duration.ofSeconds(-5));
        rhythm.kept(100);
        assertTrue(rhythm.nextMs() >= 5_100);
    }
}

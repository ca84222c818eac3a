package org.gongyuan.camera.watch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When a picture is kept as evidence (observation.md section 5): one every 5 to 10 s at moments
/// nobody can foresee, three in a row around a signal, and more often for a while when the server
/// asks for it.
public final class PictureRhythm {

    /// The shortest time between two pictures kept in peace.
    public static final Duration SHORTEST = Duration.ofSeconds(5);

    /// The longest time between two pictures kept.
    public static final Duration LONGEST = Duration.ofSeconds(10);

    /// How many pictures follow a signal, a second apart.
    public static final int BURST = 3;

    /// The most pictures a second the server can ask for, in tenths.
    public static final int MOST_TENTHS = 40;

    /// The longest time one demand of the server lasts.
    public static final Duration LONGEST_DEMAND = Duration.ofMinutes(10);

    private static final long BURST_MS = 1_000;

    private final RandomGenerator random;
    private long nextMs;
    private int burst;
    private long demandEndsMs = Long.MIN_VALUE;
    private long demandMs;

    /// A rhythm whose first picture is due soon after `nowMs`.
    public PictureRhythm(RandomGenerator random, long nowMs) {
        this.random = requireNonNull(random, "random");
        this.nextMs = nowMs + random.nextLong(SHORTEST.toMillis());
    }

    /// When the next picture is due, in milliseconds of the seat's monotonic clock.
    public long nextMs() {
        return nextMs;
    }

    /// A picture was kept now; the next is due later.
    public void kept(long nowMs) {
        if (burst > 0) {
            burst--;
        }
        if (nowMs < demandEndsMs) {
            nextMs = nowMs + demandMs;
        } else if (burst > 0) {
            nextMs = nowMs + BURST_MS;
        } else {
            long spread = LONGEST.minus(SHORTEST).toMillis();
            nextMs = nowMs + SHORTEST.toMillis() + random.nextLong(spread + 1);
        }
    }

    /// Something was observed: pictures follow at once.
    public void burst(long nowMs) {
        burst = BURST;
        nextMs = Math.min(nextMs, nowMs);
    }

    /// The server wants pictures more often for a while. What it asks beyond the bounds is cut to
    /// them: a demand can never cost the candidate's machine more than was measured.
    ///
    /// @param tenthsPerSecond pictures a second in tenths, cut to 1..40
    /// @param lasting for how long, cut to 10 min
    public void demand(long nowMs, int tenthsPerSecond, Duration lasting) {
        int tenths = Math.clamp(tenthsPerSecond, 1, MOST_TENTHS);
        var bounded = lasting.compareTo(LONGEST_DEMAND) > 0 ? LONGEST_DEMAND : lasting;
        demandMs = 10_000L / tenths;
        demandEndsMs = nowMs + Math.max(0, bounded.toMillis());
        nextMs = Math.min(nextMs, nowMs + demandMs);
    }
}

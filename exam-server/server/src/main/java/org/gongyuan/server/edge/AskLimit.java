package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often somebody may ask: a number of times at once, and then as many again over a while
/// (`publication.md` 2.5). What is not full again is remembered for at most 100,000 who ask;
/// beyond, who was heard of longest ago is forgotten.
public final class AskLimit {

    private static final int MOST_REMEMBERED = 100_000;

    private final InstantSource clock;
    private final int most;
    private final Duration refill;
    private final Map<String, Left> left = new Remembered();

    /// How much was left at an instant.
    private record Left(double times, Instant at) {}

    /// `most` times at once and again over `refill`.
    public AskLimit(InstantSource clock, int most, Duration refill) {
        this.clock = requireNonNull(clock, "clock");
        this.refill = requireNonNull(refill, "refill");
        if (most < 1 || !refill.isPositive()) {
            throw new IllegalArgumentException(
                    "a limit is at least once over more than nothing, not %d over %s"
                            .formatted(most, refill));
        }
        this.most = most;
    }

    /// Lets somebody ask, or says how long he must wait; zero means that he may.
    public synchronized Duration ask(String who) {
        var now = clock.instant();
        double times = now(left.get(who), now);
        if (times < 1) {
            double wait = (1 - times) * refill.toMillis() / most;
            return Duration.ofMillis((long) Math.ceil(Math.max(1, wait)));
        }
        left.put(who, new Left(times - 1, now));
        return Duration.ZERO;
    }

    private double now(Left before, Instant now) {
        if (before == null) {
            return most;
        }
        long passed = Math.max(0, Duration.between(before.at(), now).toMillis());
        return Math.min(most, before.times() + (double) most * passed / refill.toMillis());
    }

    /// Who asked last comes last.
    private static final class Remembered extends LinkedHashMap<String, Left> {

        private static final long serialVersionUID = 1L;

        Remembered() {
            super(64, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}

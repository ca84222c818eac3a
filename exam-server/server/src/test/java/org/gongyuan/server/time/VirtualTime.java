package org.gongyuan.server.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Time that stands still until a test moves it, with timers that fire on the way.
public final class VirtualTime implements InstantSource, Timers {

    private record Due(Instant at, long number, Runnable then, AtomicBoolean cancelled) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private Instant now;
    private long number;

    public VirtualTime(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable then) {
        var cancelled = new AtomicBoolean();
        due.add(new Due(now.plus(delay), number++, then, cancelled));
        return () -> cancelled.set(true);
    }

    /// Moves on, firing what falls due; `between` runs after each.
    public void passes(Duration time, Runnable between) {
        var until = now.plus(time);
        while (!due.isEmpty() && !due.peek().at().isAfter(until)) {
            var next = due.poll();
            now = next.at().isAfter(now) ? next.at() : now;
            if (!next.cancelled().get()) {
                next.then().run();
                between.run();
            }
        }
        now = until;
    }
}

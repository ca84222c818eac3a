package org.gongyuan.seat.session;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/// Time that passes only when a test lets it: alarms ring in their order, at once.
final class VirtualTime implements Ticker {

    private record Event(long at, long order, Runnable then) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now = 1_000_000_000L;
    private long count;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Alarm after(Duration delay, Runnable then) {
        var event = new Event(now + Math.max(0, delay.toNanos()), count++, then);
        events.add(event);
        return () -> {
            var _ = events.remove(event);
        };
    }

    /// Runs a task some time later, like an executor that is busy.
    Executor delaying(Duration delay) {
        return task -> {
            var _ = after(delay, task);
        };
    }

    void pass(Duration duration) {
        long until = now + duration.toNanos();
        while (!events.isEmpty() && events.peek().at() <= until) {
            step();
        }
        now = until;
    }

    /// Lets time pass until something is so.
    void passUntil(BooleanSupplier isSo) {
        long limit = now + Duration.ofHours(2).toNanos();
        while (!isSo.getAsBoolean()) {
            if (events.isEmpty() || now > limit) {
                throw new AssertionError("it never came to be");
            }
            step();
        }
    }

    private void step() {
        var event = events.poll();
        now = event.at();
        event.then().run();
    }
}

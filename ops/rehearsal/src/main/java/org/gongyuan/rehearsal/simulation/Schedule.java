package org.gongyuan.rehearsal.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Virtual time: what happens when. Events of the same nanosecond happen in the order in which they
/// were planned.
final class Schedule {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.<Event>comparingLong(event -> event.at)
                            .thenComparingLong(event -> event.tie));
    private long now = 1_000_000_000L;
    private long ties;
    private long happened;

    /// One thing that will happen.
    static final class Event {

        private final long at;
        private final long tie;
        private final Runnable then;
        private boolean isCancelled;

        private Event(long at, long tie, Runnable then) {
            this.at = at;
            this.tie = tie;
            this.then = then;
        }

        void cancel() {
            isCancelled = true;
        }
    }

    /// Nanoseconds since some fixed moment.
    long nanos() {
        return now;
    }

    /// How many events have happened.
    long happened() {
        return happened;
    }

    Event after(Duration delay, Runnable then) {
        return at(now + Math.max(0, delay.toNanos()), then);
    }

    Event at(long nanos, Runnable then) {
        var event = new Event(Math.max(now, nanos), ties++, then);
        events.add(event);
        return event;
    }

    /// Lets the next event happen; false when there is none.
    boolean step() {
        var event = events.poll();
        while (event != null && event.isCancelled) {
            event = events.poll();
        }
        if (event == null) {
            return false;
        }
        now = event.at;
        happened++;
        event.then.run();
        return true;
    }
}

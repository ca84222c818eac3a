package org.gongyuan.server.admission;

import org.gongyuan.server.time.Timers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/// Lets seats in a few at a time, so that those who are in do not feel those who come. Everybody
/// else is told his place and an honest guess of the time.
final class AdmissionQueue {

    private static final Duration TELL_EVERY = Duration.ofSeconds(2);
    private static final double WEIGHT = 0.05;
    private static final double FIRST_GUESS_MILLIS = 5;

    private final int atOnce;
    private final int longest;
    private final InstantSource clock;
    private final Timers timers;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int inside;
    private boolean telling;
    private double millisEach = FIRST_GUESS_MILLIS;
    private long lastDone;

    AdmissionQueue(int atOnce, int longest, InstantSource clock, Timers timers) {
        this.atOnce = atOnce;
        this.longest = longest;
        this.clock = clock;
        this.timers = timers;
    }

    /// Somebody who waits.
    interface Waiting {

        /// It is his turn; [AdmissionQueue#done] must follow.
        void enter();

        /// His place and the time it may take.
        void told(int place, Duration expected);

        /// Whether he has left.
        boolean isGone();
    }

    /// Lets somebody in now, or in his turn; false when the queue is full.
    boolean come(Waiting one) {
        if (inside < atOnce) {
            inside++;
            lastDone = clock.millis();
            one.enter();
            return true;
        }
        if (waiting.size() >= longest) {
            return false;
        }
        waiting.addLast(one);
        tell(one, waiting.size());
        if (!telling) {
            telling = true;
            timers.after(TELL_EVERY, this::tellAll);
        }
        return true;
    }

    /// One who was inside is through.
    void done() {
        inside--;
        long now = clock.millis();
        millisEach += WEIGHT * (Math.min(now - lastDone, 10_000) - millisEach);
        lastDone = now;
        while (inside < atOnce && !waiting.isEmpty()) {
            var next = waiting.removeFirst();
            if (!next.isGone()) {
                inside++;
                next.enter();
            }
        }
    }

    /// How many wait.
    int length() {
        return waiting.size();
    }

    private void tellAll() {
        waiting.removeIf(Waiting::isGone);
        int place = 1;
        for (var one : waiting) {
            tell(one, place++);
        }
        telling = !waiting.isEmpty();
        if (telling) {
            timers.after(TELL_EVERY, this::tellAll);
        }
    }

    private void tell(Waiting one, int place) {
        one.told(place, Duration.ofMillis((long) Math.ceil(place * Math.max(millisEach, 0.1))));
    }
}

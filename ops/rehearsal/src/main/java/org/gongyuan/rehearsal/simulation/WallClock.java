package org.gongyuan.rehearsal.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The clock on the wall of the server's machine, which somebody may set wrong.
final class WallClock implements InstantSource {

    private final Schedule schedule;
    private final Instant rightAtZero;
    private Instant atZero;

    WallClock(Schedule schedule, Instant now) {
        this.schedule = schedule;
        this.rightAtZero = now.minusNanos(schedule.nanos());
        this.atZero = rightAtZero;
    }

    @Override
    public Instant instant() {
        return atZero.plusNanos(schedule.nanos());
    }

    void jump(Duration by) {
        atZero = atZero.plus(by);
    }

    /// Somebody sets it right.
    void isSetRight() {
        atZero = rightAtZero;
    }
}

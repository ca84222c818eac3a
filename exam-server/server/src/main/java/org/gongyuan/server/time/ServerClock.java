package org.gongyuan.server.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The clock by which a node holds examinations: an instant agreed on when the node started, and a
/// monotonic count from there. Steps of the machine's wall clock while the node runs do not touch
/// it.
///
/// At a restart the anchor is the wall clock, unless [ClockAtRestart] knows better, but never
/// earlier than the last entry the node wrote: the record's instants do not run backwards. A
/// deployment keeps its clocks by NTP and looks at [#drift] before it opens the doors.
public final class ServerClock implements InstantSource {

    private volatile Instant anchor;
    private final long anchorNanos;
    private final LongSupplier nanos;
    private final InstantSource wall;

    /// A clock anchored at the wall's instant.
    public ServerClock(InstantSource wall, LongSupplier nanos) {
        this.wall = requireNonNull(wall, "wall");
        this.nanos = requireNonNull(nanos, "nanos");
        this.anchor = wall.instant();
        this.anchorNanos = nanos.getAsLong();
    }

    /// Now, to the millisecond, as the record and the wire write it.
    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return anchor.toEpochMilli() + Duration.ofNanos(nanos.getAsLong() - anchorNanos).toMillis();
    }

    /// Moves the clock forward to an instant it has not reached: an entry the node wrote before it
    /// was restarted. Before the doors open only.
    public void atLeast(Instant reached) {
        var behind = Duration.between(instant(), reached);
        if (behind.isPositive()) {
            anchor = anchor.plus(behind);
        }
    }

    /// Goes on from an instant, whatever the wall clock says. Before the doors open only.
    void goOnFrom(Instant agreed) {
        anchor = anchor.plus(Duration.between(instant(), agreed));
    }

    /// How far the machine's wall clock is ahead of this clock.
    public Duration drift() {
        return Duration.ofMillis(wall.millis() - millis());
    }
}

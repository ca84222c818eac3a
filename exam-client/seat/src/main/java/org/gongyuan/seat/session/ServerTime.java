package org.gongyuan.seat.session;

import java.time.Duration;
import java.time.Instant;

/// The server's time as this seat reckons it: what the server said, carried on by the monotonic
/// clock (seat-protocol.md section 1.4).
///
/// An instant that was sent is at least as old as it says when it arrives; an answered ping also
/// bounds it from the other side. The tightest bound of the last minutes is kept, so that a slow
/// line does not take time from the candidate.
final class ServerTime {

    private static final long BELIEVED_FOR = Duration.ofMinutes(3).toNanos();
    private static final long NEVER = Long.MIN_VALUE;

    private final Ticker ticker;
    private long offset;
    private long width = Long.MAX_VALUE;
    private long measuredAt = NEVER;

    ServerTime(Ticker ticker) {
        this.ticker = ticker;
    }

    /// Whether the server ever told its time.
    boolean isKnown() {
        return measuredAt != NEVER;
    }

    /// The server said it was `now`, in a message it sent just before it came here. Nothing tells
    /// how long it was under way, so this is believed only while nothing better is known.
    void heard(Instant now) {
        if (!isKnown()) {
            long tick = ticker.nanos();
            offset = nanos(now) - tick;
            measuredAt = tick;
        }
    }

    /// The server said it was `now`, between two moments of this seat. Tells by how much the
    /// server's clock jumped against what was believed: zero when both can be right.
    Duration answered(Instant now, long asked) {
        long tick = ticker.nanos();
        long half = (tick - asked) / 2;
        long measured = nanos(now) - (asked + half);
        long jump = width == Long.MAX_VALUE ? 0 : outside(measured - offset, half + width);
        boolean isStale = tick - measuredAt > BELIEVED_FOR;
        if (jump != 0 || isStale || half <= width) {
            offset = measured;
            width = half;
            measuredAt = tick;
        }
        return Duration.ofNanos(jump);
    }

    /// The server's time now, by this seat's reckoning.
    Instant now() {
        long nanos = ticker.nanos() + offset;
        return Instant.ofEpochMilli(Math.floorDiv(nanos, 1_000_000L));
    }

    private static long outside(long difference, long bound) {
        return Math.abs(difference) <= bound ? 0 : difference;
    }

    private static long nanos(Instant instant) {
        return instant.toEpochMilli() * 1_000_000L;
    }
}

package org.gongyuan.server.admission;

import org.gongyuan.protocol.record.SeatId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How often a seat has failed to prove its candidate, and how long it must wait now.
final class Tries {

    /// Free tries before the waiting begins; each further one doubles it.
    private static final int FREE = 5;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 5;
    private static final int MOST_SEATS = 100_000;

    private final Map<SeatId, Failed> failed = new HashMap<>();

    private record Failed(int times, Instant until) {}

    /// How long the seat must still wait.
    Duration wait(SeatId seat, Instant now) {
        var so = failed.get(seat);
        return so == null || !now.isBefore(so.until)
                ? Duration.ZERO
                : Duration.between(now, so.until);
    }

    /// Notes a failure and says how long the seat must wait.
    Duration failed(SeatId seat, Instant now) {
        if (failed.size() >= MOST_SEATS) {
            failed.values().removeIf(so -> now.isAfter(so.until));
        }
        int times = failed.containsKey(seat) ? failed.get(seat).times + 1 : 1;
        var wait =
                times < FREE
                        ? Duration.ZERO
                        : FIRST_WAIT.multipliedBy(1L << Math.min(times - FREE, MOST_DOUBLINGS));
        failed.put(seat, new Failed(times, now.plus(wait)));
        return wait;
    }

    /// Forgets the failures of a seat.
    void proved(SeatId seat) {
        failed.remove(seat);
    }
}

package org.gongyuan.camera.signal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// One condition watched over time: told once when it has held long enough, and once more when it
/// has been over for a moment.
///
///     quiet --holds--> suspected --held `after`--> told --over for 2 s--> quiet
///       ^                 |                         |  ^
///       +--- does not ----+                         over, holds again
final class Lasting {

    /// How long a condition must be over before its end is told, so that one lucky picture does
    /// not cut a signal in two.
    static final Duration OVER_AFTER = Duration.ofSeconds(2);

    private final SignalKind kind;
    private final long afterMs;
    private long since = -1;
    private long last = -1;
    private boolean isTold;

    Lasting(SignalKind kind) {
        this(kind, kind.after());
    }

    Lasting(SignalKind kind, Duration after) {
        this.kind = requireNonNull(kind, "kind");
        this.afterMs = after.toMillis();
    }

    /// Whether this was told and is not over.
    boolean isTold() {
        return isTold;
    }

    /// Takes in whether the condition holds now.
    Optional<Signal> at(long nowMs, boolean holds, Map<String, Double> measures) {
        if (holds) {
            if (since < 0) {
                since = nowMs;
            }
            last = nowMs;
            if (!isTold && nowMs - since >= afterMs) {
                isTold = true;
                return Optional.of(Signal.of(kind, Signal.Phase.BEGUN, nowMs - since, measures));
            }
            return Optional.empty();
        }
        if (!isTold) {
            since = -1;
            return Optional.empty();
        }
        if (nowMs - last < OVER_AFTER.toMillis()) {
            return Optional.empty();
        }
        var ended = Signal.of(kind, Signal.Phase.ENDED, last - since, measures);
        isTold = false;
        since = -1;
        return Optional.of(ended);
    }

    /// Nobody looks any more: what was told and is not over ends now.
    Optional<Signal> end(long nowMs) {
        boolean wasTold = isTold;
        long lasted = Math.max(0, nowMs - since);
        isTold = false;
        since = -1;
        return wasTold
                ? Optional.of(Signal.of(kind, Signal.Phase.ENDED, lasted, Map.of()))
                : Optional.empty();
    }
}

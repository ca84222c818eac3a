package org.gongyuan.seat.session;

import java.time.Duration;

/// The seat's only sense of time: a monotonic clock and alarms on it. The wall clock of a seat is
/// never asked (seat-protocol.md section 1.4).
public interface Ticker {

    /// Nanoseconds since some fixed moment. Never goes back.
    long nanos();

    /// Calls `then` on the seat's thread after at least `delay`.
    Alarm after(Duration delay, Runnable then);

    /// One alarm.
    interface Alarm {

        /// The alarm shall not ring. Harmless when it rang already.
        void cancel();
    }
}

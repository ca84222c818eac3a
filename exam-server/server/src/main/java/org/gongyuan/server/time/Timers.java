package org.gongyuan.server.time;

import java.time.Duration;

/// Wakes the core after some time. Calls come one at a time, in the same lane as everything else
/// that moves sessions.
public interface Timers {

    /// Runs `then` once after `delay`, unless cancelled.
    Timer after(Duration delay, Runnable then);

    /// A call that will be made.
    interface Timer {

        /// The call is not made, if it has not been yet.
        void cancel();
    }
}

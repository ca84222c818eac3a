package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// That a seat observed something, as a proctor reads it: a raw signal and no verdict. What was
/// told with it is sealed and not here.
///
/// @param signal the seat's word for it (`seat-window.md` section 5, `observation.md` 3.1)
/// @param times how often in this session
/// @param last when the node took the last one
public record ObservedSignal(String signal, long times, Instant last) {

    public ObservedSignal {
        requireNonNull(signal, "signal");
        requireNonNull(last, "last");
        if (times < 1) {
            throw new IllegalArgumentException("a signal was observed at least once, not " + times);
        }
    }
}

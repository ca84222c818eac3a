package org.gongyuan.seat.program;

import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.session.Ticker;

import java.time.Duration;

/// When the program's heap is cleaned as a whole and what it does not need given back to the
/// machine (seat-window.md 2.8). The serial collector does that by itself only once the heap has
/// grown to its bound: pictures and items long gone would stay until then. Chromium draws and takes
/// keys meanwhile.
final class GarbageGivenBack {

    private static final Duration EVERY = Duration.ofMinutes(5);

    private GarbageGivenBack() {}

    /// Cleans when a stage begins in which the candidate waits.
    static void at(Stage stage) {
        if (stage == Stage.WAITING || stage == Stage.ON_HOLD) {
            System.gc();
        }
    }

    /// Cleans every five minutes from now on.
    static void regularly(Ticker ticker) {
        var _ =
                ticker.after(
                        EVERY,
                        () -> {
                            System.gc();
                            regularly(ticker);
                        });
    }
}

package org.gongyuan.drill;

import com.microsoft.playwright.Page;

import org.gongyuan.rehearsal.stage.StaffDesk;

/// What the proctor's list of machines says of the seats by and by: what a seat observes is told to
/// the node when it has the time.
final class ProctorTold {

    private static final double LOOK_AGAIN_MILLIS = 100;

    private ProctorTold() {}

    /// Waits until the proctor reads that signal.
    ///
    /// @param page what lives on meanwhile
    static void awaits(StaffDesk staff, Page page, String signal) {
        var wanted = "\"signal\":\"%s\"".formatted(signal);
        long until = System.nanoTime() + DrilledDesk.PATIENCE.toNanos();
        for (var told = staff.postures(); !told.contains(wanted); told = staff.postures()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("no %s in %s".formatted(signal, told));
            }
            page.waitForTimeout(LOOK_AGAIN_MILLIS);
        }
    }
}

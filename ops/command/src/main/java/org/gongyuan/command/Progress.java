package org.gongyuan.command;

import java.io.PrintWriter;

/// Tells on a terminal that long work goes on, and for how long; its line is gone when it is
/// closed. Where no terminal is, nothing is told. It begins after the last question to the person
/// there, and ends before the result is told.
final class Progress implements AutoCloseable {

    private static final long FIRST_AFTER = 1_000;
    private static final long EACH = 250;
    private static final String BAR = "━━━━━━━━━━━━━━━━━━━━";

    private final PrintWriter to;
    private final String what;
    private final Thread teller;
    private final long firstAfter;
    private volatile long done;
    private volatile long all;

    private Progress(PrintWriter to, String what, long firstAfter) {
        this.to = to;
        this.what = what;
        this.firstAfter = firstAfter;
        this.teller = Thread.ofVirtual().unstarted(this::tell);
    }

    /// Work that begins now.
    static Progress of(ActCommand command, String what) {
        return of(
                command.spec().commandLine().getErr(),
                what,
                Interactive.terminal().isPresent(),
                FIRST_AFTER);
    }

    /// Work that begins now, told after so many milliseconds where a terminal is.
    static Progress of(PrintWriter to, String what, boolean isTerminal, long firstAfter) {
        var progress = new Progress(to, what, firstAfter);
        if (isTerminal) {
            progress.teller.start();
        }
        return progress;
    }

    /// So much of it is done.
    void at(long done, long all) {
        this.done = done;
        this.all = all;
    }

    private void tell() {
        try {
            Thread.sleep(firstAfter);
            for (long waited = firstAfter; ; waited += EACH) {
                to.print("\r%s  %s  %d s ".formatted(what, bar(), waited / 1_000));
                to.flush();
                Thread.sleep(EACH);
            }
        } catch (InterruptedException _) {
            to.print("\r\033[K");
            to.flush();
        }
    }

    private String bar() {
        if (all == 0) {
            return "…";
        }
        int filled = (int) (BAR.length() * done / all);
        return "%s%s %d/%d"
                .formatted(BAR.substring(0, filled), " ".repeat(BAR.length() - filled), done, all);
    }

    /// It is over: what comes now may be told.
    void end() {
        close();
    }

    @Override
    public void close() {
        teller.interrupt();
        try {
            teller.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

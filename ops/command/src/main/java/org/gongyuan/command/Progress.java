package org.gongyuan.command;

import java.io.PrintWriter;

/// Tells on a terminal that long work goes on, and for how long. Where no terminal is, nothing is
/// told.
final class Progress implements AutoCloseable {

    private static final long FIRST_AFTER = 1_000;
    private static final long EACH = 250;
    private static final String BAR = "━━━━━━━━━━━━━━━━━━━━";

    private final PrintWriter to;
    private final String what;
    private final Thread teller;
    private volatile long done;
    private volatile long all;

    private Progress(PrintWriter to, String what) {
        this.to = to;
        this.what = what;
        this.teller = Thread.ofVirtual().unstarted(this::tell);
    }

    /// Work that begins now.
    static Progress of(ActCommand command, String what) {
        var progress = new Progress(command.spec().commandLine().getErr(), what);
        if (Interactive.terminal().isPresent()) {
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
            Thread.sleep(FIRST_AFTER);
            for (long waited = FIRST_AFTER; ; waited += EACH) {
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

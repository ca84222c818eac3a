package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.seat.journal.SeatJournal;

import java.time.Duration;
import java.time.Instant;

/// How much time the candidate has. The server says it; this only counts down.
final class SessionClock {

    private final Ticker ticker;
    private final ServerTime time;
    private final Runnable whenOver;
    private SeatJournal journal;
    private Instant deadline = Instant.EPOCH;
    private Duration leftWhenHeld = Duration.ZERO;
    private boolean isHeld;
    private boolean isOver;
    private Ticker.Alarm alarm = () -> {};

    SessionClock(Ticker ticker, ServerTime time, Runnable whenOver) {
        this.ticker = requireNonNull(ticker, "ticker");
        this.time = requireNonNull(time, "time");
        this.whenOver = requireNonNull(whenOver, "whenOver");
    }

    /// Remembers in this journal from now on.
    void keepIn(SeatJournal kept) {
        journal = kept;
    }

    /// Time runs until this deadline. Tells whether that is news.
    boolean runUntil(Instant newDeadline) {
        boolean isNews = isHeld || !newDeadline.equals(deadline);
        isHeld = false;
        deadline = newDeadline;
        if (isNews) {
            journal.add(new JournalEntry.Clock(false, deadline, Duration.ZERO));
        }
        isOver = false;
        watch();
        return isNews;
    }

    /// The clock stands still. Tells whether that is news.
    boolean hold(Duration left) {
        boolean isNews = !isHeld || !left.equals(leftWhenHeld);
        isHeld = true;
        leftWhenHeld = left;
        alarm.cancel();
        if (isNews) {
            journal.add(new JournalEntry.Clock(true, deadline, left));
        }
        return isNews;
    }

    boolean isHeld() {
        return isHeld;
    }

    /// Whether time is over by this seat's reckoning.
    boolean isOver() {
        return !isHeld && deadline.isAfter(Instant.EPOCH) && !time.now().isBefore(deadline);
    }

    Instant deadline() {
        return deadline;
    }

    /// The server's time, as this seat reckons it.
    Instant serverTime() {
        return time.now();
    }

    /// What is left, never less than nothing.
    Duration left() {
        if (isHeld) {
            return leftWhenHeld;
        }
        var left = Duration.between(time.now(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void watch() {
        alarm.cancel();
        alarm = ticker.after(left(), this::look);
    }

    private void look() {
        if (isHeld || isOver) {
            return;
        }
        if (isOver()) {
            isOver = true;
            whenOver.run();
        } else {
            alarm = ticker.after(left(), this::look);
        }
    }

    void end() {
        alarm.cancel();
    }
}

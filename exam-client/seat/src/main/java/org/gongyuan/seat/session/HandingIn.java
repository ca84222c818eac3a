package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.SeatMessage;

import java.time.Duration;
import java.util.function.Consumer;

/// The submission on its way: sent once, and again when nothing comes of it (seat-protocol.md
/// section 9). On the seat's thread.
final class HandingIn {

    /// A submission that nobody answers is sent again so late.
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    /// So often a submission that does not fit is sent over a new connection.
    private static final int MOST_TRIES = 3;

    private final Ticker ticker;
    private final Consumer<SeatMessage> send;
    private final Runnable again;

    private boolean isSent;
    private int refusals;
    private Ticker.Alarm asking = () -> {};

    /// @param again is called when it is time to send it once more
    HandingIn(Ticker ticker, Consumer<SeatMessage> send, Runnable again) {
        this.ticker = requireNonNull(ticker, "ticker");
        this.send = requireNonNull(send, "send");
        this.again = requireNonNull(again, "again");
    }

    /// Whether a submission is on its way.
    boolean isSent() {
        return isSent;
    }

    void send(SeatMessage.Submit submission) {
        isSent = true;
        send.accept(submission);
        askAgain();
    }

    /// The server could not take it now; it is sent again later.
    void notTaken() {
        isSent = false;
        askAgain();
    }

    private void askAgain() {
        asking.cancel();
        asking =
                ticker.after(
                        ASK_AGAIN,
                        () -> {
                            isSent = false;
                            again.run();
                        });
    }

    /// It does not fit what the server has. Tells whether another connection may mend that.
    boolean mayMend() {
        isSent = false;
        refusals++;
        return refusals < MOST_TRIES;
    }

    /// The server asks for responses before it: it is sent once they are there.
    void comesLater() {
        isSent = false;
    }

    /// The connection is gone, or the candidate goes on: nothing is under way.
    void withdraw() {
        isSent = false;
        cancel();
    }

    /// It is over.
    void cancel() {
        asking.cancel();
    }
}

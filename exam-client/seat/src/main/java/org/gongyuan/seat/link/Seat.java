package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;

import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.session.Ticker;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// One seat that runs: the door to its session from other threads. What is asked of it happens on
/// the seat's own loop, in the order in which it was asked.
public final class Seat {

    private final SeatSession session;
    private final Context loop;
    private final Ticker ticker;

    Seat(SeatSession session, Context loop, Ticker ticker) {
        this.session = requireNonNull(session, "session");
        this.loop = requireNonNull(loop, "loop");
        this.ticker = requireNonNull(ticker, "ticker");
    }

    /// Does something with the session, soon. What it throws goes to the loop's handler.
    public void act(Consumer<SeatSession> act) {
        loop.runOnContext(_ -> act.accept(session));
    }

    /// Asks the session something.
    public <T> CompletableFuture<T> ask(Function<SeatSession, T> question) {
        var answer = new CompletableFuture<T>();
        loop.runOnContext(
                _ -> {
                    try {
                        answer.complete(question.apply(session));
                    } catch (RuntimeException failed) {
                        answer.completeExceptionally(failed);
                    }
                });
        return answer;
    }

    Context loop() {
        return loop;
    }

    /// The session itself, for who is on the seat's loop already, as its page is.
    public SeatSession session() {
        return session;
    }

    /// Time as the seat has it; its alarms ring on the seat's loop.
    public Ticker ticker() {
        return ticker;
    }

    /// Ends the program at this seat without ending the session: it goes on from the journal.
    public CompletableFuture<Void> leave() {
        return ask(
                seated -> {
                    seated.leave();
                    return null;
                });
    }
}

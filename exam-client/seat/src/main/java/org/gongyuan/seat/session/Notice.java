package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Who;
import org.gongyuan.protocol.record.Cause;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something the candidate's page is told, on the seat's thread, in the order in which it happened.
public sealed interface Notice {

    /// The session stands elsewhere now.
    record Moved(Stage stage) implements Notice {}

    /// The connection is up, or lost.
    record Connected(boolean isUp) implements Notice {}

    /// The connection is up, but an answer that is due does not come; or something is heard again.
    record Silent(boolean isSilent) implements Notice {}

    /// The server is busy; an honest place in the queue.
    record Queued(int place, Duration expected) implements Notice {}

    /// The seat was not let in. Without `retryAfter` the candidate signs in again.
    record Refused(Refusal reason, Words words, Duration retryAfter) implements Notice {

        public Refused {
            requireNonNull(reason, "reason");
            requireNonNull(words, "words");
            requireNonNull(retryAfter, "retryAfter");
        }
    }

    /// Whom to confirm, and the rules of the sitting.
    ///
    /// @param photo of the candidate's registration, if the roster has one
    record Known(Who candidate, Rules rules, Optional<Portrait> photo) implements Notice {}

    /// So much of the form is here.
    record Fetched(long bytes, long of) implements Notice {}

    /// The items can be shown. When this seat goes on with a session, the responses so far can be
    /// asked of it.
    record Opened(OpenedItems items) implements Notice {}

    /// The server has all responses up to this one, durably.
    record Acknowledged(long seq) implements Notice {}

    /// The state of the candidate's work changed.
    record Work(SaveState state) implements Notice {}

    /// Time runs until `deadline` by the server's clock.
    record Deadline(Instant deadline) implements Notice {}

    /// The clock stands still with `left` to go.
    record Held(Cause cause, Duration left) implements Notice {}

    /// Time was added.
    record Extended(Duration by, Cause cause) implements Notice {}

    /// Words from the proctor.
    record Said(String words) implements Notice {}

    /// Pictures are wanted more often for a while.
    record Demanded(String what, int tenthsPerSecond, Duration lasting) implements Notice {}

    /// How the server judges what was found about this machine.
    record Judged(List<ServerMessage.Judged.Finding> findings) implements Notice {

        public Judged {
            findings = List.copyOf(findings);
        }
    }

    /// By this seat's reckoning time is over; nothing more is taken.
    record TimeIsOver() implements Notice {}

    /// The server collected what was saved. So many changes of this seat came too late.
    record Collected(long notTaken) implements Notice {}

    /// The session was annulled.
    record Voided(Cause cause) implements Notice {}

    /// The session is closed, and this is its receipt.
    record Closed(String receipt, String shortCode, Receipts.Finding finding) implements Notice {}

    /// Several tries in a row to reach a server failed; it is tried on.
    record Unreachable(Words words) implements Notice {}

    /// Something is not as it should be; the session goes on.
    record Trouble(Words words) implements Notice {}

    /// This seat stopped and keeps what it has. The proctor has to help.
    record Stopped(Stopping because, Words words) implements Notice {}
}

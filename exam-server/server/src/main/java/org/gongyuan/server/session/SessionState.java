package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionEntry;

import java.time.Duration;
import java.time.Instant;

/// Where a session stands (`session.md` section 1).
///
///     Expected --Admitted--> Seated --Keyed--> Seated, keyed --Started--> Running
///     Running --Held--> OnHold --Resumed--> Running          (exactly the time left is given back)
///     Running --Submitted | Expired--> Closed
///     Seated | Running | OnHold --Voided | Transferred--> Closed
///
///     Seated, Running, OnHold: Keyed, Moved, Readmitted, ForkRefused, Observed, FrameTaken,
///         PostureReported, PostureOverridden stay
///     Running, OnHold: HeadSigned stays, Extended adds time
///     Running: ResponseSaved stays
public sealed interface SessionState {

    /// A response that was under way at the deadline is taken this long (`session.md` section 2.5).
    Duration GRACE = Duration.ofSeconds(5);

    /// Nobody has come yet.
    record Expected() implements SessionState {}

    /// Identity is checked and the seat taken; `keyed` once responses can be sealed for marking.
    record Seated(Place place, boolean keyed) implements SessionState {

        public Seated {
            requireNonNull(place, "place");
        }
    }

    /// Time runs until `deadline`.
    record Running(Place place, Instant deadline) implements SessionState {

        public Running {
            requireNonNull(place, "place");
            requireNonNull(deadline, "deadline");
        }
    }

    /// Time stands still with `left` to go.
    record OnHold(Place place, Duration left) implements SessionState {

        public OnHold {
            requireNonNull(place, "place");
            requireNonNull(left, "left");
        }
    }

    /// Over.
    record Closed(Outcome outcome) implements SessionState {

        public Closed {
            requireNonNull(outcome, "outcome");
        }
    }

    /// How a session ended.
    enum Outcome {
        SUBMITTED,
        EXPIRED,
        VOIDED,
        TRANSFERRED
    }

    /// The state after an entry. A pair that is not drawn is refused, so that a forged or late
    /// entry moves nothing; so is an entry whose arithmetic of time is wrong.
    default SessionState after(SessionEntry entry) {
        return switch (this) {
            case Expected() ->
                    switch (entry) {
                        case SessionEntry.Admitted e ->
                                new Seated(new Place(e.seat(), e.seatKey()), false);
                        default -> throw new IllegalTransition(this, entry);
                    };
            case Seated seated -> afterSeated(seated, entry);
            case Running running -> afterRunning(running, entry);
            case OnHold held -> afterHeld(held, entry);
            case Closed _ -> throw new IllegalTransition(this, entry);
        };
    }

    private static SessionState afterSeated(Seated seated, SessionEntry entry) {
        return switch (entry) {
            case SessionEntry.Keyed _ -> new Seated(seated.place, true);
            case SessionEntry.Started e when seated.keyed ->
                    new Running(seated.place, e.deadline());
            case SessionEntry.Moved e when isAt(seated.place, e) ->
                    new Seated(new Place(e.to(), e.seatKey()), seated.keyed);
            case SessionEntry.Readmitted e when isAt(seated.place, e) ->
                    new Seated(new Place(e.seat(), e.seatKey()), seated.keyed);
            case SessionEntry.ForkRefused _,
                    SessionEntry.Observed _,
                    SessionEntry.FrameTaken _,
                    SessionEntry.PostureReported _,
                    SessionEntry.PostureOverridden _ ->
                    seated;
            case SessionEntry.Voided _ -> new Closed(Outcome.VOIDED);
            case SessionEntry.Transferred _ -> new Closed(Outcome.TRANSFERRED);
            default -> throw new IllegalTransition(seated, entry);
        };
    }

    private static SessionState afterRunning(Running running, SessionEntry entry) {
        var deadline = running.deadline;
        return switch (entry) {
            case SessionEntry.ResponseSaved e when !e.at().isAfter(deadline.plus(GRACE)) -> running;
            case SessionEntry.Held e when e.left().equals(left(e.at(), deadline)) ->
                    new OnHold(running.place, e.left());
            case SessionEntry.Extended e when e.deadline().equals(deadline.plus(e.by())) ->
                    new Running(running.place, e.deadline());
            case SessionEntry.Submitted _ -> new Closed(Outcome.SUBMITTED);
            case SessionEntry.Expired e when !e.at().isBefore(deadline) ->
                    new Closed(Outcome.EXPIRED);
            case SessionEntry.Voided _ -> new Closed(Outcome.VOIDED);
            case SessionEntry.Transferred _ -> new Closed(Outcome.TRANSFERRED);
            case SessionEntry.Moved e when isAt(running.place, e) ->
                    new Running(new Place(e.to(), e.seatKey()), deadline);
            case SessionEntry.Readmitted e when isAt(running.place, e) ->
                    new Running(new Place(e.seat(), e.seatKey()), deadline);
            case SessionEntry.Keyed _,
                    SessionEntry.HeadSigned _,
                    SessionEntry.ForkRefused _,
                    SessionEntry.Observed _,
                    SessionEntry.FrameTaken _,
                    SessionEntry.PostureReported _,
                    SessionEntry.PostureOverridden _ ->
                    running;
            default -> throw new IllegalTransition(running, entry);
        };
    }

    private static SessionState afterHeld(OnHold held, SessionEntry entry) {
        return switch (entry) {
            case SessionEntry.Resumed e when e.deadline().equals(e.at().plus(held.left)) ->
                    new Running(held.place, e.deadline());
            case SessionEntry.Extended e
                    when e.deadline().equals(e.at().plus(held.left).plus(e.by())) ->
                    new OnHold(held.place, held.left.plus(e.by()));
            case SessionEntry.Moved e when isAt(held.place, e) ->
                    new OnHold(new Place(e.to(), e.seatKey()), held.left);
            case SessionEntry.Readmitted e when isAt(held.place, e) ->
                    new OnHold(new Place(e.seat(), e.seatKey()), held.left);
            case SessionEntry.Voided _ -> new Closed(Outcome.VOIDED);
            case SessionEntry.Transferred _ -> new Closed(Outcome.TRANSFERRED);
            case SessionEntry.Keyed _,
                    SessionEntry.HeadSigned _,
                    SessionEntry.ForkRefused _,
                    SessionEntry.Observed _,
                    SessionEntry.FrameTaken _,
                    SessionEntry.PostureReported _,
                    SessionEntry.PostureOverridden _ ->
                    held;
            default -> throw new IllegalTransition(held, entry);
        };
    }

    /// What is left at an instant until a deadline, never less than nothing.
    static Duration left(Instant at, Instant deadline) {
        return at.isBefore(deadline) ? Duration.between(at, deadline) : Duration.ZERO;
    }

    private static boolean isAt(Place place, SessionEntry.Moved moved) {
        return place.seat().equals(moved.from());
    }

    private static boolean isAt(Place place, SessionEntry.Readmitted readmitted) {
        return place.seat().equals(readmitted.seat());
    }
}

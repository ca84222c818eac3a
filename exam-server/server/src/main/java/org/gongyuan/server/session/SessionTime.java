package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.server.time.Timers;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// The candidate's time: when it starts, stands still, goes on and grows, and the timer on its
/// deadline (`session.md` section 2). One timer at most is set, for the deadline that is in force;
/// it fires in the core's lane.
final class SessionTime {

    /// What the record did not take is tried again so soon.
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final SessionTrail trail;
    private final SeatMachine machine;
    private final SessionEnd end;
    private final Surroundings around;

    private boolean isAccommodated;
    private Duration extended = Duration.ZERO;
    private Timers.Timer timer;
    private Instant timedFor;

    SessionTime(SessionTrail trail, SeatMachine machine, SessionEnd end, Surroundings around) {
        this.trail = requireNonNull(trail, "trail");
        this.machine = requireNonNull(machine, "machine");
        this.end = requireNonNull(end, "end");
        this.around = requireNonNull(around, "around");
    }

    /// Notes what an entry says about time.
    void after(SessionEntry entry) {
        if (entry instanceof SessionEntry.Extended e && e.cause() == Cause.ACCOMMODATION) {
            isAccommodated = true;
        } else if (entry instanceof SessionEntry.Extended e) {
            extended = extended.plus(e.by());
        }
    }

    /// How much more time staff gave so far, beside what the candidate was granted beforehand.
    Duration extended() {
        return extended;
    }

    /// Starts the candidate's time. `send` gives the form key once the entry is durable.
    void start(Runnable send) {
        if (!(trail.state() instanceof SessionState.Seated(_, var keyed))
                || !keyed
                || !machine.mayStart()) {
            return;
        }
        var at = now();
        var ends = around.rules().ends();
        var full = at.plus(around.rules().duration());
        var deadline = full.isAfter(ends) ? ends : full;
        var taking =
                trail.enter(
                        n -> new SessionEntry.Started(at, trail.session(), n, deadline),
                        Urgency.TIME,
                        _ -> send.run());
        if (taking != Taking.TAKEN) {
            around.timers().after(AGAIN, () -> start(send));
        }
    }

    /// Gives the additional time that was granted to the candidate by those two, once
    /// (`session.md` section 2.2).
    void accommodate(Duration by, StaffId proposer, StaffId approver) {
        if (isAccommodated || !(trail.state() instanceof SessionState.Running)) {
            return;
        }
        if (extend(by, Cause.ACCOMMODATION, proposer, approver) instanceof Act.NotNow) {
            around.timers().after(AGAIN, () -> accommodate(by, proposer, approver));
        }
    }

    Act hold(Cause cause, StaffId proposer, StaffId approver) {
        if (!(trail.state() instanceof SessionState.Running(_, var deadline))) {
            return notNow(Sentence.SESSION_NOT_RUNNING.of());
        }
        var at = now();
        return trail.act(
                n ->
                        new SessionEntry.Held(
                                at,
                                trail.session(),
                                n,
                                SessionState.left(at, deadline),
                                cause,
                                proposer,
                                approver));
    }

    Act resume(StaffId proposer, StaffId approver) {
        if (!(trail.state() instanceof SessionState.OnHold(_, var left))) {
            return notNow(Sentence.SESSION_NOT_ON_HOLD.of());
        }
        var at = now();
        return trail.act(
                n ->
                        new SessionEntry.Resumed(
                                at, trail.session(), n, at.plus(left), proposer, approver));
    }

    Act extend(Duration by, Cause cause, StaffId proposer, StaffId approver) {
        var at = now();
        return switch (trail.state()) {
            case SessionState.Running(_, var deadline) ->
                    extend(at, by, deadline.plus(by), cause, proposer, approver);
            case SessionState.OnHold(_, var left) ->
                    extend(at, by, at.plus(left).plus(by), cause, proposer, approver);
            default -> notNow(Sentence.SESSION_NEITHER.of());
        };
    }

    private Act extend(
            Instant at,
            Duration by,
            Instant deadline,
            Cause cause,
            StaffId proposer,
            StaffId approver) {
        return trail.act(
                n ->
                        new SessionEntry.Extended(
                                at, trail.session(), n, by, deadline, cause, proposer, approver));
    }

    private Act notNow(String because) {
        return new Act.NotNow(trail.session(), because);
    }

    /// The deadline in force, when time runs.
    Optional<Instant> deadline() {
        return trail.state() instanceof SessionState.Running(_, var deadline)
                ? Optional.of(deadline)
                : Optional.empty();
    }

    /// Sets the timer for the deadline in force, to fire not before `atLeast` has passed; leaves
    /// one that is set for it alone.
    void schedule(Duration atLeast) {
        var due = deadline().orElse(null);
        if (timer != null && Objects.equals(due, timedFor)) {
            return;
        }
        cancel();
        timedFor = due;
        if (due != null) {
            var delay = SessionState.left(now(), due.plus(SessionState.GRACE));
            timer =
                    around.timers()
                            .after(
                                    delay.compareTo(atLeast) < 0 ? atLeast : delay,
                                    this::timeIsOver);
        }
    }

    /// No timer fires any more.
    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /// Collects what is saved, if the deadline has passed.
    private void timeIsOver() {
        timer = null;
        var due = deadline();
        if (due.isEmpty()) {
            return;
        }
        var at = now();
        if (at.isBefore(due.get().plus(SessionState.GRACE))) {
            schedule(Duration.ZERO);
        } else if (end.collect(at) != Taking.TAKEN) {
            timer = around.timers().after(AGAIN, this::timeIsOver);
        }
    }

    private Instant now() {
        return around.clock().instant();
    }
}

package org.gongyuan.server.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// From which instant a node goes on after a restart, so that a wall clock that was stepped takes
/// no time from candidates (`session.md` section 2.8).
public final class ClockAtRestart {

    /// A wall clock that says that more time has passed since the last sign of the node is not
    /// believed without a person, while candidates' time runs and the machine was started anew.
    public static final Duration LONGEST_GAP = Duration.ofMinutes(15);

    /// A person's word about the clock counts this long.
    public static final Duration CONFIRMATION_HOLDS = Duration.ofMinutes(15);

    private final ServerClock clock;
    private final Optional<Sign> before;
    private final Optional<Uptime.Reading> up;
    private final Optional<Instant> confirmed;
    /// What the clock showed when the uptime was read: reading the logs back takes its time.
    private final Instant readAt;

    /// What a node last noted of its clock: the server's instant, and how long the machine was up
    /// then.
    public record Sign(Instant at, Optional<Uptime.Reading> up) {

        public Sign {
            requireNonNull(at, "at");
            requireNonNull(up, "up");
        }
    }

    /// @param before the last sign of the node before it went down
    /// @param up how long the machine is up now
    /// @param confirmed when a person looked at the machine's clock and found it right
    public ClockAtRestart(
            ServerClock clock,
            Optional<Sign> before,
            Optional<Uptime.Reading> up,
            Optional<Instant> confirmed) {
        this.clock = requireNonNull(clock, "clock");
        this.before = requireNonNull(before, "before");
        this.up = requireNonNull(up, "up");
        this.confirmed = requireNonNull(confirmed, "confirmed");
        this.readAt = clock.instant();
    }

    /// The last instant the node is known to have reached.
    ///
    /// @param lastEntry of all its logs
    public Instant known(Instant lastEntry) {
        return before.map(Sign::at).filter(lastEntry::isBefore).orElse(lastEntry);
    }

    /// Sets the clock before anything is done by it.
    ///
    /// @param lastEntry of all the node's logs
    /// @param timeRuns whether candidates' time may run: otherwise the wall clock is taken as it is
    /// @throws ClockInDoubt when a person has to look first
    public void goOn(Instant lastEntry, boolean timeRuns) {
        var known = known(lastEntry);
        if (timeRuns) {
            byUptime().ifPresentOrElse(clock::goOnFrom, () -> expectBelievable(known));
        }
        clock.atLeast(known);
    }

    private Optional<Instant> byUptime() {
        return before.flatMap(
                        sign ->
                                sign.up()
                                        .flatMap(then -> up.flatMap(now -> passed(then, now)))
                                        .map(sign.at()::plus))
                .map(then -> then.plus(Duration.between(readAt, clock.instant())));
    }

    private static Optional<Duration> passed(Uptime.Reading then, Uptime.Reading now) {
        var passed = now.up().minus(then.up());
        return now.boot().equals(then.boot()) && !passed.isNegative()
                ? Optional.of(passed)
                : Optional.empty();
    }

    private void expectBelievable(Instant known) {
        var wall = clock.instant();
        var gap = Duration.between(known, wall);
        if (gap.compareTo(LONGEST_GAP) > 0 && !isConfirmed(wall)) {
            throw new ClockInDoubt(
                    ("the machine was started anew and its clock says %s, %s after the last sign of"
                         + " this node (%s), while candidates' time may run; more than %s is not"
                         + " believed. Look at the machine's clock: set it if it is wrong; if it is"
                         + " right, start the node with clock.confirmed = %s within %s")
                            .formatted(wall, gap, known, LONGEST_GAP, wall, CONFIRMATION_HOLDS));
        }
    }

    private boolean isConfirmed(Instant wall) {
        return confirmed
                .map(at -> Duration.between(at, wall).abs().compareTo(CONFIRMATION_HOLDS) <= 0)
                .orElse(false);
    }
}

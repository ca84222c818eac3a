package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The close of one sitting (`session.md` section 6): the sums must agree, everybody who did not
/// come is entered as absent, then the close itself. In the core's lane.
///
///     open --close--> closing --(sitting-closed durable)--> closed
///     closing --refused--> open
final class SittingEnd {

    private final SittingLog log;
    private final InstantSource clock;
    private final Roster roster;
    private final Sessions sessions;
    private final Runnable whenClosed;
    private final Set<Digest> absent = new HashSet<>();

    private Consumer<Closing> closer = _ -> {};
    private int unsettled;
    private boolean isClosing;
    private boolean isClosed;

    /// @param whenClosed is called once the close is durable
    SittingEnd(
            SittingLog log,
            InstantSource clock,
            Roster roster,
            Sessions sessions,
            Runnable whenClosed) {
        this.log = requireNonNull(log, "log");
        this.clock = requireNonNull(clock, "clock");
        this.roster = requireNonNull(roster, "roster");
        this.sessions = requireNonNull(sessions, "sessions");
        this.whenClosed = requireNonNull(whenClosed, "whenClosed");
    }

    boolean isClosed() {
        return isClosed;
    }

    /// The record holds already that a candidate is absent.
    void replay(SittingEntry.Absent entry) {
        absent.add(entry.candidate());
    }

    /// The record holds the close already.
    void replayClosed() {
        isClosed = true;
    }

    Tally tally() {
        return Tally.of(roster.size(), sessions.all());
    }

    /// Closes the sitting if the sums agree; tells `then` once that is durable, or why not.
    ///
    /// @param openElsewhere sessions that other nodes hold and that are not closed
    /// @param isAlone whether no other node holds the sitting
    void close(Collection<SessionId> openElsewhere, boolean isAlone, Consumer<Closing> then) {
        if (isClosed) {
            then.accept(new Closing.Closed(tally()));
            return;
        }
        var open = new ArrayList<SessionId>();
        sessions.all().stream()
                .filter(one -> !(one.state() instanceof SessionState.Closed))
                .map(Session::id)
                .forEach(open::add);
        open.addAll(openElsewhere);
        if (isClosing || !open.isEmpty()) {
            then.accept(
                    new Closing.Refused(
                            isClosing
                                    ? Sentence.CLOSING_ALREADY.of()
                                    : Sentence.SESSIONS_NOT_CLOSED.of(open.size()),
                            open));
            return;
        }
        var tally = tally();
        if (!tally.closes()) {
            then.accept(new Closing.Refused(Sentence.SUMS_DIFFER.of(tally), List.of()));
            return;
        }
        isClosing = true;
        closer = then;
        enterAbsences(tally, isAlone);
    }

    private void enterAbsences(Tally tally, boolean isAlone) {
        var at = clock.instant();
        var missing =
                roster.commitments().stream()
                        .filter(one -> sessions.ofCandidate(one).isEmpty() && !absent.contains(one))
                        .sorted()
                        .toList();
        unsettled = isAlone ? 0 : missing.size();
        for (var candidate : missing) {
            if (!enter(new SittingEntry.Absent(at, candidate), _ -> settled(tally))) {
                refuse(Sentence.CLOSING_NOT_TAKEN.of());
                return;
            }
            absent.add(candidate);
        }
        if (missing.isEmpty() || isAlone) {
            enterClosed(at, tally);
        }
    }

    /// In a cluster the sitting is closed when every absence is durable: then nobody can be
    /// admitted at another node any more (`server-configuration.md` 6.5).
    private void settled(Tally tally) {
        if (isClosing && unsettled > 0 && --unsettled == 0) {
            enterClosed(clock.instant(), tally);
        }
    }

    /// A candidate who was to be entered as absent was admitted at another node.
    void cameElsewhere(Digest candidate) {
        absent.remove(candidate);
        if (isClosing && !isClosed) {
            unsettled = 0;
            refuse(Sentence.ADMITTED_MEANWHILE.of());
        }
    }

    private void enterClosed(Instant at, Tally tally) {
        boolean isTaken =
                enter(
                        new SittingEntry.SittingClosed(
                                at,
                                tally.expected(),
                                tally.absent(),
                                tally.admitted(),
                                tally.submitted(),
                                tally.expired(),
                                tally.voided(),
                                tally.transferred()),
                        _ -> {
                            isClosed = true;
                            whenClosed.run();
                            closer.accept(new Closing.Closed(tally));
                        });
        if (!isTaken) {
            refuse(Sentence.CLOSING_NOT_TAKEN.of());
        }
    }

    private void refuse(String because) {
        isClosing = false;
        closer.accept(new Closing.Refused(because, List.of()));
    }

    private boolean enter(SittingEntry entry, LongConsumer durable) {
        return log.append(entry, SittingLog.NOTHING, Urgency.TIME, durable) == Taking.TAKEN;
    }
}

package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a candidate comes to sit where he sits: admitted, signing in again, moved. Keeps the
/// verifying keys that were in force at his seats, because a seat that speaks with one that counts
/// no more is a fork (`session.md` section 3). Owned by one session, in the core's lane.
final class SeatTaking {

    private static final StaffId SYSTEM = new StaffId("system");

    private final Digest candidate;
    private final SessionTrail trail;
    private final SeatLine line;
    private final InstantSource clock;
    private final List<Octets> formerKeys = new ArrayList<>(0);
    private Octets lastKey;

    SeatTaking(Digest candidate, SessionTrail trail, SeatLine line, InstantSource clock) {
        this.candidate = requireNonNull(candidate, "candidate");
        this.trail = requireNonNull(trail, "trail");
        this.line = requireNonNull(line, "line");
        this.clock = requireNonNull(clock, "clock");
    }

    Digest candidate() {
        return candidate;
    }

    /// The verifying key in force, or the one that was when the session closed.
    Optional<Octets> lastKey() {
        return Optional.ofNullable(lastKey);
    }

    boolean wasInForce(Octets verifyingKey) {
        return formerKeys.contains(verifyingKey);
    }

    /// Notes the key in force after the state has moved.
    void moved() {
        trail.place().map(Place::verifyingKey).ifPresent(this::inForce);
    }

    private void inForce(Octets key) {
        if (lastKey != null && !lastKey.equals(key)) {
            formerKeys.add(lastKey);
        }
        lastKey = key;
    }

    Taking admit(Place place, StaffId by, Runnable done) {
        return trail.enter(
                n ->
                        new SessionEntry.Admitted(
                                now(),
                                trail.session(),
                                n,
                                candidate,
                                place.seat(),
                                place.verifyingKey(),
                                by),
                Urgency.TIME,
                _ -> done.run());
    }

    Taking readmit(Place place, Runnable done) {
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.Readmitted(
                                        now(),
                                        trail.session(),
                                        n,
                                        place.seat(),
                                        place.verifyingKey(),
                                        SYSTEM),
                        Urgency.TIME,
                        _ -> done.run());
        return replacing(taking);
    }

    Taking move(
            SeatId from, Place to, Cause cause, StaffId proposer, StaffId approver, Runnable done) {
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.Moved(
                                        now(),
                                        trail.session(),
                                        n,
                                        from,
                                        to.seat(),
                                        to.verifyingKey(),
                                        cause,
                                        proposer,
                                        approver),
                        Urgency.TIME,
                        _ -> done.run());
        return replacing(taking);
    }

    private Taking replacing(Taking taking) {
        if (taking == Taking.TAKEN) {
            line.drop(SeatLink.Ending.REPLACED);
        }
        return taking;
    }

    void refuseFork(SeatId seat, Octets verifyingKey) {
        if (!trail.isClosed()) {
            trail.enter(
                    n ->
                            new SessionEntry.ForkRefused(
                                    now(), trail.session(), n, seat, verifyingKey),
                    Urgency.TIME,
                    _ -> {});
        }
    }

    private Instant now() {
        return clock.instant();
    }
}

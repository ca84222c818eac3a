package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.ServerMessage.Judged;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.session.Act;
import org.gongyuan.server.session.Session;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The machines at the seats of one sitting: what they told before anybody sat there and during
/// sessions, how that is judged by the sitting's policy, and what staff override (`session.md`
/// section 9). Owned by the sitting, in the core's lane.
final class SeatMachines {

    private final PosturePolicy policy;
    private final Sessions sessions;
    private final InstantSource clock;
    private final DoorPosture door = new DoorPosture();

    SeatMachines(PosturePolicy policy, Sessions sessions, InstantSource clock) {
        this.policy = requireNonNull(policy, "policy");
        this.sessions = requireNonNull(sessions, "sessions");
        this.clock = requireNonNull(clock, "clock");
    }

    /// A seat tells what was found about its machine before anybody sits there; it hears how that
    /// is judged.
    Judged reportAtDoor(SeatId seat, PostureReport report) {
        door.tell(seat, report, clock.instant());
        return new Judged(clock.instant(), atDoor(seat));
    }

    /// What a session's seat told, with its evidence.
    void reported(Session session, PostureReport report) {
        session.place().ifPresent(place -> door.tell(place.seat(), report, clock.instant()));
        session.reported(report);
    }

    /// Judged as it would be for whoever sits there: what a session's staff overrode stays so when
    /// the machine was started again.
    private List<Judged.Finding> atDoor(SeatId seat) {
        return door.judged(seat, policy).stream()
                .map(
                        one ->
                                new Judged.Finding(
                                        one.kind(),
                                        one.judgement(),
                                        one.isOverridden()
                                                || sessions.at(seat)
                                                        .filter(s -> s.isOverridden(one.kind()))
                                                        .isPresent()))
                .toList();
    }

    /// Overrides a finding about one machine (`session.md` section 9.3); says why not, or nothing.
    /// Before anybody sits at the seat it stands until somebody does.
    Optional<String> override(
            Scope scope, FindingKind kind, Cause cause, StaffId proposer, StaffId approver) {
        var concerned = sessions.in(scope);
        if (concerned.isEmpty() && scope instanceof Scope.At(var seat)) {
            return door.override(new DoorOverride(seat, kind, cause, proposer, approver), policy);
        }
        if (concerned.size() != 1) {
            return Optional.of("name one seat or one session: each machine is looked at by itself");
        }
        var session = concerned.getFirst();
        var refusal =
                DoorPosture.refusal(kind, policy, session.isOverridden(kind), proposer, approver);
        if (refusal.isPresent()) {
            return refusal;
        }
        return session.override(kind, cause, proposer, approver) instanceof Act.NotNow not
                ? Optional.of(not.because())
                : Optional.empty();
    }

    /// From now on what staff let pass before anybody sits at a seat is kept there.
    void keepIn(DoorOverrides keeper) {
        door.keepIn(keeper);
    }

    /// Lets stand what was let pass before a restart, or at another node.
    void stands(DoorOverride override) {
        door.stands(override);
    }

    /// What staff overrode of the machine before its candidate sat there is entered for his
    /// session.
    void enterOrdersFor(Session session, SeatId seat) {
        for (var finding : session.judged()) {
            if (!finding.isOverridden()) {
                door.overrideOf(seat, finding.kind())
                        .ifPresent(
                                order ->
                                        session.override(
                                                finding.kind(),
                                                order.cause(),
                                                order.proposer(),
                                                order.approver()));
            }
        }
    }

    /// The machines of all seats that told something or have a session, by seat.
    List<SeatPosture> all() {
        var all = new TreeMap<String, SeatPosture>();
        for (var seat : door.seats()) {
            all.put(seat.text(), of(seat, Optional.empty(), atDoor(seat)));
        }
        for (var session : sessions.all()) {
            session.place()
                    .ifPresent(
                            place ->
                                    all.put(
                                            place.seat().text(),
                                            of(
                                                    place.seat(),
                                                    Optional.of(session),
                                                    session.judged())));
        }
        return List.copyOf(all.values());
    }

    private SeatPosture of(SeatId seat, Optional<Session> session, List<Judged.Finding> judged) {
        var told = door.of(seat);
        return new SeatPosture(
                seat,
                session.map(Session::id),
                told.map(DoorPosture.Told::at),
                judged,
                told.stream()
                        .flatMap(one -> one.report().findings().stream())
                        .map(one -> new SeatPosture.Seen(one.kind(), one.evidence()))
                        .toList(),
                session.map(Session::signals).orElse(List.of()),
                session.map(Session::isHandRaised).orElse(false));
    }
}

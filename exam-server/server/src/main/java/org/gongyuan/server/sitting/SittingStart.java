package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.session.SeatLink;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.SealingPublicKey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The form key of one sitting after its release, and the start of its candidates: a seat that is
/// ready gets the key at `starts`, or at once when that is past. Owns the key until it is wiped; in
/// the core's lane.
final class SittingStart {

    private final SittingPlan plan;
    private final Roster roster;
    private final Node node;
    private final Sessions sessions;
    private FormKey formKey;
    private Timers.Timer timer;

    SittingStart(SittingPlan plan, Roster roster, Node node, Sessions sessions) {
        this.plan = requireNonNull(plan, "plan");
        this.roster = requireNonNull(roster, "roster");
        this.node = requireNonNull(node, "node");
        this.sessions = requireNonNull(sessions, "sessions");
    }

    boolean isReleased() {
        return formKey != null;
    }

    /// Takes the form key; one that is here already is wiped.
    void released(FormKey key) {
        wipe();
        formKey = key;
        schedule();
    }

    /// The form key for another node, wrapped to that node's one-time key; empty before the
    /// release.
    Optional<byte[]> keyFor(SealingPublicKey peer, byte[] associated) {
        return formKey == null ? Optional.empty() : Optional.of(peer.wrap(formKey, associated));
    }

    private void schedule() {
        cancel();
        var now = now();
        var delay = now.isBefore(starts()) ? Duration.between(now, starts()) : Duration.ZERO;
        timer = node.timers().after(delay, this::startAll);
    }

    private void startAll() {
        timer = null;
        if (now().isBefore(starts())) {
            schedule();
            return;
        }
        for (var session : sessions.all()) {
            seatMayBeReady(session);
        }
    }

    /// Something has changed at a seat: if its form is complete, it may get the key.
    void seatMayBeReady(Session session) {
        if (session.isReady()) {
            session.link().ifPresent(link -> seatReady(session, link));
        }
    }

    /// A seat has become ready: it gets the form key now, at the start, or after the release.
    void seatReady(Session session, SeatLink link) {
        if (formKey == null) {
            return;
        }
        switch (session.state()) {
            case SessionState.Running _, SessionState.OnHold _ -> giveKey(session, link);
            case SessionState.Seated _ when !now().isBefore(starts()) -> start(session);
            default -> {}
        }
    }

    private void start(Session session) {
        session.start(
                () -> {
                    session.link().ifPresent(link -> giveKey(session, link));
                    accommodate(session);
                });
    }

    /// Gives the additional time the roster grants to a candidate whose time runs, once.
    void accommodate(Session session) {
        var more =
                roster.withCommitment(session.candidate())
                        .map(Candidate::accommodation)
                        .orElse(Duration.ZERO);
        if (more.isPositive()) {
            session.accommodate(more, plan.proposer(), plan.approver());
        }
    }

    private void giveKey(Session session, SeatLink link) {
        if (formKey == null) {
            return;
        }
        var now = now();
        var deadline =
                switch (session.state()) {
                    case SessionState.Running(_, var until) -> until;
                    case SessionState.OnHold(_, var left) -> now.plus(left);
                    default -> null;
                };
        if (deadline != null) {
            link.tell(new ServerMessage.Start(Octets.of(link.sealed(formKey)), deadline, now));
        }
    }

    /// Nobody is started by the clock any more.
    void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /// The form key is not needed here any more.
    void wipe() {
        if (formKey != null) {
            formKey.close();
            formKey = null;
        }
    }

    private Instant starts() {
        return plan.rules().starts();
    }

    private Instant now() {
        return node.clock().instant();
    }
}

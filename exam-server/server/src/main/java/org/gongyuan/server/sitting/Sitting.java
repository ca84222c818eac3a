package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.Place;
import org.gongyuan.server.session.SeatLink;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.session.SessionWatch;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.server.session.Surroundings;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.WindowKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// One sitting, as this node holds it.
///
///     opened --(sitting-opened)--> open --(sitting-closed)--> closed
///
/// Each of its parts owns its own state: the sessions ([Sessions]), the opening ([Opening]), the
/// form key and the start ([SittingStart]), the seats' machines ([SeatMachines]), orders of staff
/// ([ScopeOrders], [MoveOrders]), response keys ([ResponseKeys]), what goes from node to node
/// ([Takeovers]) and the close ([SittingEnd]).
///
/// Calls come one at a time, in the core's lane; so do those of its parts.
public final class Sitting {

    private final SittingPlan plan;
    private final SittingForm form;
    private final Roster roster;
    private final Node node;
    private final SittingLog log;
    private final Surroundings around;
    private final Sessions sessions;
    private final Opening opening;
    private final SittingStart start;
    private final SeatMachines machines;
    private final MoveOrders moves;
    private final ScopeOrders orders;
    private final ResponseKeys responseKeys;
    private final Takeovers takeovers;
    private final SittingEnd end;
    private final List<Session> touched = new ArrayList<>();

    private Sitting(
            SittingPlan plan,
            SittingForm form,
            Roster roster,
            Node node,
            SittingLog log,
            Evidence evidence,
            Octets logKey) {
        this.plan = requireNonNull(plan, "plan");
        this.form = requireNonNull(form, "form");
        this.roster = requireNonNull(roster, "roster");
        this.node = requireNonNull(node, "node");
        this.log = requireNonNull(log, "log");
        if (roster.suite() != form.suite()) {
            throw new IllegalArgumentException(
                    "the roster is in suite %s, the form in %s"
                            .formatted(roster.suite(), form.suite()));
        }
        var clock = node.clock();
        around = new SittingAround(plan, form, node, log, evidence);
        sessions = new Sessions(around, new Watching());
        opening = new Opening(plan, form, roster, node, logKey);
        start = new SittingStart(plan, roster, node, sessions);
        machines = new SeatMachines(plan.posture(), sessions, clock);
        moves = new MoveOrders(sessions, clock);
        orders = new ScopeOrders(sessions, moves);
        responseKeys = new ResponseKeys(WindowKey.generate(form.suite(), node.random()));
        takeovers =
                new Takeovers(
                        around, node.recoveryGrace(), opening.origin(), sessions, responseKeys);
        end = new SittingEnd(log, clock, roster, sessions, this::afterClose);
    }

    /// Opens a sitting: its rules freeze. `opened` is called when that is durable.
    ///
    /// @param logKey the key this node's checkpoints are signed with
    /// @throws IllegalStateException when the record takes nothing
    public static Sitting open(
            SittingPlan plan,
            SittingForm form,
            Roster roster,
            Node node,
            SittingLog log,
            Evidence evidence,
            Octets logKey,
            Runnable opened) {
        var sitting = new Sitting(plan, form, roster, node, log, evidence, logKey);
        sitting.opening.enterMissing(log, opened);
        return sitting;
    }

    /// A sitting whose entries will be given to [#replay] before [#goOn].
    ///
    /// @param logKey the key this node's checkpoints are signed with
    public static Sitting again(
            SittingPlan plan,
            SittingForm form,
            Roster roster,
            Node node,
            SittingLog log,
            Evidence evidence,
            Octets logKey) {
        return new Sitting(plan, form, roster, node, log, evidence, logKey);
    }

    /// Takes an entry back from the record, at start.
    public void replay(Entry entry, long index) {
        switch (entry) {
            case SessionEntry e -> {
                var session = sessions.of(e.session()).orElseGet(() -> admittedBefore(e, index));
                var before = session.place();
                session.replay(e, index);
                if (!session.place().equals(before)) {
                    sessions.moved(session, before);
                }
            }
            case SittingEntry.Absent e -> end.replay(e);
            case SittingEntry.SittingClosed _ -> {
                end.replayClosed();
                wipe();
            }
            case SittingEntry e -> opening.found(e);
        }
    }

    private Session admittedBefore(SessionEntry first, long index) {
        if (!(first instanceof SessionEntry.Admitted admitted)) {
            throw new IllegalStateException(
                    "entry %d is about session %s, which was never admitted"
                            .formatted(index, first.session()));
        }
        var session = sessions.fresh(admitted.session(), admitted.candidate());
        sessions.take(session);
        return session;
    }

    /// Begins to act again after all entries are back. An opening that was not complete when the
    /// node went down is completed first.
    ///
    /// @throws IllegalStateException when the record takes nothing
    public void goOn() {
        opening.enterMissing(log, () -> {});
        for (var session : sessions.all()) {
            session.goOn(node.recoveryGrace());
            start.accommodate(session);
        }
    }

    /// Whether candidates' time may have been running at an instant: some session of this node
    /// runs, or the sitting, perhaps at other nodes, was between its doors' opening and its end.
    public boolean mayRunAt(Instant instant) {
        boolean isInWindow = !instant.isBefore(rules().opens()) && instant.isBefore(rules().ends());
        return !isClosed()
                && (isInWindow
                        || sessions.all().stream()
                                .anyMatch(s -> s.state() instanceof SessionState.Running));
    }

    // --- what it is

    /// Names the sitting.
    public SittingId id() {
        return plan.sitting();
    }

    /// What it was opened with.
    public SittingPlan plan() {
        return plan;
    }

    /// Its form.
    public SittingForm form() {
        return form;
    }

    /// The suite of its form.
    public Suite suite() {
        return form.suite();
    }

    /// Its clock rules, frozen when it opened.
    public Rules rules() {
        return plan.rules();
    }

    /// The server's clock.
    public InstantSource clock() {
        return node.clock();
    }

    /// Timers on that clock.
    public Timers timers() {
        return node.timers();
    }

    /// Whether a signature holds over this digest, by the key of a seat that is in the record.
    public boolean holds(Octets verifyingKey, Digest signed, Octets signature) {
        return around.holds(verifyingKey, signed, signature);
    }

    /// Its candidates.
    public Roster roster() {
        return roster;
    }

    /// The origin of this node's log of it.
    public String origin() {
        return opening.origin();
    }

    /// Whether it is closed.
    public boolean isClosed() {
        return end.isClosed();
    }

    /// All sessions at this node.
    public Collection<Session> sessions() {
        return List.copyOf(sessions.all());
    }

    /// The session of that id.
    public Optional<Session> session(SessionId id) {
        return sessions.of(id);
    }

    /// The session of a candidate, if he was admitted.
    public Optional<Session> sessionOf(Candidate candidate) {
        return sessions.ofCandidate(candidate.commitment(form.suite()));
    }

    /// Who sits at a seat.
    public Optional<Session> at(SeatId seat) {
        return sessions.at(seat);
    }

    /// The order to move a session that stands now.
    public Optional<MoveOrder> moveOrder(SessionId session) {
        return moves.of(session);
    }

    /// The counts now.
    public Tally tally() {
        return end.tally();
    }

    // --- admission

    /// A session for a candidate who comes for the first time. It is known only after its first
    /// entry has been taken.
    public Taking admit(Candidate candidate, Place place, StaffId by, Consumer<Session> admitted) {
        var id = candidate.session(form.suite(), id());
        var session = sessions.fresh(id, candidate.commitment(form.suite()));
        var taking = session.admit(place, by, () -> admitted.accept(session));
        if (taking == Taking.TAKEN) {
            sessions.take(session);
        }
        return taking;
    }

    /// The candidate signs in again at the same seat, perhaps with a new key.
    public Taking readmit(Session session, Place place, Runnable done) {
        return session.readmit(place, done);
    }

    /// The candidate signs in at the seat he was moved to.
    public Taking move(Session session, Place to, MoveOrder order, Runnable done) {
        var from = session.place();
        var taking =
                session.move(
                        from.orElseThrow().seat(),
                        to,
                        order.cause(),
                        order.proposer(),
                        order.approver(),
                        done);
        if (taking == Taking.TAKEN) {
            moves.carriedOut(session.id());
            sessions.moved(session, from);
        }
        return taking;
    }

    /// The response key of a session for the seat that is connected now, if this node can open it.
    public Optional<Octets> responseKeyFor(Session session, SeatLink link) {
        return responseKeys
                .of(session.id())
                .map(
                        key -> {
                            try (key) {
                                return Octets.of(link.sealed(key));
                            }
                        });
    }

    /// Keeps the response key that a seat handed in, under the window key.
    public void keepResponseKey(Session session, ResponseKey key) {
        responseKeys.keep(session.id(), key);
        takeovers.keepKey(id(), session.id());
    }

    /// This node's window keys, each wrapped to another node's one-time key (`session.md` 4.4).
    public List<byte[]> windowKeysFor(SealingPublicKey peer, byte[] associated) {
        return responseKeys.windowKeysFor(peer, associated);
    }

    /// Takes in a window key of another node.
    public void addWindowKey(WindowKey key) {
        responseKeys.add(key);
    }

    /// Another node has closed the sitting: response keys are wiped here too.
    public void closedElsewhere() {
        responseKeys.wipe();
    }

    // --- other nodes

    /// Other nodes hold this sitting too.
    public void among(Elsewhere others, Consumer<SessionId> tookOver) {
        takeovers.among(others, tookOver);
    }

    /// Takes a session over that another node began or went on with, if there is one; `then` is
    /// called in any case. A session held here that another node went on with is let go first:
    /// a seat must never be told an older standing.
    public void takeOver(SessionId id, Runnable then) {
        takeovers.takeOver(id, end::isClosed, then);
    }

    /// Another node has taken a session over: it is let go here.
    public void letGo(SessionId id) {
        takeovers.letGo(id);
    }

    /// Finds out, before a close, where the sessions of all candidates stand. Those of other nodes
    /// that are closed are counted here; so are those whose node should have collected them and did
    /// not.
    public void gatherAll(Runnable then) {
        takeovers.gather(
                roster.candidates().stream()
                        .map(candidate -> candidate.session(form.suite(), id()))
                        .toList(),
                then);
    }

    // --- release and start

    /// Whether the form key is here.
    public boolean isReleased() {
        return start.isReleased();
    }

    /// Takes the form key after its release. Every seat that is ready gets it at `starts`, or now
    /// if that is past.
    ///
    /// @throws IllegalArgumentException when it is not the key of this form
    public void released(FormKey key) {
        if (!key.digestCommitment().equals(form.keyCommitment())) {
            throw new IllegalArgumentException("this is not the key of the form of " + id());
        }
        if (isClosed()) {
            key.close();
        } else {
            start.released(key);
        }
    }

    /// A seat has become ready: it gets the form key now, at the start, or after the release.
    public void seatReady(Session session, SeatLink link) {
        start.seatReady(session, link);
    }

    /// The form key for another node, wrapped to that node's one-time key; empty before the
    /// release.
    public Optional<byte[]> keyFor(SealingPublicKey peer, byte[] associated) {
        return start.keyFor(peer, associated);
    }

    // --- the seats' machines

    /// A seat tells what was found about its machine before anybody sits there; it hears how that
    /// is judged.
    public ServerMessage.Judged reportAtDoor(SeatId seat, PostureReport report) {
        return machines.reportAtDoor(seat, report);
    }

    /// What a session's seat told, with its evidence.
    public void reported(Session session, PostureReport report) {
        machines.reported(session, report);
    }

    /// Overrides a finding about one machine (`session.md` section 9.3); says why not, or nothing.
    /// Before anybody sits at the seat it stands until somebody does.
    public Optional<String> override(
            Scope scope, FindingKind kind, Cause cause, StaffId proposer, StaffId approver) {
        return machines.override(scope, kind, cause, proposer, approver);
    }

    /// From now on what staff let pass before anybody sits at a seat is kept there.
    public void keepOverridesIn(DoorOverrides keeper) {
        machines.keepIn(keeper);
    }

    /// Lets stand what was let pass before a restart, or at another node.
    public void letPassBefore(DoorOverride override) {
        machines.stands(override);
        sessions.at(override.seat())
                .ifPresent(session -> machines.enterOrdersFor(session, override.seat()));
    }

    /// The machines of all seats that told something or have a session, by seat.
    public List<SeatPosture> postures() {
        return machines.all();
    }

    // --- acts of staff

    /// What staff order of its sessions.
    public ScopeOrders orders() {
        return orders;
    }

    /// The sessions an act concerns: one that is named even when the act will not fit it, of a room
    /// or of all only those that are not closed.
    public List<Session> inScope(Scope scope) {
        return sessions.in(scope);
    }

    // --- close

    /// Closes the sitting if the sums agree (`session.md` section 6); tells `then` once that is
    /// durable, or why not.
    public void close(Consumer<Closing> then) {
        end.close(takeovers.openElsewhere(), takeovers.isAlone(), then);
    }

    /// A candidate who was to be entered as absent was admitted at another node.
    public void cameElsewhere(Digest candidate) {
        end.cameElsewhere(candidate);
    }

    private void afterClose() {
        wipe();
        takeovers.forgetKeys(id());
    }

    /// Ends all connections and wipes the keys; the sitting itself goes on from the record.
    public void leave() {
        start.cancel();
        sessions.all().forEach(session -> session.drop(SeatLink.Ending.GOING_AWAY));
        wipe();
    }

    private void wipe() {
        start.wipe();
        responseKeys.wipe();
    }

    // --- entries about the sitting

    /// Enters a fact about the sitting; false when the record takes nothing.
    public boolean enter(SittingEntry entry, LongConsumer durable) {
        return log.append(entry, SittingLog.NOTHING, Urgency.TIME, durable) == Taking.TAKEN;
    }

    /// Tells connected seats what has become durable since the last turn. Called at the end of
    /// every turn in which the record told something.
    public void flush() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
    }

    /// Follows what changes in its sessions.
    private final class Watching implements SessionWatch {

        @Override
        public void touched(Session session) {
            touched.add(session);
        }

        @Override
        public void postureChanged(Session session) {
            session.place().ifPresent(at -> machines.enterOrdersFor(session, at.seat()));
            if (session.state() instanceof SessionState.Seated) {
                start.seatMayBeReady(session);
            }
        }

        @Override
        public void closed(Session session) {
            sessions.freeSeatOf(session);
        }
    }
}

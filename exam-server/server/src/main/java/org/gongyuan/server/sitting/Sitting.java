package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.Act;
import org.gongyuan.server.session.Place;
import org.gongyuan.server.session.SeatLink;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.server.session.Surroundings;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.KeyRefused;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.seal.WindowKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/// One sitting, as this node holds it. Calls come one at a time.
///
///     opened --(sitting-opened)--> open --(sitting-closed)--> closed
public final class Sitting implements Surroundings {

    /// A session that is not collected so long after its deadline has lost its node.
    private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);

    private final SittingPlan plan;
    private final SittingForm form;
    private final Roster roster;
    private final Node node;
    private final SittingLog log;
    private final Evidence evidence;

    private final Map<SessionId, Session> sessions = new LinkedHashMap<>();
    private final Map<Digest, Session> byCandidate = new HashMap<>();
    private final Map<SeatId, Session> bySeat = new HashMap<>();
    private final Map<SessionId, MoveOrder> moves = new HashMap<>();
    private final Set<Digest> absent = new HashSet<>();
    private final List<Session> touched = new ArrayList<>();

    private final DoorPosture door = new DoorPosture();
    private final Opening opening;
    private final ResponseKeys responseKeys;

    private FormKey formKey;
    private Timers.Timer startTimer;
    private final Set<SessionId> openElsewhere = new LinkedHashSet<>();
    private final Map<SessionId, Elsewhere.Entered> closedElsewhere = new HashMap<>();
    private Elsewhere elsewhere = Elsewhere.NOWHERE;
    private SaidWords said = SaidWords.FORGOTTEN;
    private Consumer<SessionId> taken = _ -> {};
    private Consumer<Closing> closer = _ -> {};
    private int unsettled;
    private boolean closing;
    private boolean closed;

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
        this.evidence = requireNonNull(evidence, "evidence");
        this.opening = new Opening(plan, form, roster, node, logKey);
        this.responseKeys = new ResponseKeys(WindowKey.generate(form.suite(), node.random()));
        if (roster.suite() != form.suite()) {
            throw new IllegalArgumentException(
                    "the roster is in suite %s, the form in %s"
                            .formatted(roster.suite(), form.suite()));
        }
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
                var session = sessions.get(e.session());
                if (session == null) {
                    if (!(e instanceof SessionEntry.Admitted admitted)) {
                        throw new IllegalStateException(
                                "entry %d is about session %s, which was never admitted"
                                        .formatted(index, e.session()));
                    }
                    session = put(e.session(), admitted.candidate());
                }
                var before = session.place();
                session.replay(e, index);
                if (!session.place().equals(before)) {
                    before.ifPresent(place -> bySeat.remove(place.seat()));
                    seat(session);
                }
            }
            case SittingEntry.Absent e -> absent.add(e.candidate());
            case SittingEntry.SittingClosed _ -> {
                closed = true;
                wipe();
            }
            case SittingEntry e -> opening.found(e);
        }
    }

    /// Begins to act again after all entries are back. An opening that was not complete when the
    /// node went down is completed first.
    ///
    /// @throws IllegalStateException when the record takes nothing
    public void goOn() {
        opening.enterMissing(log, () -> {});
        for (var session : sessions.values()) {
            session.goOn(node.recoveryGrace());
            accommodate(session);
        }
    }

    /// Whether candidates' time may have been running at an instant: some session of this node
    /// runs,
    /// or the sitting, perhaps at other nodes, was between its doors' opening and its end.
    public boolean mayRunAt(Instant instant) {
        boolean isInWindow = !instant.isBefore(rules().opens()) && instant.isBefore(rules().ends());
        return !closed
                && (isInWindow
                        || sessions.values().stream()
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
        return closed;
    }

    /// All sessions at this node.
    public Collection<Session> sessions() {
        return List.copyOf(sessions.values());
    }

    /// The session of that id.
    public Optional<Session> session(SessionId id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /// The session of a candidate, if he was admitted.
    public Optional<Session> sessionOf(Candidate candidate) {
        return Optional.ofNullable(byCandidate.get(candidate.commitment(form.suite())));
    }

    /// Who sits at a seat.
    public Optional<Session> at(SeatId seat) {
        return Optional.ofNullable(bySeat.get(seat));
    }

    /// The order to move a session that stands now.
    public Optional<MoveOrder> moveOrder(SessionId session) {
        var order = moves.get(session);
        if (order != null && clock().instant().isAfter(order.until())) {
            moves.remove(session);
            return Optional.empty();
        }
        return Optional.ofNullable(order);
    }

    /// The counts now.
    public Tally tally() {
        int seated = 0;
        int running = 0;
        int onHold = 0;
        int submitted = 0;
        int expired = 0;
        int voided = 0;
        int transferred = 0;
        int connected = 0;
        int ready = 0;
        int hands = 0;
        long responses = 0;
        for (var session : sessions.values()) {
            switch (session.state()) {
                case SessionState.Expected _ -> {}
                case SessionState.Seated _ -> seated++;
                case SessionState.Running _ -> running++;
                case SessionState.OnHold _ -> onHold++;
                case SessionState.Closed(var outcome) -> {
                    switch (outcome) {
                        case SUBMITTED -> submitted++;
                        case EXPIRED -> expired++;
                        case VOIDED -> voided++;
                        case TRANSFERRED -> transferred++;
                    }
                }
            }
            connected += session.isConnected() ? 1 : 0;
            ready += session.isReady() ? 1 : 0;
            hands += session.isHandRaised() ? 1 : 0;
            responses += session.savedSeq();
        }
        int admitted = seated + running + onHold + submitted + expired + voided + transferred;
        return new Tally(
                roster.size(),
                roster.size() - admitted,
                admitted,
                seated,
                running,
                onHold,
                submitted,
                expired,
                voided,
                transferred,
                connected,
                ready,
                hands,
                responses);
    }

    // --- admission

    /// A session for a candidate who comes for the first time. It is known only after its first
    /// entry has been taken.
    public Taking admit(Candidate candidate, Place place, StaffId by, Consumer<Session> admitted) {
        var id = candidate.session(form.suite(), id());
        var session = new Session(id, candidate.commitment(form.suite()), this);
        var taking = session.admit(place, by, () -> admitted.accept(session));
        if (taking == Taking.TAKEN) {
            sessions.put(id, session);
            byCandidate.put(session.candidate(), session);
            seat(session);
        }
        return taking;
    }

    /// The candidate signs in again at the same seat, perhaps with a new key.
    public Taking readmit(Session session, Place place, Runnable done) {
        return session.readmit(place, done);
    }

    /// The candidate signs in at the seat he was moved to.
    public Taking move(Session session, Place to, MoveOrder order, Runnable done) {
        var from = session.place().orElseThrow().seat();
        var taking =
                session.move(from, to, order.cause(), order.proposer(), order.approver(), done);
        if (taking == Taking.TAKEN) {
            moves.remove(session.id());
            bySeat.remove(from, session);
            seat(session);
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
        responseKeys
                .wrappedOf(session.id())
                .ifPresent(
                        wrapped ->
                                elsewhere.keepKey(
                                        id(), session.id(), clock().instant(), wrapped.encode()));
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
        elsewhere = requireNonNull(others, "others");
        taken = requireNonNull(tookOver, "tookOver");
    }

    /// Takes a session over that another node began or went on with, if there is one; `then` is
    /// called in any case. A session held here that another node went on with is let go first:
    /// a seat must never be told an older standing.
    public void takeOver(SessionId id, Runnable then) {
        var held = sessions.get(id);
        carryOver(id);
        if (closed || (held != null && held.state() instanceof SessionState.Closed)) {
            then.run();
            return;
        }
        if (held != null) {
            elsewhere.isTaken(
                    id,
                    held.firstNotDurable(),
                    origin(),
                    taken -> {
                        if (taken && held.equals(sessions.get(id))) {
                            letGo(id);
                            takeOver(id, then);
                        } else {
                            then.run();
                        }
                    });
            return;
        }
        elsewhere.find(
                id,
                entered -> {
                    if (entered.isEmpty() || sessions.containsKey(id)) {
                        then.run();
                        return;
                    }
                    adopt(rebuilt(id, entered));
                    carryOver(id);
                    elsewhere.findKey(
                            id,
                            kept -> {
                                kept.ifPresent(wrapped -> takeKey(id, wrapped));
                                then.run();
                            });
                });
    }

    private void takeKey(SessionId id, Octets wrapped) {
        try {
            responseKeys.take(id, ResponseKeys.Wrapped.decode(wrapped));
        } catch (IllegalArgumentException _) {
            // The seat hands its key in again; until then nothing can be shown elsewhere.
            responseKeys.forget(id);
        }
    }

    private Session rebuilt(SessionId id, List<Elsewhere.Entered> entered) {
        if (!(entered.getFirst().entry() instanceof SessionEntry.Admitted admitted)) {
            throw new IllegalStateException(
                    "the entries of session %s do not begin with an admission".formatted(id));
        }
        var session = new Session(id, admitted.candidate(), this);
        for (var one : entered) {
            session.replay(one.entry(), indexHere(one));
        }
        var last = entered.getLast();
        if (session.state() instanceof SessionState.Closed && !last.log().equals(origin())) {
            closedElsewhere.put(id, last);
        }
        return session;
    }

    private long indexHere(Elsewhere.Entered one) {
        if (one.log().equals(origin())) {
            return one.index();
        }
        return one.attachment().length() == 0
                ? SittingLog.NOT_HERE
                : log.keepForeign(one.attachment().toBytes());
    }

    /// A candidate comes for the receipt of a session that was closed in another node's log: what
    /// closed it is entered here as well, and the receipt is given for that.
    private void carryOver(SessionId id) {
        var last = closedElsewhere.remove(id);
        if (last == null
                || !(last.entry() instanceof SessionEntry.Submitted
                        || last.entry() instanceof SessionEntry.Expired)) {
            return;
        }
        var carried =
                new SittingEntry.CarriedOver(
                        clock().instant(),
                        last.log(),
                        last.index(),
                        Octets.of(Leaf.of(last.entry())));
        boolean isTaken =
                enter(carried, index -> session(id).ifPresent(one -> one.receiptFrom(index)));
        if (!isTaken) {
            closedElsewhere.put(id, last);
            var _ = timers().after(Duration.ofSeconds(1), () -> carryOver(id));
        }
    }

    private void adopt(Session session) {
        sessions.put(session.id(), session);
        byCandidate.put(session.candidate(), session);
        seat(session);
        session.goOn(node.recoveryGrace());
        taken.accept(session.id());
    }

    /// Another node has taken a session over: it is let go here.
    public void letGo(SessionId id) {
        var session = sessions.remove(id);
        if (session != null) {
            session.letGo();
            responseKeys.forget(id);
            byCandidate.remove(session.candidate());
            bySeat.values().removeIf(other -> other.equals(session));
        }
    }

    /// Finds out, before a close, where the sessions of all candidates stand. Those of other nodes
    /// that are
    /// closed are counted here; so are those whose node should have collected them and did not.
    public void gatherAll(Runnable then) {
        openElsewhere.clear();
        var missing = new ArrayDeque<SessionId>();
        for (var candidate : roster.candidates()) {
            var session = candidate.session(form.suite(), id());
            if (!sessions.containsKey(session)) {
                missing.add(session);
            }
        }
        gatherNext(missing, then);
    }

    private void gatherNext(Deque<SessionId> missing, Runnable then) {
        var id = missing.poll();
        if (id == null) {
            then.run();
            return;
        }
        elsewhere.find(
                id,
                entered -> {
                    if (!entered.isEmpty() && !sessions.containsKey(id)) {
                        var session = rebuilt(id, entered);
                        if (isOver(session)) {
                            adopt(session);
                        } else {
                            openElsewhere.add(id);
                        }
                    }
                    gatherNext(missing, then);
                });
    }

    private boolean isOver(Session session) {
        return session.state() instanceof SessionState.Closed
                || session.deadline()
                        .map(due -> clock().instant().isAfter(due.plus(LEFT_BEHIND)))
                        .orElse(false);
    }

    // --- release and start

    /// Whether the form key is here.
    public boolean isReleased() {
        return formKey != null;
    }

    /// Takes the form key after its release. Every seat that is ready gets it at `starts`, or now
    /// if
    /// that is past.
    ///
    /// @throws IllegalArgumentException when it is not the key of this form
    public void released(FormKey key) {
        if (!key.digestCommitment().equals(form.keyCommitment())) {
            throw new IllegalArgumentException("this is not the key of the form of " + id());
        }
        if (closed) {
            key.close();
            return;
        }
        if (formKey != null) {
            formKey.close();
        }
        formKey = key;
        scheduleStart();
    }

    /// A seat has become ready: it gets the form key now, at the start, or after the release.
    public void seatReady(Session session, SeatLink link) {
        if (formKey == null) {
            return;
        }
        switch (session.state()) {
            case SessionState.Running _, SessionState.OnHold _ -> giveKey(session, link);
            case SessionState.Seated _ when !clock().instant().isBefore(rules().starts()) ->
                    start(session);
            default -> {}
        }
    }

    /// The form key for another node, wrapped to that node's one-time key; empty before the
    /// release.
    public Optional<byte[]> keyFor(SealingPublicKey peer, byte[] associated) {
        return formKey == null ? Optional.empty() : Optional.of(peer.wrap(formKey, associated));
    }

    // --- the seats' machines

    /// A seat tells what was found about its machine before anybody sits there; it hears how that
    /// is judged.
    public ServerMessage.Judged reportAtDoor(SeatId seat, PostureReport report) {
        door.tell(seat, report, clock().instant());
        return new ServerMessage.Judged(clock().instant(), atDoor(seat));
    }

    /// What a session's seat told, with its evidence.
    public void reported(Session session, PostureReport report) {
        session.place().ifPresent(place -> door.tell(place.seat(), report, clock().instant()));
        session.reported(report);
    }

    /// Judged as it would be for whoever sits there: what a session's staff overrode stays so when
    /// the machine was started again.
    private List<ServerMessage.Judged.Finding> atDoor(SeatId seat) {
        return door.judged(seat, posture()).stream()
                .map(
                        one ->
                                new ServerMessage.Judged.Finding(
                                        one.kind(),
                                        one.judgement(),
                                        one.isOverridden()
                                                || at(seat).filter(s -> s.isOverridden(one.kind()))
                                                        .isPresent()))
                .toList();
    }

    /// Overrides a finding about one machine (`session.md` section 9.3); says why not, or nothing.
    /// Before anybody sits at the seat it stands until somebody does.
    public Optional<String> override(
            Scope scope, FindingKind kind, Cause cause, StaffId proposer, StaffId approver) {
        var sessions = inScope(scope);
        if (sessions.isEmpty() && scope instanceof Scope.At(var seat)) {
            return door.override(
                    new DoorOverride(seat, kind, cause, proposer, approver), posture());
        }
        if (sessions.size() != 1) {
            return Optional.of("name one seat or one session: each machine is looked at by itself");
        }
        var session = sessions.getFirst();
        var refusal =
                DoorPosture.refusal(
                        kind, posture(), session.isOverridden(kind), proposer, approver);
        if (refusal.isPresent()) {
            return refusal;
        }
        return session.override(kind, cause, proposer, approver) instanceof Act.NotNow not
                ? Optional.of(not.because())
                : Optional.empty();
    }

    /// From now on what staff let pass before anybody sits at a seat is kept there.
    public void keepOverridesIn(DoorOverrides keeper) {
        door.keepIn(keeper);
    }

    /// Lets stand what was let pass before a restart, or at another node.
    public void letPassBefore(DoorOverride override) {
        door.stands(override);
        at(override.seat()).ifPresent(this::postureChanged);
    }

    /// The machines of all seats that told something or have a session, by seat.
    public List<SeatPosture> postures() {
        var all = new TreeMap<String, SeatPosture>();
        for (var seat : door.seats()) {
            all.put(seat.text(), postureOf(seat, Optional.empty(), atDoor(seat)));
        }
        for (var session : sessions.values()) {
            session.place()
                    .ifPresent(
                            place ->
                                    all.put(
                                            place.seat().text(),
                                            postureOf(
                                                    place.seat(),
                                                    Optional.of(session.id()),
                                                    session.judged())));
        }
        return List.copyOf(all.values());
    }

    private SeatPosture postureOf(
            SeatId seat, Optional<SessionId> session, List<ServerMessage.Judged.Finding> judged) {
        var told = door.of(seat);
        return new SeatPosture(
                seat,
                session,
                told.map(DoorPosture.Told::at),
                judged,
                told.stream()
                        .flatMap(one -> one.report().findings().stream())
                        .map(one -> new SeatPosture.Seen(one.kind(), one.evidence()))
                        .toList());
    }

    @Override
    public PosturePolicy posture() {
        return plan.posture();
    }

    @Override
    public void postureChanged(Session session) {
        var seat = session.place().map(Place::seat);
        if (seat.isEmpty()) {
            return;
        }
        for (var finding : session.judged()) {
            var override = door.overrideOf(seat.get(), finding.kind());
            if (!finding.isOverridden() && override.isPresent()) {
                var by = override.get();
                session.override(finding.kind(), by.cause(), by.proposer(), by.approver());
            }
        }
        if (session.isReady() && session.state() instanceof SessionState.Seated) {
            session.link().ifPresent(link -> seatReady(session, link));
        }
    }

    private void scheduleStart() {
        if (startTimer != null) {
            startTimer.cancel();
        }
        var now = clock().instant();
        var delay =
                now.isBefore(rules().starts())
                        ? Duration.between(now, rules().starts())
                        : Duration.ZERO;
        startTimer = timers().after(delay, this::startAll);
    }

    private void startAll() {
        startTimer = null;
        if (clock().instant().isBefore(rules().starts())) {
            scheduleStart();
            return;
        }
        for (var session : sessions.values()) {
            if (session.isReady()) {
                session.link().ifPresent(link -> seatReady(session, link));
            }
        }
    }

    private void start(Session session) {
        session.start(
                () -> {
                    session.link().ifPresent(link -> giveKey(session, link));
                    accommodate(session);
                });
    }

    private void accommodate(Session session) {
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
        var now = clock().instant();
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

    // --- acts of staff

    /// Stops the clock of those in scope whose time runs.
    public List<Act> hold(Scope scope, Cause cause, StaffId proposer, StaffId approver) {
        return act(scope, session -> session.hold(cause, proposer, approver));
    }

    /// Lets the clock go on for those in scope who are on hold.
    public List<Act> resume(Scope scope, StaffId proposer, StaffId approver) {
        return act(scope, session -> session.resume(proposer, approver));
    }

    /// Gives more time to those in scope.
    public List<Act> extend(
            Scope scope, Duration by, Cause cause, StaffId proposer, StaffId approver) {
        return act(scope, session -> session.extend(by, cause, proposer, approver));
    }

    /// Annuls sessions.
    public List<Act> annul(Scope scope, Cause cause, StaffId proposer, StaffId approver) {
        return act(scope, session -> session.annul(cause, proposer, approver));
    }

    /// Sends candidates to another sitting.
    public List<Act> transfer(
            Scope scope, SittingId to, Cause cause, StaffId proposer, StaffId approver) {
        return act(scope, session -> session.transfer(to, cause, proposer, approver));
    }

    /// Allows a session to go on at another seat.
    public Act allowMove(SessionId id, MoveOrder order) {
        var session = sessions.get(id);
        if (session == null || session.place().isEmpty()) {
            return new Act.NotNow(id, "it has not begun or is closed");
        }
        var other = bySeat.get(order.to());
        if (other != null && other != session) {
            return new Act.NotNow(id, "seat %s is taken".formatted(order.to()));
        }
        moves.put(id, order);
        return new Act.Done(id);
    }

    /// Tells candidates something.
    public List<Act> message(Scope scope, String words) {
        var numbers = new LinkedHashMap<SessionId, Long>();
        inScope(scope).forEach(session -> numbers.put(session.id(), session.message(words)));
        if (!numbers.isEmpty()) {
            said.keep(words, numbers);
        }
        return numbers.keySet().stream().<Act>map(Act.Done::new).toList();
    }

    /// What was said before the node restarted is said again to whoever has not seen it.
    public void saidBefore(String words, Map<SessionId, Long> numbers) {
        numbers.forEach(
                (id, number) -> session(id).ifPresent(one -> one.messageBefore(number, words)));
    }

    /// From now on what is said is kept there.
    public void keepWordsIn(SaidWords kept) {
        said = requireNonNull(kept, "kept");
    }

    private List<Act> act(Scope scope, Function<Session, Act> act) {
        return inScope(scope).stream().map(act).toList();
    }

    /// The sessions an act concerns: one that is named even when the act will not fit it, of a room
    /// or of all only those that are not closed.
    public List<Session> inScope(Scope scope) {
        return switch (scope) {
            case Scope.One(var id) -> session(id).map(List::of).orElse(List.of());
            case Scope.At(var seat) -> at(seat).map(List::of).orElse(List.of());
            case Scope.Room(var room) ->
                    sessions.values().stream()
                            .filter(
                                    session ->
                                            session.place()
                                                    .filter(
                                                            p ->
                                                                    Scope.roomOf(p.seat())
                                                                            .equals(room))
                                                    .isPresent())
                            .toList();
            case Scope.All() ->
                    sessions.values().stream().filter(s -> s.place().isPresent()).toList();
        };
    }

    // --- close

    /// Closes the sitting if the sums agree (`session.md` section 6); tells `then` once that is
    /// durable, or why not.
    public void close(Consumer<Closing> then) {
        if (closed) {
            then.accept(new Closing.Closed(tally()));
            return;
        }
        var open =
                sessions.values().stream()
                        .filter(s -> !(s.state() instanceof SessionState.Closed))
                        .map(Session::id)
                        .collect(Collectors.toCollection(ArrayList::new));
        open.addAll(openElsewhere);
        if (closing || !open.isEmpty()) {
            then.accept(
                    new Closing.Refused(
                            closing
                                    ? "it is being closed already"
                                    : "%d sessions are not closed".formatted(open.size()),
                            open));
            return;
        }
        var tally = tally();
        if (!tally.closes()) {
            then.accept(new Closing.Refused("the sums do not agree: " + tally, List.of()));
            return;
        }
        var at = clock().instant();
        var missing =
                roster.commitments().stream()
                        .filter(one -> !byCandidate.containsKey(one) && !absent.contains(one))
                        .sorted()
                        .toList();
        closing = true;
        closer = then;
        unsettled = elsewhere.equals(Elsewhere.NOWHERE) ? 0 : missing.size();
        for (var candidate : missing) {
            if (!enter(new SittingEntry.Absent(at, candidate), _ -> settled(tally))) {
                closeRefused("the record takes nothing now");
                return;
            }
            absent.add(candidate);
        }
        if (missing.isEmpty() || elsewhere.equals(Elsewhere.NOWHERE)) {
            enterClosed(at, tally);
        }
    }

    /// In a cluster the sitting is closed when every absence is durable: then nobody can be
    /// admitted at another node any more (`server-configuration.md` 6.5).
    private void settled(Tally tally) {
        if (closing && unsettled > 0 && --unsettled == 0) {
            enterClosed(clock().instant(), tally);
        }
    }

    /// A candidate who was to be entered as absent was admitted at another node.
    public void cameElsewhere(Digest candidate) {
        absent.remove(candidate);
        if (closing && !closed) {
            unsettled = 0;
            closeRefused("a candidate was admitted at another node meanwhile; close again");
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
                            closed = true;
                            wipe();
                            elsewhere.forgetKeys(id());
                            closer.accept(new Closing.Closed(tally));
                        });
        if (!isTaken) {
            closeRefused("the record takes nothing now");
        }
    }

    private void closeRefused(String because) {
        closing = false;
        closer.accept(new Closing.Refused(because, List.of()));
    }

    /// Ends all connections and wipes the keys; the sitting itself goes on from the record.
    public void leave() {
        if (startTimer != null) {
            startTimer.cancel();
        }
        sessions.values().forEach(session -> session.drop(SeatLink.Ending.GOING_AWAY));
        wipe();
    }

    private void wipe() {
        if (formKey != null) {
            formKey.close();
            formKey = null;
        }
        responseKeys.wipe();
    }

    // --- entries about the sitting

    /// Enters a fact about the sitting; false when the record takes nothing.
    public boolean enter(SittingEntry entry, LongConsumer durable) {
        return log.append(entry, SittingLog.NOTHING, Urgency.TIME, durable) == Taking.TAKEN;
    }

    /// Tells connected seats what has become durable since the last turn. Called at the end of
    /// every
    /// turn in which the record told something.
    public void flush() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
    }

    private Session put(SessionId id, Digest candidate) {
        var session = new Session(id, candidate, this);
        sessions.put(id, session);
        byCandidate.put(candidate, session);
        return session;
    }

    private void seat(Session session) {
        session.place().ifPresent(place -> bySeat.put(place.seat(), session));
    }

    // --- what its sessions find around them

    @Override
    public Suite suite() {
        return form.suite();
    }

    @Override
    public Rules rules() {
        return plan.rules();
    }

    @Override
    public boolean has(PlacementId placement) {
        return form.placements().contains(placement);
    }

    @Override
    public SittingLog log() {
        return log;
    }

    @Override
    public InstantSource clock() {
        return node.clock();
    }

    @Override
    public Timers timers() {
        return node.timers();
    }

    @Override
    public boolean holds(Octets verifyingKey, Digest signed, Octets signature) {
        try {
            var key = VerifyingKey.decode(verifyingKey.toBytes());
            return key.purpose() == SigningPurpose.SEAT
                    && key.holds(Signature.decode(signature.toBytes()), signed.toBytes());
        } catch (KeyRefused _) {
            return false;
        }
    }

    @Override
    public int credit() {
        return node.credit().getAsInt();
    }

    @Override
    public byte[] sealEvidence(Session session, byte[] plain) {
        var room = Scope.roomOf(session.place().orElseThrow().seat());
        return evidence.keyOf(room).seal(plain, session.id().toBytes());
    }

    @Override
    public void keepPicture(SessionId session, long seq, byte[] sealed, Consumer<Digest> kept) {
        var place = session(session).flatMap(Session::place);
        if (place.isEmpty()) {
            kept.accept(null);
            return;
        }
        evidence.keep(Scope.roomOf(place.get().seat()), session, seq, sealed, kept);
    }

    @Override
    public void touched(Session session) {
        touched.add(session);
    }

    @Override
    public void closed(Session session) {
        bySeat.values().removeIf(other -> other.equals(session));
    }
}

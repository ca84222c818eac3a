package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/// One candidate's session at this node: takes what the seat sends and what staff decide, gives the
/// facts to the record, and tells the seat what has become durable. Its state moves when the record
/// *takes* an entry; nobody hears of it before the entry is *durable*.
///
/// Calls come one at a time.
public final class Session {

    /// A sealed response has at most this many bytes.
    public static final int LARGEST_RESPONSE = 256 * 1024;

    /// A sealed observation's detail has at most this many bytes before sealing.
    public static final int LARGEST_DETAIL = 64 * 1024;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final StaffId SYSTEM = new StaffId("system");

    private final SessionId id;
    private final Digest candidate;
    private final Surroundings around;
    private final AnswerSheet sheet;
    private final Chain observed;
    private final Chain frames;
    private final Outbox outbox = new Outbox();
    private final PostureGate posture = new PostureGate();
    private final List<Octets> formerKeys = new ArrayList<>(0);

    private SessionState state = new SessionState.Expected();
    private long nextOrdinal;
    private long durableOrdinal = -1;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private Digest responseKey;
    private Octets lastKey;
    private boolean handRaised;
    private boolean accommodated;
    private boolean isGone;
    private Runnable whenLetGo = () -> {};

    private SeatLink link;
    private boolean linkReady;
    private Timers.Timer deadlineTimer;
    private Instant timedFor;

    private long savedSeq;
    private long savedEntry;
    private boolean isTouched;
    private boolean tellSaved;
    private long notedObservation;
    private long notedFrame;
    private long frameUnderWay;
    private boolean tellNoted;
    private long closingEntry = -1;
    private String receipt;
    private boolean receiptAsked;

    /// A session that has no entry yet.
    public Session(SessionId id, Digest candidate, Surroundings around) {
        this.id = requireNonNull(id, "id");
        this.candidate = requireNonNull(candidate, "candidate");
        this.around = requireNonNull(around, "around");
        var suite = around.suite();
        this.sheet = new AnswerSheet(suite, id);
        this.observed = new Chain(suite, Chains.firstObserved(suite, id));
        this.frames = new Chain(suite, Chains.firstFrame(suite, id));
    }

    /// Names the session.
    public SessionId id() {
        return id;
    }

    /// The commitment to its candidate.
    public Digest candidate() {
        return candidate;
    }

    /// Where it stands.
    public SessionState state() {
        return state;
    }

    /// Where it is held, unless nobody came yet or it is closed.
    public Optional<Place> place() {
        return switch (state) {
            case SessionState.Seated s -> Optional.of(s.place());
            case SessionState.Running s -> Optional.of(s.place());
            case SessionState.OnHold s -> Optional.of(s.place());
            case SessionState.Expected _, SessionState.Closed _ -> Optional.empty();
        };
    }

    /// Whether the seat is connected.
    public boolean isConnected() {
        return link != null;
    }

    /// The connected seat.
    public Optional<SeatLink> link() {
        return Optional.ofNullable(link);
    }

    /// Whether the connected seat has said that its form is complete.
    public boolean isReady() {
        return linkReady;
    }

    /// Whether the candidate asks for a proctor.
    public boolean isHandRaised() {
        return handRaised;
    }

    /// The number of the last response taken in.
    public long lastSeq() {
        return sheet.last();
    }

    /// The number of the last response that is durable.
    public long savedSeq() {
        return savedSeq;
    }

    /// How many placements have a response.
    public int answered() {
        return sheet.answered();
    }

    /// The highest number in the outbox.
    public long outboxNumber() {
        return outbox.last();
    }

    /// The verifying key in force, or the one that was when the session closed.
    public Optional<Octets> lastKey() {
        return Optional.ofNullable(lastKey);
    }

    /// Whether this key was in force once and is not any more.
    public boolean wasInForce(Octets verifyingKey) {
        return formerKeys.contains(verifyingKey);
    }

    /// Whether the record holds this key as one of the session's, in force or no more.
    public boolean hasKept(Octets verifyingKey) {
        return verifyingKey.equals(lastKey) || wasInForce(verifyingKey);
    }

    // --- what the record already holds

    /// Takes an entry back from the record, at start.
    ///
    /// @throws IllegalTransition when the record's entries do not lead from one to the next
    public void replay(SessionEntry entry, long index) {
        if (entry.ordinal() != nextOrdinal) {
            throw new IllegalStateException(
                    "entry %d of session %s came where %d was due"
                            .formatted(entry.ordinal(), id, nextOrdinal));
        }
        move(entry, state.after(entry));
        durableOrdinal = entry.ordinal();
        switch (entry) {
            case SessionEntry.ResponseSaved e -> {
                sheet.take(e.seq(), e.placement(), e.commitment());
                sheet.durable(e.seq(), e.placement(), index);
                savedSeq = e.seq();
                savedEntry = index;
            }
            case SessionEntry.Observed e -> {
                observed.take(e.seq(), e.detail());
                notedObservation = e.seq();
            }
            case SessionEntry.FrameTaken e -> {
                frames.take(e.seq(), e.picture());
                notedFrame = e.seq();
                frameUnderWay = e.seq();
            }
            case SessionEntry.Keyed e -> responseKey = e.key();
            case SessionEntry.Submitted _, SessionEntry.Expired _ -> closingEntry = index;
            default -> {}
        }
        noteForSeat(entry);
    }

    /// Sets the timers of a session taken back from the record. Deadlines that passed while the
    /// node
    /// was down are collected only after `grace` (`session.md` section 2.6).
    public void goOn(Duration grace) {
        schedule(grace);
    }

    // --- admission

    /// Enters that the candidate is admitted at a seat.
    public Taking admit(Place place, StaffId by, Runnable done) {
        return enter(
                n ->
                        new SessionEntry.Admitted(
                                now(), id, n, candidate, place.seat(), place.verifyingKey(), by),
                Urgency.TIME,
                _ -> done.run());
    }

    /// Enters that the candidate signed in again at the same seat with a new key.
    public Taking readmit(Place place, Runnable done) {
        var taking =
                enter(
                        n ->
                                new SessionEntry.Readmitted(
                                        now(), id, n, place.seat(), place.verifyingKey(), SYSTEM),
                        Urgency.TIME,
                        _ -> done.run());
        if (taking == Taking.TAKEN) {
            drop(SeatLink.Ending.REPLACED);
        }
        return taking;
    }

    /// Enters that the session goes on at another seat.
    public Taking move(
            SeatId from, Place to, Cause cause, StaffId proposer, StaffId approver, Runnable done) {
        var taking =
                enter(
                        n ->
                                new SessionEntry.Moved(
                                        now(),
                                        id,
                                        n,
                                        from,
                                        to.seat(),
                                        to.verifyingKey(),
                                        cause,
                                        proposer,
                                        approver),
                        Urgency.TIME,
                        _ -> done.run());
        if (taking == Taking.TAKEN) {
            drop(SeatLink.Ending.REPLACED);
        }
        return taking;
    }

    /// Enters that a seat spoke with a key that counts no more.
    public void refuseFork(SeatId seat, Octets verifyingKey) {
        if (state instanceof SessionState.Closed) {
            return;
        }
        enter(
                n -> new SessionEntry.ForkRefused(now(), id, n, seat, verifyingKey),
                Urgency.TIME,
                _ -> {});
    }

    /// Calls `then` once every entry of this session so far is durable, at once if all are. A seat
    /// that comes in hears where its session stands only then: of nothing that a crash could take
    /// back, and of nothing that its outbox numbers do not count (`session.md` section 5.3).
    public void whenDurable(Runnable then) {
        if (durableOrdinal >= nextOrdinal - 1) {
            then.run();
        } else {
            waiting.add(new Waiting(nextOrdinal - 1, then));
        }
    }

    private record Waiting(long ordinal, Runnable then) {}

    private void tellWaiting() {
        while (!waiting.isEmpty() && waiting.peekFirst().ordinal <= durableOrdinal) {
            whenDurable(waiting.removeFirst().then);
        }
    }

    /// From now on this seat is served; an older connection is ended.
    public void connect(SeatLink newer) {
        var older = link;
        link = requireNonNull(newer, "newer");
        whenLetGo = () -> {};
        linkReady = false;
        tellSaved = false;
        tellNoted = false;
        if (older != null) {
            older.close(SeatLink.Ending.REPLACED);
        }
    }

    /// The connection has gone.
    public void disconnected(SeatLink gone) {
        if (Objects.equals(link, gone)) {
            link = null;
            linkReady = false;
        }
    }

    /// The session goes on at another node: nothing is done here any more.
    public void letGo() {
        if (deadlineTimer != null) {
            deadlineTimer.cancel();
            deadlineTimer = null;
        }
        isGone = true;
        drop(SeatLink.Ending.REPLACED);
        whenLetGo.run();
    }

    /// What ends a connection that is still coming in, should the session be let go meanwhile.
    public void whenLetGo(Runnable ending) {
        whenLetGo = ending;
    }

    /// The place of the first entry that is not known to be durable.
    public long firstNotDurable() {
        return durableOrdinal + 1;
    }

    /// Ends the connection, if there is one.
    public void drop(SeatLink.Ending ending) {
        if (link != null) {
            link.close(ending);
            link = null;
            linkReady = false;
        }
    }

    /// What the seat needs to know of the session when it comes in. The responses so far are added
    /// by admission if the seat needs them.
    public Standing standing(Optional<Octets> sealedKey, List<Standing.Given> responses) {
        var deadline = Instant.EPOCH;
        var left = Duration.ZERO;
        var word = Standing.State.SEATED;
        switch (state) {
            case SessionState.Expected _, SessionState.Seated _ -> {}
            case SessionState.Running running -> {
                word = Standing.State.RUNNING;
                deadline = running.deadline();
                left = SessionState.left(now(), deadline);
            }
            case SessionState.OnHold held -> {
                word = Standing.State.ON_HOLD;
                left = held.left();
            }
            case SessionState.Closed(var outcome) ->
                    word =
                            switch (outcome) {
                                case SUBMITTED -> Standing.State.SUBMITTED;
                                case EXPIRED -> Standing.State.EXPIRED;
                                case VOIDED, TRANSFERRED -> Standing.State.VOIDED;
                            };
        }
        return new Standing(
                word,
                deadline,
                left,
                sheet.last(),
                sheet.head(),
                observed.last(),
                observed.head(),
                frames.last(),
                frames.head(),
                sealedKey,
                responses);
    }

    /// Reads back the last response of every placement, as the seat sealed them. Beyond `most`
    /// bytes in all, the sealed bytes are left empty.
    public void responses(int most, Consumer<List<Standing.Given>> then) {
        var last = sheet.given();
        var entries = new long[last.length];
        for (int i = 0; i < last.length; i++) {
            entries[i] = last[i].entry();
        }
        around.log().attachments(entries, bodies -> then.accept(given(last, bodies, most)));
    }

    private static List<Standing.Given> given(AnswerSheet.Last[] last, byte[][] bodies, int most) {
        var given = new ArrayList<Standing.Given>(last.length);
        int room = most;
        for (int i = 0; i < last.length; i++) {
            boolean fits = bodies[i].length <= room;
            room -= fits ? bodies[i].length : 0;
            given.add(
                    new Standing.Given(
                            last[i].seq(),
                            last[i].placement(),
                            Octets.of(fits ? bodies[i] : SittingLog.NOTHING),
                            last[i].commitment()));
        }
        return given;
    }

    // --- the response key

    /// The commitment of the response key that responses are sealed under now.
    public Optional<Digest> responseKey() {
        return Optional.ofNullable(responseKey);
    }

    /// The seat's form is complete and its response key is known. Enters the key if it is a new
    /// one,
    /// replays what the seat has not seen, and then calls `ready`.
    public void ready(Digest commitment, byte[] envelope, long outboxSeen, Runnable ready) {
        var asking = link;
        outbox.seen(outboxSeen);
        Runnable then =
                () -> {
                    if (asking == null || !asking.equals(link)) {
                        return;
                    }
                    linkReady = true;
                    for (var message : outbox.after(outboxSeen, now())) {
                        tell(message);
                    }
                    ready.run();
                };
        if (commitment.equals(responseKey) || state instanceof SessionState.Closed) {
            then.run();
            return;
        }
        var taking =
                enter(
                        n ->
                                new SessionEntry.Keyed(
                                        now(), id, n, commitment, around.suite().digest(envelope)),
                        envelope,
                        Urgency.TIME,
                        _ -> then.run());
        if (taking == Taking.TAKEN) {
            responseKey = commitment;
        } else {
            notSaved(0, taking.word(), SOON);
        }
    }

    // --- time

    /// Starts the candidate's time. `send` gives the form key once the entry is durable.
    public void start(Runnable send) {
        if (!(state instanceof SessionState.Seated(_, var keyed)) || !keyed || !mayStart()) {
            return;
        }
        var at = now();
        var ends = around.rules().ends();
        var full = at.plus(around.rules().duration());
        var deadline = full.isAfter(ends) ? ends : full;
        var taking =
                enter(
                        n -> new SessionEntry.Started(at, id, n, deadline),
                        Urgency.TIME,
                        _ -> send.run());
        if (taking != Taking.TAKEN) {
            around.timers().after(SOON, () -> start(send));
        }
    }

    /// Gives the additional time that was granted to the candidate by those two, once
    /// (`session.md` section 2.2).
    public void accommodate(Duration by, StaffId proposer, StaffId approver) {
        if (accommodated || !(state instanceof SessionState.Running)) {
            return;
        }
        if (extend(by, Cause.ACCOMMODATION, proposer, approver) instanceof Act.NotNow) {
            around.timers().after(SOON, () -> accommodate(by, proposer, approver));
        }
    }

    /// The deadline in force, when time runs.
    public Optional<Instant> deadline() {
        return state instanceof SessionState.Running(_, var deadline)
                ? Optional.of(deadline)
                : Optional.empty();
    }

    /// Stops the clock.
    public Act hold(Cause cause, StaffId proposer, StaffId approver) {
        if (!(state instanceof SessionState.Running(_, var deadline))) {
            return new Act.NotNow(id, "time does not run");
        }
        var at = now();
        return act(
                n ->
                        new SessionEntry.Held(
                                at,
                                id,
                                n,
                                SessionState.left(at, deadline),
                                cause,
                                proposer,
                                approver));
    }

    /// Lets the clock go on with exactly what was left.
    public Act resume(StaffId proposer, StaffId approver) {
        if (!(state instanceof SessionState.OnHold(_, var left))) {
            return new Act.NotNow(id, "it is not on hold");
        }
        var at = now();
        return act(n -> new SessionEntry.Resumed(at, id, n, at.plus(left), proposer, approver));
    }

    /// Gives more time.
    public Act extend(Duration by, Cause cause, StaffId proposer, StaffId approver) {
        var at = now();
        return switch (state) {
            case SessionState.Running(_, var deadline) ->
                    act(
                            n ->
                                    new SessionEntry.Extended(
                                            at,
                                            id,
                                            n,
                                            by,
                                            deadline.plus(by),
                                            cause,
                                            proposer,
                                            approver));
            case SessionState.OnHold(_, var left) ->
                    act(
                            n ->
                                    new SessionEntry.Extended(
                                            at,
                                            id,
                                            n,
                                            by,
                                            at.plus(left).plus(by),
                                            cause,
                                            proposer,
                                            approver));
            default -> new Act.NotNow(id, "time does not run and is not on hold");
        };
    }

    /// Annuls the session.
    public Act annul(Cause cause, StaffId proposer, StaffId approver) {
        if (place().isEmpty()) {
            return new Act.NotNow(id, "it has not begun or is closed");
        }
        return act(n -> new SessionEntry.Voided(now(), id, n, cause, proposer, approver));
    }

    /// Sends the candidate to another sitting.
    public Act transfer(SittingId to, Cause cause, StaffId proposer, StaffId approver) {
        if (place().isEmpty()) {
            return new Act.NotNow(id, "it has not begun or is closed");
        }
        return act(n -> new SessionEntry.Transferred(now(), id, n, to, cause, proposer, approver));
    }

    /// Tells the candidate something, and gives the number it has in the outbox.
    public long message(String words) {
        return tellFree((number, _) -> new ServerMessage.Message(number, words));
    }

    /// What the candidate was told before the node restarted; he hears it if he has not seen it.
    public void messageBefore(long number, String words) {
        outbox.addAgain(number, (n, _) -> new ServerMessage.Message(n, words));
    }

    /// Asks the seat for more pictures for a while; one that is closed has none to give.
    public Act demandPictures(int tenthsPerSecond, Duration length) {
        if (state instanceof SessionState.Closed) {
            return new Act.NotNow(id, "it is closed");
        }
        var _ =
                tellFree(
                        (number, _) ->
                                new ServerMessage.Demand(
                                        number, "picture", tenthsPerSecond, length));
        return new Act.Done(id);
    }

    // --- the machine it is at

    /// The seat told what was found about its machine.
    public void reported(PostureReport report) {
        if (place().isEmpty()) {
            return;
        }
        var bytes = report.toBytes();
        var digest = around.suite().digest(bytes);
        if (!posture.isNews(digest)) {
            tellJudged();
            return;
        }
        var taking =
                enter(
                        n -> new SessionEntry.PostureReported(now(), id, n, report.kinds(), digest),
                        around.sealEvidence(this, bytes),
                        Urgency.TIME,
                        _ -> {});
        if (taking != Taking.TAKEN && link != null) {
            var asking = link;
            around.timers()
                    .after(
                            SOON,
                            () -> {
                                if (asking.equals(link)) {
                                    reported(report);
                                }
                            });
        }
    }

    /// Lets the session go on at this seat in spite of a finding, by those two.
    public Act override(FindingKind kind, Cause cause, StaffId proposer, StaffId approver) {
        if (place().isEmpty()) {
            return new Act.NotNow(id, "it has not begun or is closed");
        }
        if (!posture.has(kind)) {
            return new Act.NotNow(id, "%s was not found at its seat".formatted(kind.word()));
        }
        return act(
                n ->
                        new SessionEntry.PostureOverridden(
                                now(), id, n, kind, cause, proposer, approver));
    }

    /// What was found about the machine, judged by the sitting's policy.
    public List<ServerMessage.Judged.Finding> judged() {
        return posture.judged(around.posture());
    }

    /// Whether staff have let it go on in spite of this.
    public boolean isOverridden(FindingKind kind) {
        return posture.isOverridden(kind);
    }

    /// Whether nothing that was found about the machine keeps the session from starting.
    public boolean mayStart() {
        return posture.isOpen(around.posture());
    }

    private void tellJudged() {
        tell(new ServerMessage.Judged(now(), judged()));
    }

    // --- what the seat sends once it is admitted

    /// Takes one message of the connected seat.
    public void received(SeatMessage message) {
        switch (message) {
            case SeatMessage.Response response -> response(response);
            case SeatMessage.Observation observation -> observation(observation);
            case SeatMessage.Frame frame -> frame(frame);
            case SeatMessage.SignedHead head -> signedHead(head);
            case SeatMessage.Submit submit -> submit(submit);
            case SeatMessage.Seen(var number) -> outbox.seen(number);
            case SeatMessage.Help(var raised) -> handRaised = raised;
            case SeatMessage.Ping(var echo) -> tell(new ServerMessage.Pong(echo, now()));
            case SeatMessage.Hello _, SeatMessage.Ready _, SeatMessage.Posture _ ->
                    throw new IllegalArgumentException("admission takes this message");
        }
    }

    /// Says what has become durable since the last turn, once for all of it.
    public void flush() {
        isTouched = false;
        if (tellSaved) {
            tellSaved = false;
            tell(new ServerMessage.Saved(savedSeq, savedEntry));
        }
        if (tellNoted) {
            tellNoted = false;
            tell(new ServerMessage.Noted(notedObservation, notedFrame, around.credit()));
        }
    }

    private void response(SeatMessage.Response response) {
        long seq = response.seq();
        if (seq <= sheet.last()) {
            repeated(response);
            return;
        }
        if (seq > sheet.last() + 1) {
            tell(new ServerMessage.Resend(sheet.last() + 1));
            return;
        }
        var at = now();
        var refusal = refusal(response, at);
        if (refusal != null) {
            notSaved(seq, refusal, LATER);
            return;
        }
        var sealed = response.sealed().toBytes();
        var placement = response.placement();
        var taking =
                enter(
                        n ->
                                new SessionEntry.ResponseSaved(
                                        at,
                                        id,
                                        n,
                                        seq,
                                        placement,
                                        response.commitment(),
                                        response.prev(),
                                        around.suite().digest(sealed)),
                        sealed,
                        Urgency.RESPONSE,
                        index -> {
                            sheet.durable(seq, placement, index);
                            savedSeq = seq;
                            savedEntry = index;
                            tellSaved = true;
                            touch();
                        });
        if (taking == Taking.TAKEN) {
            sheet.take(seq, placement, response.commitment());
        } else {
            notSaved(seq, taking.word(), SOON);
        }
    }

    /// Why a response that is the next cannot be taken, or null.
    private String refusal(SeatMessage.Response response, Instant at) {
        if (state instanceof SessionState.OnHold) {
            return "on-hold";
        }
        if (!(state instanceof SessionState.Running(_, var deadline))) {
            return "not-running";
        }
        if (at.isAfter(deadline)
                && (at.isAfter(deadline.plus(SessionState.GRACE))
                        || link == null
                        || link.since().isAfter(deadline))) {
            return "time-over";
        }
        if (!response.prev().equals(sheet.head())) {
            return "chain";
        }
        if (!around.has(response.placement())) {
            return "placement";
        }
        return response.sealed().length() > LARGEST_RESPONSE ? "too-large" : null;
    }

    private void repeated(SeatMessage.Response response) {
        if (!sheet.repeats(response.seq(), response.commitment())) {
            place().ifPresent(place -> refuseFork(place.seat(), place.verifyingKey()));
            notSaved(response.seq(), "chain", LATER);
        } else if (response.seq() <= savedSeq) {
            tellSaved = true;
            touch();
        }
    }

    private void observation(SeatMessage.Observation observation) {
        long seq = observation.seq();
        if (seq <= observed.last()) {
            noteAgain();
            return;
        }
        if (around.credit() == 0
                || place().isEmpty()
                || observation.detail().length() > LARGEST_DETAIL
                || observation.kind().isEmpty()
                || !observed.isNext(seq, observation.prev())) {
            noteAgain();
            return;
        }
        var detail = observation.detail().toBytes();
        var digest = around.suite().digest(detail);
        var taking =
                enter(
                        n ->
                                new SessionEntry.Observed(
                                        now(),
                                        id,
                                        n,
                                        seq,
                                        observation.kind(),
                                        observation.seatTime(),
                                        digest,
                                        observation.prev()),
                        around.sealEvidence(this, detail),
                        Urgency.OBSERVATION,
                        _ -> {
                            notedObservation = seq;
                            noteAgain();
                        });
        if (taking == Taking.TAKEN) {
            observed.take(seq, digest);
        } else {
            noteAgain();
        }
    }

    private void frame(SeatMessage.Frame frame) {
        long seq = frame.seq();
        if (seq <= frameUnderWay) {
            noteAgain();
            return;
        }
        boolean isNext = frameUnderWay == frames.last() && frames.isNext(seq, frame.prev());
        if (!isNext || around.credit() <= 2 || place().isEmpty()) {
            noteAgain();
            return;
        }
        byte[] picture;
        try {
            picture = link.picture(seq, frame.sealed().toBytes());
        } catch (SealBroken _) {
            noteAgain();
            return;
        }
        if (!around.suite().digest(picture).equals(frame.picture())) {
            noteAgain();
            return;
        }
        frameUnderWay = seq;
        around.keepPicture(
                id, seq, around.sealEvidence(this, picture), digest -> kept(frame, digest));
    }

    private void kept(SeatMessage.Frame frame, Digest sealed) {
        long seq = frame.seq();
        if (sealed == null || frameUnderWay != seq || place().isEmpty()) {
            frameUnderWay = frames.last();
            noteAgain();
            return;
        }
        var taking =
                enter(
                        n ->
                                new SessionEntry.FrameTaken(
                                        now(),
                                        id,
                                        n,
                                        seq,
                                        frame.seatTime(),
                                        frame.picture(),
                                        frame.prev(),
                                        sealed),
                        Urgency.PICTURE,
                        _ -> {
                            notedFrame = seq;
                            noteAgain();
                        });
        if (taking == Taking.TAKEN) {
            frames.take(seq, frame.picture());
        } else {
            frameUnderWay = frames.last();
            noteAgain();
        }
    }

    private void signedHead(SeatMessage.SignedHead signed) {
        boolean takes =
                state instanceof SessionState.Running || state instanceof SessionState.OnHold;
        if (!takes || signed.seq() != sheet.last() || !signed.head().equals(sheet.head())) {
            return;
        }
        var place = place().orElseThrow();
        var what = Transcripts.signedHead(around.suite(), id, signed.seq(), signed.head());
        if (around.holds(place.verifyingKey(), what, signed.signature())) {
            enter(
                    n ->
                            new SessionEntry.HeadSigned(
                                    now(), id, n, signed.seq(), signed.head(), signed.signature()),
                    Urgency.OBSERVATION,
                    _ -> {});
        }
    }

    private void submit(SeatMessage.Submit submit) {
        if (state instanceof SessionState.Closed) {
            giveReceipt();
            return;
        }
        var refusal = refusal(submit);
        if (refusal != null) {
            notSaved(submit.lastSeq(), refusal, LATER);
            return;
        }
        if (submit.lastSeq() > sheet.last()) {
            tell(new ServerMessage.Resend(sheet.last() + 1));
            return;
        }
        var taking =
                enter(
                        n ->
                                new SessionEntry.Submitted(
                                        now(),
                                        id,
                                        n,
                                        submit.lastSeq(),
                                        submit.head(),
                                        submit.sheet(),
                                        submit.signature()),
                        Urgency.SUBMISSION,
                        this::closedAt);
        if (taking != Taking.TAKEN) {
            notSaved(submit.lastSeq(), taking.word(), SOON);
        }
    }

    /// Why a submission cannot be taken, or null; one that needs a resend is not refused.
    private String refusal(SeatMessage.Submit submit) {
        if (state instanceof SessionState.OnHold) {
            return "on-hold";
        }
        if (!(state instanceof SessionState.Running(var place, _))) {
            return "not-running";
        }
        var rules = around.rules();
        if (now().isBefore(rules.starts().plus(rules.earliestHandIn()))) {
            return "too-early";
        }
        if (submit.lastSeq() > sheet.last()) {
            return null;
        }
        if (submit.lastSeq() < sheet.last() || !submit.head().equals(sheet.head())) {
            return "head";
        }
        if (!submit.sheet().equals(sheet.digest())) {
            return "sheet";
        }
        var what =
                Transcripts.submit(
                        around.suite(), id, submit.lastSeq(), submit.head(), submit.sheet());
        return around.holds(place.verifyingKey(), what, submit.signature()) ? null : "signature";
    }

    /// Collects what is saved, if the deadline has passed.
    private void collect() {
        deadlineTimer = null;
        if (!(state instanceof SessionState.Running(_, var deadline))) {
            return;
        }
        var at = now();
        if (at.isBefore(deadline.plus(SessionState.GRACE))) {
            schedule(Duration.ZERO);
            return;
        }
        var taking =
                enter(
                        n ->
                                new SessionEntry.Expired(
                                        at, id, n, sheet.last(), sheet.head(), sheet.digest()),
                        Urgency.SUBMISSION,
                        this::closedAt);
        if (taking != Taking.TAKEN) {
            deadlineTimer = around.timers().after(SOON, this::collect);
        }
    }

    private void closedAt(long index) {
        closingEntry = index;
        giveReceipt();
    }

    /// What closed the session in another node's log stands in this node's at `index` now.
    public void receiptFrom(long index) {
        closingEntry = index;
        receiptAsked = false;
        giveReceipt();
    }

    /// Gives the receipt to the connected seat, if the session was handed in or collected.
    public void giveReceipt() {
        if (receipt != null) {
            tell(new ServerMessage.Receipt(receipt));
        } else if (closingEntry >= 0 && !receiptAsked) {
            receiptAsked = true;
            around.log()
                    .receipt(
                            closingEntry,
                            text -> {
                                receipt = text;
                                tell(new ServerMessage.Receipt(text));
                            });
        }
    }

    // --- entries

    private Act act(LongFunction<SessionEntry> entry) {
        var taking = enter(entry, Urgency.TIME, _ -> {});
        return taking == Taking.TAKEN
                ? new Act.Done(id)
                : new Act.NotNow(id, "the record takes nothing: " + taking.word());
    }

    private Taking enter(LongFunction<SessionEntry> entry, Urgency urgency, LongConsumer durable) {
        return enter(entry, SittingLog.NOTHING, urgency, durable);
    }

    private Taking enter(
            LongFunction<SessionEntry> made,
            byte[] attachment,
            Urgency urgency,
            LongConsumer durable) {
        if (isGone) {
            return Taking.STOPPED;
        }
        var entry = made.apply(nextOrdinal);
        var next = state.after(entry);
        var taking =
                around.log()
                        .append(
                                entry,
                                attachment,
                                urgency,
                                index -> {
                                    durableOrdinal = entry.ordinal();
                                    told(entry);
                                    durable.accept(index);
                                    tellWaiting();
                                });
        if (taking == Taking.TAKEN) {
            move(entry, next);
            schedule(Duration.ZERO);
        }
        return taking;
    }

    /// After an entry is durable: what its seat hears, and who else must know.
    private void told(SessionEntry entry) {
        long number = noteForSeat(entry);
        if (number > 0) {
            var now = now();
            outbox.after(number - 1, now).stream().limit(1).forEach(this::tell);
        }
        if (entry instanceof SessionEntry.Resumed && link != null) {
            tell(new ServerMessage.Resend(sheet.last() + 1));
        }
        if (entry instanceof SessionEntry.PostureReported
                || entry instanceof SessionEntry.PostureOverridden) {
            tellJudged();
            around.postureChanged(this);
        }
        if (state instanceof SessionState.Closed && durableOrdinal == nextOrdinal - 1) {
            around.closed(this);
        }
    }

    /// Puts what follows from an entry into the outbox; 0 when nothing does.
    private long noteForSeat(SessionEntry entry) {
        long n = entry.ordinal();
        return switch (entry) {
            case SessionEntry.Held e ->
                    outbox.add(
                            n, (number, _) -> new ServerMessage.Hold(number, e.cause(), e.left()));
            case SessionEntry.Resumed e ->
                    outbox.add(
                            n,
                            (number, now) -> new ServerMessage.Resume(number, e.deadline(), now));
            case SessionEntry.Extended e ->
                    outbox.add(
                            n,
                            (number, now) ->
                                    new ServerMessage.Extend(
                                            number, e.by(), e.deadline(), e.cause(), now));
            case SessionEntry.Voided e ->
                    outbox.add(n, (number, _) -> new ServerMessage.Voided(number, e.cause()));
            case SessionEntry.Transferred e ->
                    outbox.add(n, (number, _) -> new ServerMessage.Voided(number, e.cause()));
            case SessionEntry.Expired e ->
                    outbox.add(n, (number, _) -> new ServerMessage.Collected(number, e.lastSeq()));
            default -> 0;
        };
    }

    private void move(SessionEntry entry, SessionState next) {
        var before = place();
        boolean moves = !next.equals(state);
        posture.after(entry);
        state = next;
        nextOrdinal++;
        if (entry instanceof SessionEntry.Extended e && e.cause() == Cause.ACCOMMODATION) {
            accommodated = true;
        }
        if (moves && place().isPresent()) {
            lastKey = place().get().verifyingKey();
            if (before.isPresent() && !before.get().verifyingKey().equals(lastKey)) {
                formerKeys.add(before.get().verifyingKey());
            }
        }
    }

    private void schedule(Duration atLeast) {
        var due = deadline().orElse(null);
        if (deadlineTimer != null && Objects.equals(due, timedFor)) {
            return;
        }
        if (deadlineTimer != null) {
            deadlineTimer.cancel();
            deadlineTimer = null;
        }
        timedFor = due;
        if (state instanceof SessionState.Running(_, var deadline)) {
            var delay = SessionState.left(now(), deadline.plus(SessionState.GRACE));
            deadlineTimer =
                    around.timers()
                            .after(delay.compareTo(atLeast) < 0 ? atLeast : delay, this::collect);
        }
    }

    private long tellFree(Outbox.LongFunctionOfNow words) {
        long number = outbox.addFree(Math.max(0, durableOrdinal), words);
        outbox.after(number - 1, now()).stream().limit(1).forEach(this::tell);
        return number;
    }

    private void noteAgain() {
        tellNoted = true;
        touch();
    }

    private void touch() {
        if (!isTouched) {
            isTouched = true;
            around.touched(this);
        }
    }

    private void notSaved(long seq, String reason, Duration retryAfter) {
        tell(new ServerMessage.NotSaved(seq, reason, retryAfter));
    }

    private void tell(ServerMessage message) {
        if (link != null) {
            link.tell(message);
        }
    }

    private Instant now() {
        return around.clock().instant();
    }
}

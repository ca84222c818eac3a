package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One candidate's session at this node: takes what the seat sends and what staff decide, gives the
/// facts to the record, and tells the seat what has become durable. Its state moves when the record
/// *takes* an entry; nobody hears of it before the entry is *durable*.
///
/// Each of its parts owns its own state: the entries and where it stands ([SessionTrail]), the line
/// to the seat ([SeatLine]), who sits where with which key ([SeatTaking]), responses
/// ([ResponseTaking]), observations and pictures ([EvidenceTaking]), the machine ([SeatMachine]),
/// time ([SessionTime]) and the end ([SessionEnd]).
///
/// Calls come one at a time, in the core's lane; so do those of its parts.
public final class Session {

    /// A sealed response has at most this many bytes.
    public static final int LARGEST_RESPONSE = 256 * 1024;

    /// A sealed observation's detail has at most this many bytes before sealing.
    public static final int LARGEST_DETAIL = 64 * 1024;

    private final Surroundings around;
    private final SessionWatch watch;
    private final AnswerSheet sheet;
    private final SessionTrail trail;
    private final SeatLine line;
    private final SeatTaking seats;
    private final ResponseTaking responses;
    private final EvidenceTaking evidence;
    private final SeatMachine machine;
    private final SessionEnd end;
    private final SessionTime time;

    private Digest responseKey;
    private boolean handRaised;

    /// A session that has no entry yet.
    public Session(SessionId id, Digest candidate, Surroundings around, SessionWatch watch) {
        this.around = requireNonNull(around, "around");
        this.watch = requireNonNull(watch, "watch");
        sheet = new AnswerSheet(around.suite(), id);
        trail = new SessionTrail(id, around.log(), new Following());
        line = new SeatLine(around.clock(), () -> watch.touched(this));
        seats = new SeatTaking(candidate, trail, line, around.clock());
        responses = new ResponseTaking(trail, line, seats, sheet, around);
        evidence = new EvidenceTaking(trail, line, around);
        machine = new SeatMachine(trail, line, around);
        end = new SessionEnd(trail, line, responses, sheet, around);
        time = new SessionTime(trail, machine, end, around);
    }

    /// Names the session.
    public SessionId id() {
        return trail.session();
    }

    /// The commitment to its candidate.
    public Digest candidate() {
        return seats.candidate();
    }

    /// Where it stands.
    public SessionState state() {
        return trail.state();
    }

    /// Where it is held, unless nobody came yet or it is closed.
    public Optional<Place> place() {
        return trail.place();
    }

    /// Whether the seat is connected.
    public boolean isConnected() {
        return line.isConnected();
    }

    /// The connected seat.
    public Optional<SeatLink> link() {
        return line.link();
    }

    /// Whether the connected seat has said that its form is complete.
    public boolean isReady() {
        return line.isReady();
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
        return responses.savedSeq();
    }

    /// How many placements have a response.
    public int answered() {
        return sheet.answered();
    }

    /// The highest number in the outbox.
    public long outboxNumber() {
        return line.lastNumber();
    }

    /// The verifying key in force, or the one that was when the session closed.
    public Optional<Octets> lastKey() {
        return seats.lastKey();
    }

    /// Whether this key was in force once and is not any more.
    public boolean wasInForce(Octets verifyingKey) {
        return seats.wasInForce(verifyingKey);
    }

    /// Whether the record holds this key as one of the session's, in force or no more.
    public boolean hasKept(Octets verifyingKey) {
        return lastKey().map(verifyingKey::equals).orElse(false) || wasInForce(verifyingKey);
    }

    // --- the entries

    /// Takes an entry back from the record, at start.
    ///
    /// @throws IllegalTransition when the record's entries do not lead from one to the next
    public void replay(SessionEntry entry, long index) {
        trail.replay(entry);
        follow(entry);
        switch (entry) {
            case SessionEntry.ResponseSaved e -> responses.replay(e, index);
            case SessionEntry.Observed e -> evidence.replay(e);
            case SessionEntry.FrameTaken e -> evidence.replay(e);
            case SessionEntry.Keyed e -> responseKey = e.key();
            case SessionEntry.Submitted _, SessionEntry.Expired _ -> end.replay(index);
            default -> {}
        }
        line.note(entry);
    }

    /// Sets the timers of a session taken back from the record. Deadlines that passed while the
    /// node was down are collected only after `grace` (`session.md` section 2.6).
    public void goOn(Duration grace) {
        time.schedule(grace);
    }

    private void follow(SessionEntry entry) {
        machine.after(entry);
        time.after(entry);
        seats.moved();
    }

    /// What the parts and the sitting do with an entry.
    private final class Following implements SessionTrail.Follower {

        @Override
        public void taken(SessionEntry entry) {
            follow(entry);
            time.schedule(Duration.ZERO);
        }

        @Override
        public void durable(SessionEntry entry) {
            line.tellOf(entry);
            switch (entry) {
                case SessionEntry.Resumed _ -> responses.askForMissing();
                case SessionEntry.PostureReported _, SessionEntry.PostureOverridden _ -> {
                    machine.tellJudged();
                    watch.postureChanged(Session.this);
                }
                default -> {}
            }
            if (trail.isClosed() && trail.isDurable()) {
                watch.closed(Session.this);
            }
        }
    }

    /// Calls `then` once every entry of this session so far is durable, at once if all are. A seat
    /// that comes in hears where its session stands only then: of nothing that a crash could take
    /// back, and of nothing that its outbox numbers do not count (`session.md` section 5.3).
    public void whenDurable(Runnable then) {
        trail.whenDurable(then);
    }

    /// The place of the first entry that is not known to be durable.
    public long firstNotDurable() {
        return trail.durableOrdinal() + 1;
    }

    // --- admission

    /// Enters that the candidate is admitted at a seat.
    public Taking admit(Place place, StaffId by, Runnable done) {
        return seats.admit(place, by, done);
    }

    /// Enters that the candidate signed in again at the same seat with a new key.
    public Taking readmit(Place place, Runnable done) {
        return seats.readmit(place, done);
    }

    /// Enters that the session goes on at another seat.
    public Taking move(
            SeatId from, Place to, Cause cause, StaffId proposer, StaffId approver, Runnable done) {
        return seats.move(from, to, cause, proposer, approver, done);
    }

    /// Enters that a seat spoke with a key that counts no more.
    public void refuseFork(SeatId seat, Octets verifyingKey) {
        seats.refuseFork(seat, verifyingKey);
    }

    /// From now on this seat is served; an older connection is ended.
    public void connect(SeatLink newer) {
        line.connect(newer);
        responses.connected();
        evidence.connected();
    }

    /// The connection has gone.
    public void disconnected(SeatLink gone) {
        line.disconnected(gone);
    }

    /// The session goes on at another node: nothing is done here any more.
    public void letGo() {
        time.cancel();
        trail.end();
        line.letGo();
    }

    /// What ends a connection that is still coming in, should the session be let go meanwhile.
    public void whenLetGo(Runnable ending) {
        line.whenLetGo(ending);
    }

    /// Ends the connection, if there is one.
    public void drop(SeatLink.Ending ending) {
        line.drop(ending);
    }

    /// What the seat needs to know of the session when it comes in. The responses so far are added
    /// by admission if the seat needs them.
    public Standing standing(Optional<Octets> sealedKey, List<Standing.Given> given) {
        var left =
                switch (state()) {
                    case SessionState.Running running ->
                            SessionState.left(now(), running.deadline());
                    case SessionState.OnHold held -> held.left();
                    case SessionState.Expected _, SessionState.Seated _, SessionState.Closed _ ->
                            Duration.ZERO;
                };
        return new Standing(
                word(state()),
                deadline().orElse(Instant.EPOCH),
                left,
                sheet.last(),
                sheet.head(),
                evidence.lastObserved(),
                evidence.observedHead(),
                evidence.lastFrame(),
                evidence.framesHead(),
                sealedKey,
                given);
    }

    private static Standing.State word(SessionState state) {
        return switch (state) {
            case SessionState.Expected _, SessionState.Seated _ -> Standing.State.SEATED;
            case SessionState.Running _ -> Standing.State.RUNNING;
            case SessionState.OnHold _ -> Standing.State.ON_HOLD;
            case SessionState.Closed(var outcome) ->
                    switch (outcome) {
                        case SUBMITTED -> Standing.State.SUBMITTED;
                        case EXPIRED -> Standing.State.EXPIRED;
                        case VOIDED, TRANSFERRED -> Standing.State.VOIDED;
                    };
        };
    }

    /// Reads back the last response of every placement, as the seat sealed them. Beyond `most`
    /// bytes in all, the sealed bytes are left empty.
    public void responses(int most, Consumer<List<Standing.Given>> then) {
        responses.readBack(most, then);
    }

    /// The commitment of the response key that responses are sealed under now.
    public Optional<Digest> responseKey() {
        return Optional.ofNullable(responseKey);
    }

    /// The seat's form is complete and its response key is known. Enters the key if it is a new
    /// one, replays what the seat has not seen, and then calls `ready`.
    public void ready(Digest commitment, byte[] envelope, long outboxSeen, Runnable ready) {
        var asking = line.link().orElse(null);
        line.seen(outboxSeen);
        Runnable then =
                () -> {
                    if (line.serves(asking)) {
                        line.formComplete(outboxSeen);
                        ready.run();
                    }
                };
        if (commitment.equals(responseKey) || trail.isClosed()) {
            then.run();
            return;
        }
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.Keyed(
                                        now(),
                                        id(),
                                        n,
                                        commitment,
                                        around.suite().digest(envelope)),
                        envelope,
                        Urgency.TIME,
                        _ -> then.run());
        if (taking == Taking.TAKEN) {
            responseKey = commitment;
        } else {
            line.notTaken(0, taking);
        }
    }

    // --- what the seat sends once it is admitted

    /// Takes one message of the connected seat.
    public void received(SeatMessage message) {
        switch (message) {
            case SeatMessage.Response response -> responses.response(response);
            case SeatMessage.Observation observation -> evidence.observation(observation);
            case SeatMessage.Frame frame -> evidence.frame(frame);
            case SeatMessage.SignedHead head -> responses.signedHead(head);
            case SeatMessage.Submit submit -> end.submit(submit);
            case SeatMessage.Seen(var number) -> line.seen(number);
            case SeatMessage.Help(var raised) -> handRaised = raised;
            case SeatMessage.Ping(var echo) -> line.tell(new ServerMessage.Pong(echo, now()));
            case SeatMessage.Hello _, SeatMessage.Ready _, SeatMessage.Posture _ ->
                    throw new IllegalArgumentException("admission takes this message");
        }
    }

    /// Says what has become durable since the last turn, once for all of it.
    public void flush() {
        line.turnEnds();
        responses.flush();
        evidence.flush();
    }

    /// The seat told what was found about its machine.
    public void reported(PostureReport report) {
        machine.reported(report);
    }

    /// What was found about the machine, judged by the sitting's policy.
    public List<ServerMessage.Judged.Finding> judged() {
        return machine.judged();
    }

    /// What its seats observed so far.
    public List<ObservedSignal> signals() {
        return evidence.signals();
    }

    /// Whether staff have let it go on in spite of this.
    public boolean isOverridden(FindingKind kind) {
        return machine.isOverridden(kind);
    }

    /// Whether nothing that was found about the machine keeps the session from starting.
    public boolean mayStart() {
        return machine.mayStart();
    }

    // --- what the sitting and staff do

    /// Starts the candidate's time. `send` gives the form key once the entry is durable.
    public void start(Runnable send) {
        time.start(send);
    }

    /// Gives the additional time that was granted to the candidate by those two, once
    /// (`session.md` section 2.2).
    public void accommodate(Duration by, StaffId proposer, StaffId approver) {
        time.accommodate(by, proposer, approver);
    }

    /// How much more time staff gave so far, beside what the candidate was granted beforehand.
    public Duration extended() {
        return time.extended();
    }

    /// The deadline in force, when time runs.
    public Optional<Instant> deadline() {
        return time.deadline();
    }

    /// Stops the clock.
    public Act hold(Cause cause, StaffId proposer, StaffId approver) {
        return time.hold(cause, proposer, approver);
    }

    /// Lets the clock go on with exactly what was left.
    public Act resume(StaffId proposer, StaffId approver) {
        return time.resume(proposer, approver);
    }

    /// Gives more time.
    public Act extend(Duration by, Cause cause, StaffId proposer, StaffId approver) {
        return time.extend(by, cause, proposer, approver);
    }

    /// Annuls the session.
    public Act annul(Cause cause, StaffId proposer, StaffId approver) {
        return end.annul(cause, proposer, approver);
    }

    /// Sends the candidate to another sitting.
    public Act transfer(SittingId to, Cause cause, StaffId proposer, StaffId approver) {
        return end.transfer(to, cause, proposer, approver);
    }

    /// Lets the session go on at this seat in spite of a finding, by those two.
    public Act override(FindingKind kind, Cause cause, StaffId proposer, StaffId approver) {
        return machine.override(kind, cause, proposer, approver);
    }

    /// Tells the candidate something, and gives the number it has in the outbox.
    public long message(String words) {
        return line.tellFree(
                trail.durableOrdinal(), (number, _) -> new ServerMessage.Message(number, words));
    }

    /// What the candidate was told before the node restarted; he hears it if he has not seen it.
    public void messageBefore(long number, String words) {
        line.keepAgain(number, (n, _) -> new ServerMessage.Message(n, words));
    }

    /// Asks the seat for more pictures for a while; one that is closed has none to give.
    public Act demandPictures(int tenthsPerSecond, Duration length) {
        if (trail.isClosed()) {
            return new Act.NotNow(id(), Sentence.SESSION_CLOSED.of());
        }
        var _ =
                line.tellFree(
                        trail.durableOrdinal(),
                        (number, _) ->
                                new ServerMessage.Demand(
                                        number, "picture", tenthsPerSecond, length));
        return new Act.Done(id());
    }

    /// What closed the session in another node's log stands in this node's at `index` now.
    public void receiptFrom(long index) {
        end.receiptFrom(index);
    }

    /// Gives the receipt to the connected seat, if the session was handed in or collected.
    public void giveReceipt() {
        end.giveReceipt();
    }

    private Instant now() {
        return around.clock().instant();
    }
}

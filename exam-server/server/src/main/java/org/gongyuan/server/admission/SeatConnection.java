package org.gongyuan.server.admission;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Frames;
import org.gongyuan.protocol.message.NotAMessage;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.Proof;
import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.message.Who;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.admission.Doors.Checked;
import org.gongyuan.server.session.Place;
import org.gongyuan.server.session.SeatLink;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.suite.Digest;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One connection of one seat (`seat-protocol.md` section 3).
///
///     outside --doors open--> greeted --hello--> waiting --its turn--> checking --proved-->
/// entering --entry durable-->
///     admitted
///     any --refused, not this protocol, silent, replaced, gone--> ended
///
/// Calls come one at a time.
public final class SeatConnection implements SeatLink {

    private static final int VERSION = 2;
    private static final StaffId SYSTEM = new StaffId("system");
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(30);

    /// Sealed responses beyond so many bytes do not fit into the frame of `admitted`; of those only
    /// the commitment is told (`seat-protocol.md` section 4.4).
    private static final int MOST_SHOWN = 700 * 1024;

    private static final Digest NO_REPORT = Digest.of(new byte[Digest.LENGTH]);

    private enum Stage {
        OUTSIDE,
        GREETED,
        WAITING,
        CHECKING,
        ENTERING,
        ADMITTED,
        ENDED
    }

    private final Doors doors;
    private final SeatWire wire;
    private final Optional<SeatId> certified;
    private final Instant since;

    private Stage stage = Stage.OUTSIDE;
    private Instant heard;
    private Sitting sitting;
    private byte[] greetingFrame;
    private SeatMessage.Hello hello;
    private Digest transcript;
    private SessionSecrets secrets;
    private Frames fromSeat;
    private Frames toSeat;
    private Session session;
    private Digest announced;

    SeatConnection(Doors doors, SeatWire wire, Optional<SeatId> certified, Instant since) {
        this.doors = requireNonNull(doors, "doors");
        this.wire = requireNonNull(wire, "wire");
        this.certified = requireNonNull(certified, "certified");
        this.since = since;
        this.heard = since;
    }

    void greet(Sitting asked, Octets nonce) {
        sitting = asked;
        stage = Stage.GREETED;
        heard = now();
        greetingFrame =
                Frames.plain(
                        new ServerMessage.Greeting(VERSION, asked.id(), asked.suite(), now(), nonce)
                                .toBody());
        wire.send(greetingFrame.clone());
    }

    // --- what the wire tells

    /// Takes one frame from the seat.
    public void received(byte[] frame) {
        if (stage == Stage.ENDED) {
            return;
        }
        heard = now();
        try {
            switch (stage) {
                case GREETED -> hello(frame);
                case ADMITTED -> admittedReceived(fromSeat.open(frame));
                default -> close(Ending.NOT_A_MESSAGE);
            }
        } catch (NotAMessage _) {
            close(Ending.NOT_A_MESSAGE);
        }
    }

    /// The wire has gone.
    public void gone() {
        if (stage != Stage.ENDED) {
            end();
        }
    }

    /// Tells seats what has become durable since the last turn; to be called after frames were
    /// taken.
    public void flush() {
        if (sitting != null) {
            sitting.flush();
        }
    }

    void endIfSilentSince(Instant limit) {
        boolean waits = stage == Stage.WAITING || stage == Stage.CHECKING;
        if (!waits && heard.isBefore(limit)) {
            close(Ending.SILENT);
        }
    }

    // --- coming in

    private void hello(byte[] frame) {
        if (!(SeatMessage.read(Frames.openPlain(frame)) instanceof SeatMessage.Hello said)) {
            close(Ending.NOT_A_MESSAGE);
            return;
        }
        hello = said;
        if (!said.versions().contains(VERSION)) {
            refuse(Refusal.VERSION, LATER);
            return;
        }
        transcript = Transcripts.of(sitting.suite(), greetingFrame, frame);
        stage = Stage.WAITING;
        boolean waits =
                doors.queue()
                        .come(
                                new AdmissionQueue.Waiting() {
                                    @Override
                                    public void enter() {
                                        check();
                                    }

                                    @Override
                                    public void told(int place, Duration expected) {
                                        plain(new ServerMessage.Wait(place, expected));
                                    }

                                    @Override
                                    public boolean isGone() {
                                        return stage == Stage.ENDED;
                                    }
                                });
        if (!waits) {
            refuse(Refusal.BUSY, LATER);
        }
    }

    private void check() {
        stage = Stage.CHECKING;
        var asked = sitting;
        var said = hello;
        var now = now();
        var mustWait = doors.tries().wait(seat(), now);
        if (mustWait.isPositive()) {
            doors.queue().done();
            refuse(Refusal.PROOF, mustWait);
            return;
        }
        switch (said.proof()) {
            case Proof.Secret(var secret) -> {
                var candidate = asked.roster().withTicket(said.ticketNumber());
                Runnable check = () -> checkSecret(asked, said, candidate, secret);
                candidate.ifPresentOrElse(
                        known -> asked.takeOver(known.session(asked.suite(), asked.id()), check),
                        check);
            }
            case Proof.Return(var id, var signature) ->
                    asked.takeOver(id, () -> checkReturn(asked, said, id, signature));
        }
    }

    private void checkSecret(
            Sitting asked, SeatMessage.Hello said, Optional<Candidate> candidate, String secret) {
        doors.workbench()
                .work(
                        () ->
                                Doors.checkSecret(
                                        asked.roster(),
                                        said.ticketNumber(),
                                        secret,
                                        said.sealingKey(),
                                        said.verifyingKey(),
                                        transcript),
                        checked -> checked(checked, () -> bySecret(checked, candidate)));
    }

    private void checkReturn(
            Sitting asked, SeatMessage.Hello said, SessionId id, Octets signature) {
        var known = asked.session(id);
        // A key that the record does not hold proves nothing, whatever it signed.
        boolean isKept = known.map(one -> one.hasKept(said.verifyingKey())).orElse(false);
        var signed = Transcripts.returning(asked.suite(), greetingFrame, id, said.sealingKey());
        doors.workbench()
                .work(
                        () ->
                                new Checked(
                                        isKept
                                                && asked.holds(
                                                        said.verifyingKey(), signed, signature),
                                        Doors.answer(asked.suite(), said.sealingKey(), transcript)),
                        checked -> checked(checked, () -> byReturn(checked, known)));
    }

    private void checked(Checked checked, Runnable then) {
        doors.queue().done();
        if (stage == Stage.ENDED) {
            if (checked.answer() != null) {
                checked.answer().secrets().close();
            }
        } else if (checked.answer() == null) {
            close(Ending.NOT_A_MESSAGE);
        } else {
            secrets = checked.answer().secrets();
            then.run();
        }
    }

    private void bySecret(Checked checked, Optional<Candidate> known) {
        boolean rightSeat =
                known.isPresent()
                        && certified.map(hello.seat()::equals).orElse(true)
                        && maySit(known.get());
        if (!checked.proves() || !rightSeat) {
            refuse(Refusal.PROOF, doors.tries().failed(seat(), now()));
            return;
        }
        doors.tries().proved(seat());
        var candidate = known.get();
        var place = new Place(hello.seat(), hello.verifyingKey());
        var before = sitting.sessionOf(candidate);
        if (before.isPresent()) {
            again(checked, before.get(), place);
        } else {
            first(checked, candidate, place);
        }
    }

    /// Whether the candidate may sit where the hello says: at the assigned seat, at one he is being
    /// moved to, or at the one he was moved to.
    private boolean maySit(Candidate candidate) {
        var seat = hello.seat();
        if (candidate.seat().isEmpty() || candidate.seat().get().equals(seat)) {
            return true;
        }
        var session = sitting.sessionOf(candidate);
        return session.isPresent()
                && (session.get().place().map(p -> p.seat().equals(seat)).orElse(true)
                        || sitting.moveOrder(session.get().id())
                                .map(order -> order.to().equals(seat))
                                .orElse(false));
    }

    private void first(Checked checked, Candidate candidate, Place place) {
        var rules = sitting.rules();
        var now = now();
        if (sitting.isClosed()) {
            refuse(Refusal.CLOSED, LATER);
        } else if (now.isBefore(rules.opens())) {
            refuse(Refusal.NOT_OPEN, waitUntil(rules.opens()));
        } else if (now.isAfter(rules.starts().plus(rules.lastEntry()))) {
            refuse(Refusal.TOO_LATE, LATER);
        } else if (sitting.at(place.seat()).isPresent()) {
            refuse(Refusal.SEAT_TAKEN, LATER);
        } else if (doors.recusals().bars(sitting.id(), candidate.ticketNumber())) {
            refuse(Refusal.ASK, LATER);
        } else {
            stage = Stage.ENTERING;
            var taking =
                    sitting.admit(candidate, place, SYSTEM, made -> keyed(checked, made, false));
            afterTaking(taking, sitting.sessionOf(candidate));
        }
    }

    private void again(Checked checked, Session before, Place place) {
        var held = before.place();
        if (held.isEmpty()) {
            if (isVoided(before)) {
                refuse(Refusal.VOIDED, LATER);
            } else {
                keyed(checked, before, false);
            }
            return;
        }
        stage = Stage.ENTERING;
        if (held.get().seat().equals(place.seat())) {
            afterTaking(
                    sitting.readmit(before, place, () -> keyed(checked, before, true)),
                    Optional.of(before));
            return;
        }
        var order = sitting.moveOrder(before.id());
        if (order.isEmpty() || !order.get().to().equals(place.seat())) {
            refuse(Refusal.AT_ANOTHER_SEAT, LATER);
        } else if (sitting.at(place.seat()).isPresent()) {
            refuse(Refusal.SEAT_TAKEN, LATER);
        } else {
            afterTaking(
                    sitting.move(before, place, order.get(), () -> keyed(checked, before, true)),
                    Optional.of(before));
        }
    }

    private void byReturn(Checked checked, Optional<Session> known) {
        boolean rightSeat = certified.map(hello.seat()::equals).orElse(true);
        if (!checked.proves() || known.isEmpty() || !rightSeat) {
            refuse(Refusal.PROOF, doors.tries().failed(seat(), now()));
            return;
        }
        var before = known.get();
        var place = before.place();
        if (before.wasInForce(hello.verifyingKey())) {
            before.refuseFork(hello.seat(), hello.verifyingKey());
            refuse(Refusal.FORK, LATER);
        } else if (place.isEmpty()) {
            if (isVoided(before)) {
                refuse(Refusal.VOIDED, LATER);
            } else if (before.lastKey().map(hello.verifyingKey()::equals).orElse(false)) {
                keyed(checked, before, false);
            } else {
                refuse(Refusal.PROOF, doors.tries().failed(seat(), now()));
            }
        } else if (place.get().equals(new Place(hello.seat(), hello.verifyingKey()))) {
            keyed(checked, before, false);
        } else {
            refuse(Refusal.PROOF, doors.tries().failed(seat(), now()));
        }
    }

    private static boolean isVoided(Session session) {
        return session.state() instanceof SessionState.Closed(var outcome)
                && (outcome == SessionState.Outcome.VOIDED
                        || outcome == SessionState.Outcome.TRANSFERRED);
    }

    private void afterTaking(Taking taking, Optional<Session> entering) {
        if (taking != Taking.TAKEN) {
            refuse(Refusal.BUSY, SOON);
        } else {
            entering.ifPresent(one -> one.whenLetGo(() -> close(Ending.GOING_AWAY)));
        }
    }

    /// The seat is let in: answers the handshake, and tells where the session stands.
    private void keyed(Checked checked, Session entered, boolean wantsResponses) {
        if (stage == Stage.ENDED) {
            return;
        }
        plain(new ServerMessage.Keyed(Octets.of(checked.answer().encapsulation())));
        fromSeat = new Frames(secrets.macToServer());
        toSeat = new Frames(secrets.macToSeat());
        session = entered;
        stage = Stage.ENTERING;
        entered.connect(this);
        entered.whenDurable(
                () -> {
                    if (wantsResponses && entered.answered() > 0) {
                        var key = sitting.responseKeyFor(entered, this);
                        entered.responses(
                                MOST_SHOWN,
                                given -> entered.whenDurable(() -> admitted(key, given)));
                    } else {
                        admitted(Optional.empty(), List.of());
                    }
                });
    }

    private void admitted(Optional<Octets> key, List<Standing.Given> given) {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ADMITTED;
        doors.admitted();
        var candidate = sitting.roster().withCommitment(session.candidate()).orElseThrow();
        tell(
                new ServerMessage.Admitted(
                        session.id(),
                        now(),
                        sitting.form().manifest(),
                        sitting.form().seatFileSize(),
                        sitting.rules(),
                        session.standing(key, given),
                        new Who(
                                candidate.name(),
                                candidate.ticketNumber(),
                                hello.seat(),
                                candidate.facts(),
                                photo(candidate)),
                        session.outboxNumber()));
        session.giveReceipt();
        announced = hello.posture().equals(NO_REPORT) ? null : hello.posture();
        hello = null;
        greetingFrame = null;
    }

    /// The candidate's photo, for who came by ticket and secret: a seat that only lost its line has
    /// shown it already.
    private Optional<Octets> photo(Candidate candidate) {
        return hello.proof() instanceof Proof.Secret
                ? sitting.roster()
                        .photo(candidate)
                        .map(
                                photo ->
                                        Octets.of(
                                                secrets.sealToSeat()
                                                        .seal(
                                                                photo.bytes().toBytes(),
                                                                Portrait.associated(session.id()))))
                : Optional.empty();
    }

    private void admittedReceived(byte[] body) {
        switch (SeatMessage.read(body)) {
            case SeatMessage.Ready ready -> ready(ready);
            case SeatMessage.Hello _ -> close(Ending.NOT_A_MESSAGE);
            case SeatMessage.Posture(var report) -> posture(report.toBytes());
            case SeatMessage other -> session.received(other);
        }
    }

    /// The first report of a connection is the one its hello announced; later ones follow as the
    /// machine changes (`seat-protocol.md` section 12).
    private void posture(byte[] bytes) {
        var report = PostureReport.read(bytes);
        if (announced != null && !announced.equals(sitting.suite().digest(bytes))) {
            close(Ending.NOT_A_MESSAGE);
            return;
        }
        announced = null;
        sitting.reported(session, report);
    }

    private void ready(SeatMessage.Ready ready) {
        try (var key = responseKey(ready.underSession().toBytes())) {
            if (!key.digestCommitment().equals(ready.commitment())) {
                close(Ending.NOT_A_MESSAGE);
                return;
            }
            sitting.keepResponseKey(session, key);
        } catch (SealBroken _) {
            close(Ending.NOT_A_MESSAGE);
            return;
        }
        session.ready(
                ready.commitment(),
                ready.envelope().toBytes(),
                ready.outboxSeen(),
                () -> sitting.seatReady(session, this));
    }

    void refuse(Refusal reason, Duration retryAfter) {
        doors.refused(reason);
        plain(new ServerMessage.Refused(reason, reason.zh(), reason.en(), retryAfter));
        close(Ending.REFUSED);
    }

    private Duration waitUntil(Instant when) {
        var wait = Duration.between(now(), when);
        return wait.compareTo(LATER) < 0 ? wait : LATER;
    }

    private SeatId seat() {
        return certified.orElse(hello.seat());
    }

    private void plain(ServerMessage message) {
        wire.send(Frames.plain(message.toBody()));
    }

    // --- the link a session has to its seat

    @Override
    public void tell(ServerMessage message) {
        if (stage == Stage.ADMITTED) {
            wire.send(toSeat.seal(message.toBody()));
        }
    }

    @Override
    public void close(Ending ending) {
        if (stage != Stage.ENDED) {
            wire.close(ending.status(), ending.word());
            end();
        }
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public byte[] sealed(FormKey key) {
        return secrets.sealToSeat().wrap(key, session.id().toBytes());
    }

    @Override
    public byte[] sealed(ResponseKey key) {
        return secrets.sealToSeat().wrap(key, session.id().toBytes());
    }

    @Override
    public ResponseKey responseKey(byte[] sealed) throws SealBroken {
        return secrets.sealToServer().unwrap(ResponseKey.KIND, sealed, session.id().toBytes());
    }

    @Override
    public byte[] picture(long seq, byte[] sealed) throws SealBroken {
        var associated =
                ByteBuffer.allocate(24)
                        .putLong(session.id().high())
                        .putLong(session.id().low())
                        .putLong(seq)
                        .array();
        return secrets.sealToServer().open(sealed, associated);
    }

    private void end() {
        stage = Stage.ENDED;
        doors.gone(this);
        if (session != null) {
            session.disconnected(this);
        }
        if (secrets != null) {
            secrets.close();
        }
    }

    private Instant now() {
        return doors.clock().instant();
    }

    @Override
    public String toString() {
        return "SeatConnection[%s, %s]".formatted(certified.map(SeatId::text).orElse("?"), stage);
    }
}

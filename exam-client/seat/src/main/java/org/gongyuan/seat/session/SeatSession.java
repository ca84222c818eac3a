package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.Proof;
import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.seat.journal.Damage;
import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.seat.journal.JournalLock;
import org.gongyuan.seat.journal.JournalOpening;
import org.gongyuan.seat.journal.Memory;
import org.gongyuan.seat.journal.PageMemory;
import org.gongyuan.seat.journal.PictureCache;
import org.gongyuan.seat.journal.SeatJournal;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// One candidate's session at one seat: what his page drives, and what it is told. The stages are
/// drawn at [Stage]. Used by one thread at a time; every port calls back on that thread.
///
/// Work is never shown better than it is: *saved* only when the server said so, *kept here* only
/// when this machine's journal is synced (sealing-and-record design, section 6).
public final class SeatSession {

    /// A body longer than this does not fit into a frame.
    public static final int LONGEST_BODY = 900_000;

    /// Evidence of an observation is told in short; pictures go as pictures.
    public static final int LONGEST_DETAIL = 64 * 1024;

    private static final List<Integer> VERSIONS = List.of(2);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final Duration REPAIR_EVERY = Duration.ofSeconds(10);
    private static final Duration FETCH_AGAIN = Duration.ofSeconds(3);
    private static final Duration SLOWLY = Duration.ofSeconds(5);
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final SeatSettings settings;
    private final Surroundings around;
    private final Consumer<Notice> page;
    private final ServerTime time;
    private final SessionClock clock;
    private final Connection connection;

    private Stage stage = Stage.SIGNED_OUT;
    private SaveState work = new SaveState.Untouched();
    private String ticketNumber = "";
    private SignIn signIn;
    private SittingId sitting;
    private SigningKeyPair signing;
    private boolean wasAdmitted;
    private SeatJournal journal;
    private List<Damage> damage = List.of();
    private ResponseKey responseKey;
    private Responses responses;
    private Evidence evidence;
    private PictureCache pictures;
    private PageMemory pageMemory;

    private SessionSecrets secrets;
    private Standing.State standing;
    private long standingOutbox;
    private boolean isReady;
    private boolean isFlowing;
    private FormSource.SealedItems form;
    private boolean isFetching;
    private long formSize;
    private OpenedItems items;
    private Octets envelope;
    private Octets posture;
    private Octets announced;

    private boolean isSubmitted;
    private int refusedSubmissions;
    private Ticker.Alarm asking = () -> {};

    /// A seat at which nobody is signed in.
    public SeatSession(SeatSettings settings, Surroundings around, Consumer<Notice> page) {
        this.settings = requireNonNull(settings, "settings");
        this.around = requireNonNull(around, "around");
        this.page = requireNonNull(page, "page");
        this.time = new ServerTime(around.ticker());
        this.clock = new SessionClock(around.ticker(), time, this::timeIsOver);
        this.connection =
                new Connection(
                        around.link(),
                        around.ticker(),
                        around.random(),
                        settings.nodes(),
                        time,
                        new FromServer());
    }

    // ---- what the candidate's page asks

    /// Signs a candidate in. A session this machine remembers of him goes on.
    ///
    /// @throws IOException when the journal folder cannot be read
    public void signIn(SignIn candidate) throws IOException {
        expectStage(Stage.SIGNED_OUT);
        signIn = candidate;
        ticketNumber = candidate.ticketNumber();
        switch (JournalOpening.open(around.folder(), candidate, around.disk(), around.seat())) {
            case JournalOpening.Opened(var opened, var found) -> {
                journal = opened;
                damage = found;
            }
            case JournalOpening.NotOpened(var found) -> damage = found;
            case JournalOpening.Nothing() -> damage = List.of();
        }
        move(Stage.SIGNING_IN);
        connection.want();
    }

    /// The candidate gives up waiting to be let in, and may sign in again.
    public void giveUp() {
        expectStage(Stage.SIGNING_IN);
        connection.stop();
        signIn = null;
        if (journal != null) {
            journal.leave();
            journal = null;
        }
        move(Stage.SIGNED_OUT);
    }

    /// The candidate says that the data shown are his.
    public void confirm() {
        expectStage(Stage.CONFIRMING);
        journal.add(new JournalEntry.Confirmed());
        journal.commit(() -> {});
        move(Stage.WAITING);
        getReady();
    }

    /// The candidate changed a response; `body` is the whole new `ResponseBody`.
    public Giving give(PlacementId placement, byte[] body) {
        if (stage != Stage.RUNNING) {
            return Giving.NOT_RUNNING;
        }
        if (clock.isOver()) {
            return Giving.TIME_IS_OVER;
        }
        if (body.length > LONGEST_BODY) {
            return Giving.TOO_LONG;
        }
        responses.give(placement, body);
        return Giving.TAKEN;
    }

    /// The last response to a placement, wherever it was given.
    public Optional<byte[]> response(PlacementId placement) {
        return responses == null ? Optional.empty() : responses.last(placement);
    }

    /// The placements that have a response.
    public List<PlacementId> answered() {
        return journal == null ? List.of() : List.copyOf(journal.memory().last().keySet());
    }

    /// The candidate wants to hand in. It happens once everything is saved.
    public void handIn() {
        expectStage(Stage.RUNNING);
        journal.add(new JournalEntry.HandingIn(true));
        move(Stage.HANDING_IN);
        journal.commit(this::submit);
    }

    /// The candidate raises or lowers a hand. Not kept: without a connection he raises his own.
    public void help(boolean raised) {
        connection.send(new SeatMessage.Help(raised));
    }

    /// What was found about this machine: told to the server at every connection, and at once when
    /// there is one (seat-protocol.md section 12).
    public void posture(PostureReport report) {
        posture = Octets.of(report.toBytes());
        if (announced == null && wasAdmitted) {
            connection.send(new SeatMessage.Posture(posture));
        }
    }

    /// Something was observed on this machine.
    ///
    /// @param detail at most [#LONGEST_DETAIL] bytes
    public void observe(String kind, byte[] detail) {
        within("the detail of an observation", detail.length, LONGEST_DETAIL);
        if (evidence != null && stage != Stage.CLOSED && stage != Stage.STOPPED) {
            evidence.observe(kind, detail);
        }
    }

    /// The camera took a picture that is to be sent.
    ///
    /// @param jpeg at most [#LONGEST_BODY] bytes
    public void picture(byte[] jpeg) {
        within("a picture", jpeg.length, LONGEST_BODY);
        if (evidence != null && stage != Stage.CLOSED && stage != Stage.STOPPED) {
            evidence.picture(jpeg);
        }
    }

    /// Keeps something for the page, sealed, to be found again when the session goes on here after
    /// the program was killed. Before admission nothing is kept.
    ///
    /// @param content at most [PageMemory#LARGEST] bytes
    public void keep(byte[] content) {
        if (pageMemory != null && stage != Stage.CLOSED) {
            pageMemory.keep(content);
        }
    }

    /// What was kept last for the page, at this seat.
    public Optional<byte[]> kept() {
        return pageMemory == null ? Optional.empty() : pageMemory.content();
    }

    /// The server's time as this seat reckons it, once a server told it.
    public Optional<Instant> serverTime() {
        return time.isKnown() ? Optional.of(time.now()) : Optional.empty();
    }

    /// What is left of the candidate's time.
    public Duration left() {
        return clock.left();
    }

    /// Where the session stands.
    public Stage stage() {
        return stage;
    }

    /// The state of the candidate's work.
    public SaveState work() {
        return work;
    }

    /// The session, once admitted.
    public Optional<SessionId> session() {
        return journal == null ? Optional.empty() : Optional.of(journal.memory().begun().session());
    }

    /// The seq of the last response given, and of the last the server saved.
    public Progress progress() {
        return journal == null
                ? new Progress(0, 0)
                : new Progress(journal.memory().lastSeq(), journal.memory().savedSeq());
    }

    /// The head of the chain of what the server saved so far: for who holds the record against what
    /// the page showed.
    public Optional<Digest> savedHead() {
        return journal == null ? Optional.empty() : Optional.of(memory().savedHead());
    }

    /// How far responses have come.
    public record Progress(long given, long saved) {}

    /// Wipes what this machine remembers of the session, after the candidate has seen the receipt.
    public void finish(Runnable wiped) {
        expectStage(Stage.CLOSED);
        if (evidence != null) {
            evidence.end();
        }
        if (pageMemory != null) {
            pageMemory.wipe();
        }
        letGo();
        if (journal == null) {
            wiped.run();
        } else {
            journal.end(wiped);
        }
    }

    /// The program ends; the session can go on from the journal.
    public void leave() {
        letGo();
        if (pageMemory != null) {
            pageMemory.leave();
        }
        if (journal != null) {
            journal.leave();
        }
    }

    private void letGo() {
        connection.stop();
        asking.cancel();
        clock.end();
        if (responses != null) {
            responses.end();
        }
        if (evidence != null) {
            evidence.stop();
        }
        if (items != null) {
            items.close();
            items = null;
        }
        if (responseKey != null) {
            responseKey.close();
        }
        if (signing != null) {
            signing.close();
        }
        signIn = null;
    }

    // ---- what the server says

    private final class FromServer implements Connection.Owner {

        @Override
        public SeatMessage.Hello hello(
                ServerMessage.Greeting greeting, byte[] greetingFrame, SealingPublicKey sealingKey)
                throws Connection.Incompatible {
            return introduce(greeting, greetingFrame, sealingKey);
        }

        @Override
        public void queued(int place, Duration expected) {
            page.accept(new Notice.Queued(place, expected));
        }

        @Override
        public Duration refused(ServerMessage.Refused refused) {
            return wasAdmitted ? refusedReturn(refused) : refusedEntry(refused);
        }

        @Override
        public void admitted(ServerMessage.Admitted admitted, SessionSecrets agreed) {
            secrets = agreed;
            isReady = false;
            isFlowing = false;
            letIn(admitted);
        }

        @Override
        public void told(ServerMessage message) {
            take(message);
        }

        @Override
        public void lost() {
            disconnected();
        }

        @Override
        public void unreachable(boolean isUnderstood) {
            page.accept(new Notice.Unreachable(isUnderstood ? Words.NO_NODE : Words.OTHER_PROGRAM));
        }
    }

    private SeatMessage.Hello introduce(
            ServerMessage.Greeting greeting, byte[] greetingFrame, SealingPublicKey sealingKey)
            throws Connection.Incompatible {
        var suite = greeting.suite();
        if (journal != null && journal.suite() != suite && wasAdmitted) {
            throw new Connection.Incompatible(Words.of(Refusal.SUITE));
        }
        if (wasAdmitted && !greeting.sitting().equals(sitting)) {
            throw new Connection.Incompatible(Words.of(Refusal.NOT_HERE));
        }
        sitting = greeting.sitting();
        if (signing == null || signing.suite() != suite) {
            signing = SigningKeyPair.generate(suite, SigningPurpose.SEAT, around.random());
        }
        var sealing = Octets.of(sealingKey.toBytes());
        return new SeatMessage.Hello(
                VERSIONS,
                ticketNumber,
                wasAdmitted ? proofOfReturn(greetingFrame, sealing) : secret(),
                settings.seat(),
                sealing,
                Octets.of(signing.verifyingKey().toBytes()),
                announce(suite),
                settings.program());
    }

    private Digest announce(Suite suite) {
        announced = posture;
        return posture == null
                ? Digest.of(new byte[Digest.LENGTH])
                : suite.digest(posture.toBytes());
    }

    /// What was announced comes first, then what was found meanwhile.
    private void tellPosture() {
        if (announced != null) {
            connection.send(new SeatMessage.Posture(announced));
        }
        if (posture != null && !posture.equals(announced)) {
            connection.send(new SeatMessage.Posture(posture));
        }
        announced = null;
    }

    private Proof secret() {
        return new Proof.Secret(signIn.secret());
    }

    private Proof proofOfReturn(byte[] greetingFrame, Octets sealingKey) {
        var session = memory().begun().session();
        var digest = Transcripts.returning(journal.suite(), greetingFrame, session, sealingKey);
        return new Proof.Return(session, Octets.of(signing.sign(digest.toBytes()).toBytes()));
    }

    /// A candidate who never got in: some refusals pass by themselves, others need him.
    private Duration refusedEntry(ServerMessage.Refused refused) {
        var words = new Words(refused.zh(), refused.en());
        page.accept(new Notice.Refused(refused.reason(), words, refused.retryAfter()));
        return switch (refused.reason()) {
            case BUSY, NOT_OPEN, NOT_HERE -> atLeast(AT_LEAST, refused.retryAfter());
            case PROOF,
                    SEAT_TAKEN,
                    AT_ANOTHER_SEAT,
                    TOO_LATE,
                    CLOSED,
                    VERSION,
                    SUITE,
                    FORK,
                    VOIDED -> {
                signIn = null;
                if (journal != null) {
                    journal.leave();
                    journal = null;
                }
                move(Stage.SIGNED_OUT);
                yield null;
            }
        };
    }

    /// A seat in the middle of its session: it gives up only when it must.
    private Duration refusedReturn(ServerMessage.Refused refused) {
        var words = new Words(refused.zh(), refused.en());
        return switch (refused.reason()) {
            case FORK, AT_ANOTHER_SEAT, SEAT_TAKEN -> {
                stop(Stopping.MOVED, Words.FORK);
                yield null;
            }
            case CLOSED, VOIDED -> {
                stop(Stopping.CLOSED, words);
                yield null;
            }
            case BUSY, NOT_OPEN, NOT_HERE, TOO_LATE, PROOF, VERSION, SUITE -> {
                page.accept(new Notice.Refused(refused.reason(), words, refused.retryAfter()));
                yield atLeast(
                        refused.reason() == Refusal.BUSY ? AT_LEAST : SLOWLY, refused.retryAfter());
            }
        };
    }

    private void letIn(ServerMessage.Admitted admitted) {
        standing = admitted.standing().state();
        standingOutbox = admitted.outbox();
        formSize = admitted.seatFileSize();
        if (!remember(admitted)) {
            return;
        }
        signIn = null;
        tellPosture();
        boolean isFirst = !wasAdmitted;
        wasAdmitted = true;
        page.accept(new Notice.Connected(true));
        if (isFirst) {
            page.accept(
                    new Notice.Known(
                            admitted.candidate(),
                            admitted.rules(),
                            Photo.of(admitted, secrets.sealToSeat())));
        }
        switch (standing) {
            case SUBMITTED, EXPIRED -> updateWork();
            case VOIDED -> close();
            case SEATED, RUNNING, ON_HOLD -> goOn(admitted, isFirst);
        }
    }

    /// Finds or begins the journal of the session, and agrees with the server on what is saved.
    private boolean remember(ServerMessage.Admitted admitted) {
        if (journal != null && !isAbout(admitted)) {
            if (wasAdmitted) {
                stop(Stopping.RECORD_DIFFERS, Words.CHAIN_DIFFERS);
                return false;
            }
            journal.leave();
            journal = null;
        }
        if (journal != null && !memory().begun().manifest().equals(admitted.manifest())) {
            stop(Stopping.FORM, Words.OTHER_FORM);
            return false;
        }
        try {
            if (journal == null) {
                begin(admitted);
            } else if (responseKey == null) {
                responseKey =
                        journal.lock()
                                .key()
                                .unwrap(
                                        ResponseKey.KIND,
                                        memory().begun().responseKey().toBytes(),
                                        sessionBytes());
            }
        } catch (SealBroken | IOException failed) {
            stop(Stopping.RECORD_DIFFERS, Words.CHAIN_DIFFERS);
            return false;
        }
        if (responses == null) {
            takeUp();
        }
        return agree(admitted);
    }

    private boolean isAbout(ServerMessage.Admitted admitted) {
        return memory().begun().session().equals(admitted.session())
                && memory().begun().sitting().equals(sitting)
                && journal.suite() == signing.suite();
    }

    private void begin(ServerMessage.Admitted admitted) throws SealBroken, IOException {
        var suite = signing.suite();
        var session = admitted.session().toBytes();
        var given = admitted.standing().responseKey();
        responseKey =
                given.isPresent()
                        ? secrets.sealToSeat()
                                .unwrap(ResponseKey.KIND, given.get().toBytes(), session)
                        : ResponseKey.generate(suite, around.random());
        var lock = JournalLock.fresh(suite, signIn, settings.stretching(), around.random());
        journal =
                SeatJournal.begin(
                        around.folder(),
                        lock,
                        new JournalEntry.Begun(
                                sitting,
                                admitted.session(),
                                settings.seat(),
                                admitted.manifest(),
                                Octets.of(lock.key().wrap(responseKey, session))),
                        around.disk(),
                        around.seat());
    }

    private void takeUp() {
        responses =
                new Responses(
                        journal,
                        responseKey,
                        signing,
                        around.random(),
                        around.ticker(),
                        connection::send,
                        this::updateWork);
        try {
            pictures =
                    new PictureCache(
                            around.folder(),
                            journal.lock().key(),
                            memory().begun().session(),
                            settings.pictureBudget(),
                            around.disk(),
                            around.seat());
            pageMemory =
                    new PageMemory(
                            around.folder(),
                            journal.lock().key(),
                            memory().begun().session(),
                            around.disk(),
                            around.seat());
        } catch (IOException failed) {
            throw new UncheckedIOException("the journal folder cannot be read", failed);
        }
        evidence =
                new Evidence(
                        journal,
                        pictures,
                        time,
                        around.ticker(),
                        around.random(),
                        connection::send);
        clock.keepIn(journal);
        journal.whenBroken(this::journalBroke);
    }

    private boolean agree(ServerMessage.Admitted admitted) {
        var there = admitted.standing();
        if (responses.agreesWith(there.lastSeq(), there.head(), admitted.now())) {
            return true;
        }
        boolean isBehind = there.lastSeq() < memory().savedSeq();
        if (wasAdmitted && !isBehind) {
            stop(Stopping.RECORD_DIFFERS, Words.CHAIN_DIFFERS);
            return false;
        }
        if (there.responses().isEmpty()) {
            // What the server does not show may be newer than what is here: only what cannot be
            // there is given again.
            responses.giveAgainAfter(there.lastSeq(), there.head(), admitted.now());
            if (!isBehind && there.lastSeq() > 0) {
                page.accept(new Notice.Trouble(Words.NOT_SHOWN));
            }
        } else {
            takeOver(there, admitted.now());
        }
        return true;
    }

    /// Goes on from the server's responses. Those this seat cannot open stay in force; the
    /// candidate hears that they are there and cannot be shown.
    private void takeOver(Standing there, Instant now) {
        var theirs = new TreeMap<PlacementId, Responses.Theirs>();
        var came = keyOf(there);
        for (var given : there.responses()) {
            theirs.put(given.placement(), responses.opened(came, given));
        }
        came.ifPresent(ResponseKey::close);
        responses.rebase(there.lastSeq(), there.head(), now, theirs);
        if (theirs.values().stream().anyMatch(one -> one.saltAndBody().isEmpty())) {
            page.accept(new Notice.Trouble(Words.NOT_SHOWN));
        }
    }

    private Optional<ResponseKey> keyOf(Standing there) {
        if (there.responseKey().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    secrets.sealToSeat()
                            .unwrap(
                                    ResponseKey.KIND,
                                    there.responseKey().get().toBytes(),
                                    sessionBytes()));
        } catch (SealBroken _) {
            return Optional.empty();
        }
    }

    private void goOn(ServerMessage.Admitted admitted, boolean isFirst) {
        var there = admitted.standing();
        evidence.flow(there, secrets.sealToServer());
        switch (there.state()) {
            case RUNNING -> runUntil(there.deadline());
            case ON_HOLD -> {
                var _ = clock.hold(there.left());
                if (items != null) {
                    move(Stage.ON_HOLD);
                }
            }
            case SEATED, SUBMITTED, EXPIRED, VOIDED -> {}
        }
        if (isFirst) {
            move(memory().isConfirmed() ? Stage.WAITING : Stage.CONFIRMING);
            tellDamage();
        }
        journal.commit(() -> {});
        fetch();
        getReady();
        updateWork();
    }

    private void tellDamage() {
        for (var place : damage) {
            evidence.observe(
                    "journal-damaged",
                    new CborWriter()
                            .array(4)
                            .text(place.file())
                            .uint(place.offset())
                            .text(place.kind().name())
                            .uint(place.bytesNotRead())
                            .toBytes());
        }
        damage = List.of();
    }

    private void disconnected() {
        secrets = null;
        isReady = false;
        isFlowing = false;
        isSubmitted = false;
        asking.cancel();
        if (responses != null) {
            responses.stop();
            evidence.stop();
        }
        page.accept(new Notice.Connected(false));
        updateWork();
    }

    // ---- the form

    private void fetch() {
        if (form != null || isFetching) {
            return;
        }
        isFetching = true;
        around.forms()
                .fetch(
                        memory().begun().manifest(),
                        formSize,
                        connection.node(),
                        new FormSource.Listener() {
                            @Override
                            public void progressed(long bytes) {
                                page.accept(new Notice.Fetched(bytes, formSize));
                            }

                            @Override
                            public void complete(FormSource.SealedItems complete) {
                                isFetching = false;
                                form = complete;
                                getReady();
                            }

                            @Override
                            public void failed(String because) {
                                isFetching = false;
                                page.accept(new Notice.Trouble(Words.FORM_LATE));
                                var _ =
                                        around.ticker()
                                                .after(FETCH_AGAIN, SeatSession.this::fetchAgain);
                            }

                            @Override
                            public void refused(String because) {
                                isFetching = false;
                                stop(Stopping.FORM, Words.OTHER_FORM);
                            }
                        });
    }

    private void fetchAgain() {
        if (stage != Stage.CLOSED && stage != Stage.STOPPED && journal != null) {
            fetch();
        }
    }

    /// Tells the server, once per connection, that the form is here and whose eyes may read the
    /// responses.
    private void getReady() {
        boolean isConfirmed = journal != null && memory().isConfirmed();
        if (isReady || !connection.isUp() || !isConfirmed || form == null || isClosing()) {
            return;
        }
        if (envelope == null) {
            envelope = Octets.of(form.markingKey().wrap(responseKey, sessionBytes()));
        }
        isReady = true;
        connection.send(
                new SeatMessage.Ready(
                        envelope,
                        Octets.of(secrets.sealToServer().wrap(responseKey, sessionBytes())),
                        responseKey.digestCommitment(),
                        memory().shown()));
        if (items != null && standing == Standing.State.RUNNING) {
            flow();
        }
    }

    private boolean isClosing() {
        return switch (standing) {
            case SUBMITTED, EXPIRED, VOIDED -> true;
            case SEATED, RUNNING, ON_HOLD -> false;
        };
    }

    private void start(ServerMessage.Start start) {
        if (!isReady) {
            throw new OutOfPlace("start came before ready");
        }
        if (items == null) {
            try {
                items =
                        form.open(
                                secrets.sealToSeat()
                                        .unwrap(
                                                FormKey.KIND,
                                                start.formKey().toBytes(),
                                                sessionBytes()));
            } catch (SealBroken _) {
                stop(Stopping.FORM, Words.OTHER_FORM);
                return;
            }
            page.accept(new Notice.Opened(items));
        }
        standing = clock.isHeld() ? Standing.State.ON_HOLD : Standing.State.RUNNING;
        if (standing == Standing.State.ON_HOLD) {
            move(Stage.ON_HOLD);
        } else {
            runUntil(start.deadline());
            flow();
        }
    }

    // ---- while it runs

    private void take(ServerMessage message) {
        switch (message) {
            case ServerMessage.Start start -> start(start);
            case ServerMessage.Saved(long seq, long _) -> {
                expectResponses().saved(seq, time.now());
                page.accept(new Notice.Acknowledged(seq));
                submit();
            }
            case ServerMessage.Noted(long observation, long frame, int credit) -> {
                var _ = expectResponses();
                evidence.noted(observation, frame, credit);
            }
            case ServerMessage.Hold hold -> once(hold.outbox(), () -> hold(hold));
            case ServerMessage.Resume resume ->
                    once(
                            resume.outbox(),
                            () -> {
                                if (!isInStanding(resume.outbox())) {
                                    goOnUntil(resume.deadline());
                                }
                            });
            case ServerMessage.Extend extend -> once(extend.outbox(), () -> extend(extend));
            case ServerMessage.Message(long outbox, var words) ->
                    once(outbox, () -> page.accept(new Notice.Said(words)));
            case ServerMessage.Demand demand ->
                    once(
                            demand.outbox(),
                            () ->
                                    page.accept(
                                            new Notice.Demanded(
                                                    demand.what(),
                                                    demand.tenthsPerSecond(),
                                                    demand.lasting())));
            case ServerMessage.Voided voided -> once(voided.outbox(), () -> voided(voided));
            case ServerMessage.Collected collected ->
                    once(collected.outbox(), () -> collected(collected.lastSeq()));
            case ServerMessage.Judged(var _, var findings) ->
                    page.accept(new Notice.Judged(findings));
            case ServerMessage.Receipt(var text) -> receipt(text);
            case ServerMessage.Resend(long from) -> resend(from);
            case ServerMessage.NotSaved notSaved -> notSaved(notSaved);
            case ServerMessage.Greeting _,
                    ServerMessage.Wait _,
                    ServerMessage.Keyed _,
                    ServerMessage.Admitted _,
                    ServerMessage.Refused _,
                    ServerMessage.Pong _ ->
                    throw new OutOfPlace("not while the connection is up");
        }
    }

    /// Numbered messages come again after a lost connection; each is shown once.
    private void once(long outbox, Runnable show) {
        var _ = expectResponses();
        if (outbox > memory().shown()) {
            journal.add(new JournalEntry.Shown(outbox));
            show.run();
            if (journal != null && stage != Stage.CLOSED) {
                journal.commit(() -> {});
            }
        }
        connection.send(new SeatMessage.Seen(memory().shown()));
    }

    private Responses expectResponses() {
        if (responses == null) {
            throw new OutOfPlace("no session yet");
        }
        return responses;
    }

    private void flow() {
        isFlowing = true;
        move(memory().isHandingIn() ? Stage.HANDING_IN : Stage.RUNNING);
        responses.flow();
        updateWork();
        submit();
    }

    private void hold(ServerMessage.Hold hold) {
        page.accept(new Notice.Held(hold.cause(), hold.left()));
        if (isInStanding(hold.outbox())) {
            if (standing == Standing.State.ON_HOLD && items != null) {
                move(Stage.ON_HOLD);
            }
            return;
        }
        var _ = clock.hold(hold.left());
        standing = Standing.State.ON_HOLD;
        isFlowing = false;
        responses.stop();
        if (items != null) {
            move(Stage.ON_HOLD);
        }
    }

    /// Whether a message that comes again is about something the standing already counted when this
    /// connection was let in.
    private boolean isInStanding(long outbox) {
        return outbox <= standingOutbox;
    }

    private void goOnUntil(Instant deadline) {
        standing = Standing.State.RUNNING;
        runUntil(deadline);
        if (items != null && isReady && !isFlowing) {
            flow();
        }
    }

    private void extend(ServerMessage.Extend extend) {
        if (!isInStanding(extend.outbox())) {
            if (clock.isHeld()) {
                var _ = clock.hold(clock.left().plus(extend.by()));
            } else {
                goOnUntil(extend.deadline());
            }
        }
        page.accept(new Notice.Extended(extend.by(), extend.cause()));
    }

    private void runUntil(Instant deadline) {
        if (clock.runUntil(deadline)) {
            page.accept(new Notice.Deadline(deadline));
        }
    }

    private void timeIsOver() {
        page.accept(new Notice.TimeIsOver());
    }

    private void resend(long from) {
        isSubmitted = false;
        if (!expectResponses().resend(from)) {
            connection.renew("resend");
        }
    }

    private void notSaved(ServerMessage.NotSaved refused) {
        switch (refused.reason()) {
            case "too-early" -> {
                if (stage == Stage.HANDING_IN) {
                    journal.add(new JournalEntry.HandingIn(false));
                    isSubmitted = false;
                    asking.cancel();
                    move(Stage.RUNNING);
                    page.accept(new Notice.Trouble(Words.TOO_EARLY));
                }
            }
            case "time-over", "not-running" -> {
                isFlowing = false;
                expectResponses().stop();
            }
            case "chain" -> {
                if (isFlowing && expectResponses().isFlowing()) {
                    connection.renew("chain");
                }
            }
            case "head", "sheet", "signature" -> {
                isSubmitted = false;
                refusedSubmissions++;
                if (refusedSubmissions < 3) {
                    connection.renew(refused.reason());
                } else {
                    page.accept(new Notice.Trouble(Words.CHAIN_DIFFERS));
                }
            }
            default -> {
                if (refused.seq() > memory().savedSeq()) {
                    expectResponses().notSaved(refused.seq(), refused.retryAfter());
                } else {
                    isSubmitted = false;
                    asking.cancel();
                    asking = around.ticker().after(ASK_AGAIN, this::submit);
                }
                page.accept(new Notice.Trouble(Words.NOT_TAKEN));
            }
        }
    }

    private void journalBroke(IOException cause) {
        responses.journalBroke();
        page.accept(new Notice.Trouble(Words.JOURNAL_BROKEN));
        evidence.observe("journal-broken", new byte[0]);
        var _ = around.ticker().after(REPAIR_EVERY, journal::repair);
        updateWork();
    }

    private void updateWork() {
        if (responses == null) {
            return;
        }
        var now = workNow();
        if (!now.equals(work)) {
            work = now;
            page.accept(new Notice.Work(now));
        }
    }

    private SaveState workNow() {
        if (memory().lastSeq() == 0) {
            return new SaveState.Untouched();
        }
        if (responses.isAllSaved()) {
            return new SaveState.Saved(memory().savedAt());
        }
        if (!connection.isUp() && responses.isAllSynced() && !journal.isBroken()) {
            return new SaveState.KeptHere();
        }
        return new SaveState.Saving();
    }

    // ---- the end

    private void submit() {
        if (stage != Stage.HANDING_IN || !isFlowing || isSubmitted || !responses.isAllSaved()) {
            return;
        }
        isSubmitted = true;
        connection.send(responses.submission());
        asking.cancel();
        asking =
                around.ticker()
                        .after(
                                ASK_AGAIN,
                                () -> {
                                    isSubmitted = false;
                                    submit();
                                });
    }

    private void collected(long lastSeq) {
        isFlowing = false;
        responses.stop();
        if (lastSeq >= memory().savedSeq() && memory().headAt(lastSeq).isPresent()) {
            var _ = responses.agreesWith(lastSeq, memory().headAt(lastSeq).get(), time.now());
        }
        page.accept(new Notice.Collected(Math.max(0, memory().lastSeq() - lastSeq)));
        updateWork();
    }

    private void receipt(String text) {
        if (stage == Stage.CLOSED) {
            return;
        }
        var finding =
                Receipts.check(
                        text, memory(), expectResponses().sheet(), settings.checkpointKeys());
        journal.add(new JournalEntry.Closed(text));
        journal.commit(() -> {});
        if (!(finding instanceof Receipts.Finding.Holds)
                && !(finding instanceof Receipts.Finding.SignerNotKnown)) {
            page.accept(new Notice.Trouble(Words.RECEIPT_DOUBTFUL));
        }
        close();
        page.accept(new Notice.Closed(text, Receipts.shortCode(text), finding));
    }

    private void voided(ServerMessage.Voided voided) {
        page.accept(new Notice.Voided(voided.cause()));
        close();
    }

    private void close() {
        move(Stage.CLOSED);
        isFlowing = false;
        responses.end();
        asking.cancel();
        clock.end();
        connection.stop();
        evidence.stop();
    }

    /// This seat goes no further. Its journal stays.
    private void stop(Stopping because, Words words) {
        if (stage == Stage.STOPPED) {
            return;
        }
        move(Stage.STOPPED);
        isFlowing = false;
        if (responses != null) {
            responses.end();
            evidence.stop();
        }
        asking.cancel();
        clock.end();
        connection.stop();
        page.accept(new Notice.Stopped(because, words));
    }

    private void move(Stage next) {
        if (next != stage) {
            stage = next;
            page.accept(new Notice.Moved(next));
        }
    }

    private void expectStage(Stage due) {
        if (stage != due) {
            throw new IllegalStateException("the session is %s, not %s".formatted(stage, due));
        }
    }

    private Memory memory() {
        return journal.memory();
    }

    private byte[] sessionBytes() {
        return memory().begun().session().toBytes();
    }

    private static void within(String what, int length, int most) {
        if (length > most) {
            throw new IllegalArgumentException(
                    "%s has at most %d bytes, not %d".formatted(what, most, length));
        }
    }

    private static Duration atLeast(Duration least, Duration asked) {
        return asked.compareTo(least) < 0 ? least : asked;
    }
}

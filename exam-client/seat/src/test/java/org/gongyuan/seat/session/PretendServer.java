package org.gongyuan.seat.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Frames;
import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.message.Proof;
import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.message.Who;
import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.Handshake;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// A server in memory that holds one session and speaks the protocol through its real codecs. It
/// keeps what it said it saved, whatever happens to its lines, and can be made slow, deaf and
/// unwilling. Not the server of `exam-server`.
public final class PretendServer implements Link {

    public static final SeatId SEAT = new SeatId("C1/B/14");
    static final SessionId SESSION = SessionId.parse("00112233445566778899aabbccddeeff");
    public static final String TICKET = "2026110114";
    public static final String SECRET = "K7RM-2QXD";
    public static final SittingId SITTING = new SittingId("2026-a1");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ORIGIN = "caam.example/2026-a1/node-1";

    final Suite suite;
    final Ticker time;
    public SealingKeyPair marking;
    public FormKey formKey;
    public Digest manifest;
    public long seatFileSize = 1_000;
    final List<SeatMessage> heard = new ArrayList<>();
    final TreeMap<Long, SeatMessage.Response> saved = new TreeMap<>();
    final List<SeatMessage.Observation> observations = new ArrayList<>();
    final List<SeatMessage.Posture> postures = new ArrayList<>();

    /// What each hello announced of a report, and how many reports had come when it was ready.
    final List<Digest> announced = new ArrayList<>();

    final List<Integer> toldWhenReady = new ArrayList<>();
    final List<SeatMessage.Frame> pictures = new ArrayList<>();
    private final List<byte[]> openedPictures = new ArrayList<>();
    private final SigningKeyPair checkpointKey;
    private final Instant epoch = Instant.parse("2026-05-04T09:00:00Z");
    private final Set<Octets> oldKeys = new HashSet<>();
    private final List<ServerMessage> outbox = new ArrayList<>();
    private final List<Connected> lines = new ArrayList<>();

    Duration latency = Duration.ofMillis(2);
    Duration clockJump = Duration.ZERO;
    boolean isReachable = true;
    boolean isThere = true;
    boolean isStarted;
    boolean isBusy;
    Refusal refusal;
    int credit = 10;
    Function<SeatMessage.Response, ServerMessage.NotSaved> unwilling = _ -> null;
    boolean tooEarly;
    Standing.State state = Standing.State.SEATED;
    Instant deadline = Instant.EPOCH;
    Duration left = Duration.ZERO;
    String receipt;
    int connects;
    int wrongs;

    /// The candidate's photo, and the session for which it is sealed.
    Optional<byte[]> photo = Optional.empty();
    SessionId photoOf = SESSION;
    private Octets keyInForce;
    private ResponseKey responseKey;
    private ResponseKey formerKey;
    private long outboxNumber;
    private Digest observationHead;
    private Digest pictureHead;

    public PretendServer(Suite suite, Ticker time) {
        this.suite = suite;
        this.time = time;
        this.marking = SealingKeyPair.generate(suite, Purpose.MARKING, RANDOM);
        this.formKey = FormKey.generate(suite, RANDOM);
        this.checkpointKey = SigningKeyPair.generate(suite, SigningPurpose.CHECKPOINT, RANDOM);
        this.manifest = suite.digest("manifest".getBytes(UTF_8));
        this.observationHead = Chains.firstObserved(suite, SESSION);
        this.pictureHead = Chains.firstFrame(suite, SESSION);
    }

    Instant now() {
        return epoch.plusNanos(time.nanos()).plus(clockJump);
    }

    public List<NoteKey> checkpointKeys() {
        return List.of(new NoteSigner(ORIGIN, checkpointKey).key());
    }

    // ---- what a test makes it do

    public void start(Duration duration) {
        isStarted = true;
        deadline = now().plus(duration);
        state = Standing.State.RUNNING;
        lines.forEach(Connected::sendStart);
    }

    void hold() {
        left = Duration.between(now(), deadline);
        state = Standing.State.ON_HOLD;
        tell(number -> new ServerMessage.Hold(number, Cause.EVACUATION, left));
    }

    void resume() {
        state = Standing.State.RUNNING;
        deadline = now().plus(left);
        tell(number -> new ServerMessage.Resume(number, deadline, now()));
    }

    void extend(Duration by) {
        if (state == Standing.State.ON_HOLD) {
            left = left.plus(by);
            deadline = now().plus(left);
        } else {
            deadline = deadline.plus(by);
        }
        tell(number -> new ServerMessage.Extend(number, by, deadline, Cause.NETWORK_FAULT, now()));
    }

    void say(String words) {
        tell(number -> new ServerMessage.Message(number, words));
    }

    void collect() {
        state = Standing.State.EXPIRED;
        tell(number -> new ServerMessage.Collected(number, lastSeq()));
        giveReceipt(new SessionEntry.Expired(now(), SESSION, 9, lastSeq(), head(), sheet()));
    }

    /// A receipt as of a submission of what is here now.
    void collectAsSubmitted() {
        state = Standing.State.SUBMITTED;
        giveReceipt(
                new SessionEntry.Submitted(
                        now(),
                        SESSION,
                        8,
                        lastSeq(),
                        head(),
                        sheet(),
                        Octets.of(new byte[Signature.LENGTH])));
    }

    void sendToAll(ServerMessage message) {
        lines.forEach(line -> line.send(message));
    }

    /// The node restarts: the window key, and with it the session's response key, is gone.
    void forgetResponseKey() {
        formerKey = responseKey;
        responseKey = null;
    }

    void voidSession() {
        state = Standing.State.VOIDED;
        tell(number -> new ServerMessage.Voided(number, Cause.BREACH));
    }

    void moveElsewhere() {
        oldKeys.add(keyInForce);
        keyInForce = null;
    }

    public void cut() {
        List.copyOf(lines).forEach(line -> line.drop(1006, "cut"));
    }

    void lose(long after) {
        saved.tailMap(after, false).clear();
    }

    private void tell(Function<Long, ServerMessage> message) {
        outboxNumber += 65_536;
        var told = message.apply(outboxNumber);
        outbox.add(told);
        lines.stream().filter(line -> line.isReady).forEach(line -> line.send(told));
    }

    // ---- what it knows

    long lastSeq() {
        return saved.isEmpty() ? 0 : saved.lastKey();
    }

    Digest head() {
        var head = Chains.firstHead(suite, SESSION);
        for (var response : saved.values()) {
            head =
                    Chains.nextHead(
                            suite,
                            head,
                            response.seq(),
                            response.placement(),
                            response.commitment());
        }
        return head;
    }

    private Map<PlacementId, SeatMessage.Response> last() {
        var last = new TreeMap<PlacementId, SeatMessage.Response>();
        saved.values().forEach(response -> last.put(response.placement(), response));
        return last;
    }

    private Digest sheet() {
        var sheet = new TreeMap<PlacementId, Digest>();
        last().forEach((placement, response) -> sheet.put(placement, response.commitment()));
        return Chains.sheet(suite, SESSION, sheet);
    }

    /// The last response to each placement, opened.
    public Map<Integer, String> answers() {
        var answers = new TreeMap<Integer, String>();
        last().forEach((placement, given) -> answers.put(placement.number(), open(given)));
        return answers;
    }

    /// All responses in order, opened.
    List<String> everything() {
        return saved.values().stream().map(this::open).toList();
    }

    private String open(SeatMessage.Response given) {
        try {
            return open(responseKey, given);
        } catch (SealBroken broken) {
            try {
                return open(formerKey, given);
            } catch (SealBroken _) {
                throw new AssertionError(broken);
            }
        }
    }

    private static String open(ResponseKey key, SeatMessage.Response given) throws SealBroken {
        var plain =
                key.open(
                        given.sealed().toBytes(),
                        Chains.responseAssociated(SESSION, given.seq(), given.placement()));
        return new String(plain, Chains.SALT, plain.length - Chains.SALT, UTF_8);
    }

    /// Whether each picture opened, under its own connection's key, as this one.
    List<Boolean> opened(List<byte[]> due) {
        var found = new ArrayList<Boolean>();
        for (int i = 0; i < due.size(); i++) {
            found.add(Arrays.equals(due.get(i), openedPictures.get(i)));
        }
        return found;
    }

    private void giveReceipt(SessionEntry entry) {
        var tree = new MerkleTree();
        tree.append(new byte[] {1});
        var leaf = Leaf.of(entry);
        long index = tree.append(leaf);
        tree.append(new byte[] {2});
        var note =
                new Checkpoint(ORIGIN, tree.size(), tree.root())
                        .sign(List.of(new NoteSigner(ORIGIN, checkpointKey)));
        receipt =
                new Receipt(
                                Octets.of(leaf),
                                index,
                                tree.inclusion(index, tree.size()).path(),
                                new String(note.toBytes(), UTF_8))
                        .toText();
        lines.forEach(line -> line.send(new ServerMessage.Receipt(receipt)));
    }

    // ---- lines

    @Override
    public Line connect(Node node, Listener listener) {
        connects++;
        var line = new Connected(listener);
        var _ = time.after(latency, line::open);
        return line;
    }

    private final class Connected implements Line {

        private final Listener listener;
        private boolean isOpen;
        private boolean isGone;
        private byte[] greetingFrame;
        private SessionSecrets secrets;
        private Frames in;
        private Frames out;
        private boolean isReady;
        private boolean isToldToStart;
        private long toServer;
        private long toSeat;

        Connected(Listener listener) {
            this.listener = listener;
        }

        void open() {
            if (isGone) {
                return;
            }
            if (!isThere) {
                isGone = true;
                listener.absent("refused");
                return;
            }
            if (!isReachable) {
                drop(1006, "unreachable");
                return;
            }
            isOpen = true;
            lines.add(this);
            listener.opened();
            var nonce = new byte[32];
            RANDOM.nextBytes(nonce);
            greetingFrame =
                    Frames.plain(
                            new ServerMessage.Greeting(2, SITTING, suite, now(), Octets.of(nonce))
                                    .toBody());
            deliver(greetingFrame);
        }

        void drop(int status, String reason) {
            if (!isGone) {
                isGone = true;
                lines.remove(this);
                listener.closed(status, reason);
            }
        }

        @Override
        public void send(byte[] frame) {
            if (!isOpen || isGone) {
                return;
            }
            toServer = inOrder(toServer);
            var _ =
                    time.after(
                            Duration.ofNanos(toServer - time.nanos()),
                            () -> {
                                if (!isGone) {
                                    take(frame);
                                }
                            });
        }

        @Override
        public void close(int status, String reason) {
            if (status == 4400) {
                wrongs++;
            }
            isGone = true;
            lines.remove(this);
        }

        private void deliver(byte[] frame) {
            toSeat = inOrder(toSeat);
            var _ =
                    time.after(
                            Duration.ofNanos(toSeat - time.nanos()),
                            () -> {
                                if (!isGone) {
                                    listener.received(frame);
                                }
                            });
        }

        private long inOrder(long last) {
            return Math.max(last, time.nanos() + latency.toNanos());
        }

        private void send(ServerMessage message) {
            deliver(out == null ? Frames.plain(message.toBody()) : out.seal(message.toBody()));
        }

        private void take(byte[] frame) {
            try {
                if (in == null) {
                    introduced(
                            (SeatMessage.Hello) SeatMessage.read(Frames.openPlain(frame)), frame);
                } else {
                    var message = SeatMessage.read(in.open(frame));
                    heard.add(message);
                    take(message);
                }
            } catch (SealBroken broken) {
                throw new AssertionError(broken);
            }
        }

        private void introduced(SeatMessage.Hello hello, byte[] frame) {
            announced.add(hello.posture());
            if (isBusy) {
                send(new ServerMessage.Wait(17, Duration.ofSeconds(4)));
                isBusy = false;
                var _ = time.after(Duration.ofSeconds(4), () -> introduced(hello, frame));
                return;
            }
            var refused = refusal(hello);
            if (refused != null) {
                send(
                        new ServerMessage.Refused(
                                refused, refused.zh(), refused.en(), Duration.ofSeconds(2)));
                return;
            }
            if (hello.proof() instanceof Proof.Secret) {
                if (keyInForce != null) {
                    oldKeys.add(keyInForce);
                }
                keyInForce = hello.verifyingKey();
            }
            var answer =
                    Handshake.answer(
                            SealingPublicKey.decode(hello.sealingKey().toBytes()),
                            Transcripts.of(suite, greetingFrame, frame));
            secrets = answer.secrets();
            send(new ServerMessage.Keyed(Octets.of(answer.encapsulation())));
            in = new Frames(secrets.macToServer());
            out = new Frames(secrets.macToSeat());
            send(admitted(hello.proof() instanceof Proof.Secret));
            if (receipt != null) {
                send(new ServerMessage.Receipt(receipt));
            }
        }

        private Refusal refusal(SeatMessage.Hello hello) {
            if (refusal != null) {
                return refusal;
            }
            return switch (hello.proof()) {
                case Proof.Secret(var secret) ->
                        secret.equals(SECRET) && hello.ticketNumber().equals(TICKET)
                                ? null
                                : Refusal.PROOF;
                case Proof.Return(var session, var signature) -> {
                    var key = VerifyingKey.decode(hello.verifyingKey().toBytes());
                    var signed =
                            Transcripts.returning(
                                    suite, greetingFrame, session, hello.sealingKey());
                    boolean holds =
                            key.holds(Signature.decode(signature.toBytes()), signed.toBytes());
                    if (!holds || !session.equals(SESSION)) {
                        yield Refusal.PROOF;
                    }
                    if (oldKeys.contains(hello.verifyingKey())) {
                        yield Refusal.FORK;
                    }
                    yield hello.verifyingKey().equals(keyInForce) ? null : Refusal.PROOF;
                }
            };
        }

        private ServerMessage.Admitted admitted(boolean withResponses) {
            boolean gives = withResponses && !saved.isEmpty();
            var starts = now();
            return new ServerMessage.Admitted(
                    SESSION,
                    now(),
                    manifest,
                    seatFileSize,
                    new Rules(
                            starts.minusSeconds(60),
                            starts,
                            starts.plusSeconds(7_200),
                            Duration.ofHours(1),
                            Duration.ofMinutes(5),
                            Duration.ZERO,
                            starts),
                    new Standing(
                            state,
                            deadline,
                            left,
                            lastSeq(),
                            head(),
                            observations.size(),
                            observationHead,
                            pictures.size(),
                            pictureHead,
                            gives && responseKey != null
                                    ? Optional.of(
                                            Octets.of(
                                                    secrets.sealToSeat()
                                                            .wrap(responseKey, SESSION.toBytes())))
                                    : Optional.empty(),
                            gives
                                    ? last().values().stream()
                                            .map(
                                                    given ->
                                                            new Standing.Given(
                                                                    given.seq(),
                                                                    given.placement(),
                                                                    given.sealed(),
                                                                    given.commitment()))
                                            .toList()
                                    : List.of()),
                    new Who(
                            "林悦",
                            TICKET,
                            SEAT,
                            List.of(new Fact("级别", "Level", "初级")),
                            photo.map(
                                    plain ->
                                            Octets.of(
                                                    secrets.sealToSeat()
                                                            .seal(
                                                                    plain,
                                                                    Portrait.associated(
                                                                            photoOf))))),
                    outboxNumber);
        }

        private void take(SeatMessage message) throws SealBroken {
            switch (message) {
                case SeatMessage.Ready ready -> {
                    toldWhenReady.add(postures.size());
                    responseKey =
                            secrets.sealToServer()
                                    .unwrap(
                                            ResponseKey.KIND,
                                            ready.underSession().toBytes(),
                                            SESSION.toBytes());
                    isReady = true;
                    for (var told : outbox) {
                        if (numberOf(told) > ready.outboxSeen()) {
                            send(told);
                        }
                    }
                    sendStart();
                }
                case SeatMessage.Response response -> take(response);
                case SeatMessage.Observation seen -> {
                    observations.add(seen);
                    observationHead =
                            Chains.nextSeen(
                                    suite,
                                    observationHead,
                                    seen.seq(),
                                    suite.digest(seen.detail().toBytes()));
                    noted();
                }
                case SeatMessage.Frame frame -> {
                    pictures.add(frame);
                    openedPictures.add(
                            secrets.sealToServer()
                                    .open(
                                            frame.sealed().toBytes(),
                                            ByteBuffer.allocate(24)
                                                    .put(SESSION.toBytes())
                                                    .putLong(frame.seq())
                                                    .array()));
                    pictureHead = Chains.nextSeen(suite, pictureHead, frame.seq(), frame.picture());
                    noted();
                }
                case SeatMessage.Submit submit -> submitted(submit);
                case SeatMessage.Ping(long echo) -> send(new ServerMessage.Pong(echo, now()));
                case SeatMessage.SignedHead _, SeatMessage.Seen _, SeatMessage.Help _ -> {}
                case SeatMessage.Posture posture -> postures.add(posture);
                case SeatMessage.Hello _ -> throw new AssertionError("hello twice");
            }
        }

        private void sendStart() {
            if (isStarted && isReady && !isToldToStart) {
                isToldToStart = true;
                send(
                        new ServerMessage.Start(
                                Octets.of(secrets.sealToSeat().wrap(formKey, SESSION.toBytes())),
                                deadline,
                                now()));
            }
        }

        private void noted() {
            send(new ServerMessage.Noted(observations.size(), pictures.size(), credit));
        }

        private void take(SeatMessage.Response response) {
            var no = unwilling.apply(response);
            if (no != null) {
                send(no);
            } else if (response.seq() <= lastSeq()) {
                send(new ServerMessage.Saved(response.seq(), response.seq()));
            } else if (response.seq() != lastSeq() + 1 || !response.prev().equals(head())) {
                send(new ServerMessage.NotSaved(response.seq(), "chain", Duration.ZERO));
            } else {
                saved.put(response.seq(), response);
                send(new ServerMessage.Saved(response.seq(), response.seq()));
            }
        }

        private void submitted(SeatMessage.Submit submit) {
            if (receipt != null) {
                send(new ServerMessage.Receipt(receipt));
                return;
            }
            if (tooEarly) {
                send(new ServerMessage.NotSaved(submit.lastSeq(), "too-early", Duration.ZERO));
                return;
            }
            var key = VerifyingKey.decode(keyInForce.toBytes());
            var signed =
                    Transcripts.submit(
                            suite, SESSION, submit.lastSeq(), submit.head(), submit.sheet());
            if (submit.lastSeq() != lastSeq()
                    || !submit.head().equals(head())
                    || !submit.sheet().equals(sheet())
                    || !key.holds(
                            Signature.decode(submit.signature().toBytes()), signed.toBytes())) {
                send(new ServerMessage.NotSaved(submit.lastSeq(), "sheet", Duration.ZERO));
                return;
            }
            state = Standing.State.SUBMITTED;
            giveReceipt(
                    new SessionEntry.Submitted(
                            now(),
                            SESSION,
                            8,
                            submit.lastSeq(),
                            submit.head(),
                            submit.sheet(),
                            submit.signature()));
        }
    }

    private static long numberOf(ServerMessage told) {
        return switch (told) {
            case ServerMessage.Hold hold -> hold.outbox();
            case ServerMessage.Resume resume -> resume.outbox();
            case ServerMessage.Extend extend -> extend.outbox();
            case ServerMessage.Message message -> message.outbox();
            case ServerMessage.Collected collected -> collected.outbox();
            case ServerMessage.Voided voided -> voided.outbox();
            default -> throw new AssertionError(told);
        };
    }
}

package org.gongyuan.server.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.Frames;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.Proof;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.Handshake;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A seat that speaks the protocol frame by frame, for tests that look at every message. Not the
/// seat of `exam-client`: it forgives nothing and remembers everything it heard.
public final class TestSeat implements SeatWire {

    public static final Suite SUITE = Suite.INTL_1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SeatId seat;
    private final SigningKeyPair signing =
            SigningKeyPair.generate(SUITE, SigningPurpose.SEAT, RANDOM);
    private final SealingPublicKey marking;
    private final List<ServerMessage> heard = new ArrayList<>();
    private final TreeMap<PlacementId, Digest> sheet = new TreeMap<>();
    private ResponseKey responseKey;

    private Consumer<byte[]> toServer;
    private SealingKeyPair sealing;
    private byte[] greetingFrame;
    private byte[] helloFrame;
    private SessionSecrets secrets;
    private Frames fromServer;
    private Frames toServerFrames;
    private int closedWith;
    private SessionId session;
    private Digest head;
    private long seq;
    private Digest announced = Digest.of(new byte[32]);

    public TestSeat(SeatId seat, SealingPublicKey marking) {
        this.seat = seat;
        this.marking = marking;
    }

    /// From now on its frames go there.
    public void connectedTo(Consumer<byte[]> server) {
        toServer = server;
    }

    /// Forgets the old connection.
    public TestSeat newConnection() {
        heard.clear();
        closedWith = 0;
        secrets = null;
        fromServer = null;
        toServerFrames = null;
        greetingFrame = null;
        sealing = SealingKeyPair.generate(SUITE, Purpose.SEAT, RANDOM);
        return this;
    }

    @Override
    public synchronized void send(byte[] frame) {
        try {
            if (fromServer != null) {
                hear(ServerMessage.read(fromServer.open(frame)));
                return;
            }
            var message = ServerMessage.read(Frames.openPlain(frame));
            if (message instanceof ServerMessage.Greeting) {
                greetingFrame = frame;
            }
            if (message instanceof ServerMessage.Keyed(var encapsulation)) {
                secrets =
                        Handshake.accept(
                                sealing,
                                encapsulation.toBytes(),
                                Transcripts.of(SUITE, greetingFrame, helloFrame));
                fromServer = new Frames(secrets.macToSeat());
                toServerFrames = new Frames(secrets.macToServer());
            }
            hear(message);
        } catch (SealBroken broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public synchronized void close(int status, String reason) {
        closedWith = status;
        notifyAll();
    }

    private void hear(ServerMessage message) {
        heard.add(message);
        if (message instanceof ServerMessage.Admitted admitted) {
            session = admitted.session();
            head = admitted.standing().head();
            seq = admitted.standing().lastSeq();
        }
        notifyAll();
    }

    // --- what it says

    public void helloWith(String ticketNumber, String secret) {
        hello(ticketNumber, new Proof.Secret(secret));
    }

    public void helloAgain() {
        var signed =
                Transcripts.returning(
                        SUITE, greetingFrame, session, Octets.of(sealing.publicKey().toBytes()));
        hello("", new Proof.Return(session, Octets.of(signing.sign(signed.toBytes()).toBytes())));
    }

    /// Introduces itself with another key for its signatures than its own.
    public void helloWith(String ticketNumber, String secret, Octets verifyingKey) {
        hello(ticketNumber, new Proof.Secret(secret), verifyingKey);
    }

    /// Comes back as another seat's session, by a signature of its own.
    public void helloAgainAs(SessionId other) {
        session = other;
        helloAgain();
    }

    private void hello(String ticketNumber, Proof proof) {
        hello(ticketNumber, proof, Octets.of(signing.verifyingKey().toBytes()));
    }

    private void hello(String ticketNumber, Proof proof, Octets verifyingKey) {
        helloFrame =
                Frames.plain(
                        new SeatMessage.Hello(
                                        List.of(2),
                                        ticketNumber,
                                        proof,
                                        seat,
                                        Octets.of(sealing.publicKey().toBytes()),
                                        verifyingKey,
                                        announced,
                                        "test 1")
                                .toBody());
        toServer.accept(helloFrame.clone());
    }

    /// Its next hello says that this report follows.
    public void announces(PostureReport report) {
        announced = SUITE.digest(report.toBytes());
    }

    public void ready() {
        readyHavingSeen(0);
    }

    public void readyHavingSeen(long outbox) {
        if (responseKey == null) {
            responseKey = ResponseKey.generate(SUITE, RANDOM);
        }
        tell(
                new SeatMessage.Ready(
                        Octets.of(marking.wrap(responseKey, session.toBytes())),
                        Octets.of(secrets.sealToServer().wrap(responseKey, session.toBytes())),
                        responseKey.digestCommitment(),
                        outbox));
    }

    /// Answers a placement, and gives the message, so that it can be said again.
    public SeatMessage.Response answers(int placement, String answer) {
        return answers(placement, answer.getBytes(UTF_8));
    }

    /// The same with the body as a page makes it.
    public SeatMessage.Response answers(int placement, byte[] answer) {
        var where = new PlacementId(placement);
        var plain = new byte[Chains.SALT + answer.length];
        System.arraycopy(answer, 0, plain, Chains.SALT, answer.length);
        seq++;
        var commitment = Chains.response(SUITE, plain);
        var response =
                new SeatMessage.Response(
                        seq,
                        where,
                        Octets.of(
                                responseKey.seal(
                                        plain, Chains.responseAssociated(session, seq, where))),
                        commitment,
                        head);
        head = Chains.nextHead(SUITE, head, seq, where, commitment);
        sheet.put(where, commitment);
        tell(response);
        return response;
    }

    public void submits() {
        var digest = Chains.sheet(SUITE, session, sheet);
        var signed = Transcripts.submit(SUITE, session, seq, head, digest);
        tell(
                new SeatMessage.Submit(
                        seq, head, digest, Octets.of(signing.sign(signed.toBytes()).toBytes())));
    }

    public void sendsPicture(long number, Digest prev, byte[] picture) {
        var associated = ByteBuffer.allocate(24).put(session.toBytes()).putLong(number).array();
        tell(
                new SeatMessage.Frame(
                        number,
                        Instant.EPOCH,
                        SUITE.digest(picture),
                        prev,
                        Octets.of(secrets.sealToServer().seal(picture, associated))));
    }

    public void pings() {
        if (toServerFrames != null && closedWith == 0) {
            tell(new SeatMessage.Ping(1));
        }
    }

    public void tell(SeatMessage message) {
        toServer.accept(toServerFrames.seal(message.toBody()));
    }

    public void sendRaw(byte[] frame) {
        toServer.accept(frame);
    }

    // --- what it knows

    public synchronized <M extends ServerMessage> Optional<M> last(Class<M> kind) {
        for (int i = heard.size() - 1; i >= 0; i--) {
            if (kind.isInstance(heard.get(i))) {
                return Optional.of(kind.cast(heard.get(i)));
            }
        }
        return Optional.empty();
    }

    public synchronized <M extends ServerMessage> long count(Class<M> kind) {
        return heard.stream().filter(kind::isInstance).count();
    }

    /// Waits for a message of that kind, over a real connection.
    public synchronized <M extends ServerMessage> M awaits(Class<M> kind) {
        try {
            while (last(kind).isEmpty() && closedWith == 0) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return last(kind).orElseThrow(() -> new AssertionError("closed with " + closedWith));
    }

    public synchronized void forgets(Class<? extends ServerMessage> kind) {
        heard.removeIf(kind::isInstance);
    }

    public boolean opens(ServerMessage.Start start, FormKey expected) {
        try (var key =
                secrets.sealToSeat()
                        .unwrap(FormKey.KIND, start.formKey().toBytes(), session.toBytes())) {
            return key.digestCommitment().equals(expected.digestCommitment());
        } catch (SealBroken _) {
            return false;
        }
    }

    /// Takes the response key that the server gave.
    public boolean takesResponseKey(Octets sealed) {
        try {
            responseKey =
                    secrets.sealToSeat()
                            .unwrap(ResponseKey.KIND, sealed.toBytes(), session.toBytes());
            return true;
        } catch (SealBroken _) {
            return false;
        }
    }

    public ResponseKey responseKey() {
        return responseKey;
    }

    public int closedWith() {
        return closedWith;
    }

    public SessionId session() {
        return session;
    }

    public void takes(SessionId other) {
        session = other;
    }

    /// Knows of what was given before, as the server tells it.
    public void takes(List<Standing.Given> given) {
        given.forEach(one -> sheet.put(one.placement(), one.commitment()));
    }

    public Digest head() {
        return head;
    }
}

package org.gongyuan.server;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.Frames;
import org.gongyuan.protocol.message.Proof;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.admission.Workbench;
import org.gongyuan.server.delivery.SeatFiles;
import org.gongyuan.server.edge.Exchanges;
import org.gongyuan.server.edge.SeatListener;
import org.gongyuan.server.edge.VertxLane;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Evidence;
import org.gongyuan.server.sitting.Node;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.server.sitting.SittingForm;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.server.time.Timers;
import org.gongyuan.trust.certificate.CertificateAuthority;
import org.gongyuan.trust.certificate.Credentials;
import org.gongyuan.trust.certificate.SeatMachine;
import org.gongyuan.trust.seal.EvidenceKey;
import org.gongyuan.trust.seal.Handshake;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Whole admissions before the doors open, so that a cold node does not meet a whole centre: seats
/// come over TLS with certificates, sign in, agree on keys, are told that they are in, bring their
/// response key, and come back by signature. They come to a port of their own on loopback, with an
/// authority, a roster and a sitting that exist in memory for as long as this takes. The node's own
/// sittings, its seat port and its disk are not touched.
final class AdmissionWarmup implements AutoCloseable {

    private static final Suite SUITE = Suite.INTL_1;
    private static final int SEATS = 4;
    private static final int QUEUE = 8;
    /// Around now by the node's clock, which may differ from the one TLS looks at.
    private static final Duration CERTIFICATES = Duration.ofDays(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOST = "127.0.0.1";
    private static final int NORMAL = 1000;

    private final Vertx vertx;
    private final VertxLane lane;
    private final SecureRandom random = new SecureRandom();
    private final boolean isNative;
    private final CertificateAuthority authority;
    private final InstantSource clock;
    private final SealingKeyPair marking = SealingKeyPair.generate(SUITE, Purpose.MARKING, random);
    private final List<Visitor> visitors = new ArrayList<>();
    private final Sitting sitting;
    private final SeatListener listener;
    private final int port;
    private volatile boolean isOver;

    private AdmissionWarmup(
            Vertx vertx,
            VertxLane lane,
            Workbench workbench,
            InstantSource clock,
            boolean isNative) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.lane = requireNonNull(lane, "lane");
        this.clock = requireNonNull(clock, "clock");
        this.isNative = isNative && OpenSSLEngineOptions.isAvailable();
        var now = clock.instant();
        authority =
                CertificateAuthority.create(
                        "warm-up", now.minus(CERTIFICATES), now.plus(CERTIFICATES), random);
        for (int i = 1; i <= SEATS; i++) {
            visitors.add(new Visitor(i));
        }
        sitting = lane.ask(this::openSitting).join();
        var doors = new Doors(clock, timers(), random, workbench, QUEUE, SEATS);
        listener =
                new SeatListener(
                        tls(SeatListener.options(HOST, 0)),
                        lane,
                        doors,
                        new SeatFiles(),
                        new Exchanges(lane, doors),
                        true);
        lane.ask(
                        () -> {
                            doors.hold(sitting);
                            doors.open(true);
                            return true;
                        })
                .join();
        port =
                listener.startOn(vertx, lane.context())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    /// Lets seats in so many times altogether. What goes wrong is told by the exception; a node can
    /// open its doors without.
    ///
    /// @return how often a seat was let in
    /// @throws CompletionException when a seat was not let in
    static int run(
            Vertx vertx,
            VertxLane lane,
            Workbench workbench,
            InstantSource clock,
            boolean isNative,
            int rounds) {
        try (var warmup = new AdmissionWarmup(vertx, lane, workbench, clock, isNative)) {
            var each = Math.ceilDiv(rounds, SEATS);
            var visits = warmup.visitors.stream().map(visitor -> visitor.comes(each)).toList();
            visits.forEach(CompletableFuture::join);
            return each * SEATS;
        }
    }

    @Override
    public void close() {
        isOver = true;
        visitors.forEach(Visitor::leaves);
        lane.ask(
                        () -> {
                            sitting.leave();
                            return true;
                        })
                .join();
        var stopped = listener.stop();
        if (stopped != null) {
            stopped.toCompletionStage().toCompletableFuture().join();
        }
        marking.close();
    }

    private Timers timers() {
        return (delay, then) ->
                lane.after(
                        delay,
                        () -> {
                            if (!isOver) {
                                then.run();
                            }
                        });
    }

    private HttpServerOptions tls(HttpServerOptions options) {
        var now = clock.instant();
        var server =
                authority.issueServer(
                        List.of(HOST), now.minus(CERTIFICATES), now.plus(CERTIFICATES), random);
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setKeyCertOptions(shown(server))
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(trusted());
        if (isNative) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        return options;
    }

    private static PemKeyCertOptions shown(Credentials credentials) {
        return new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(credentials.certificate()))
                .addKeyValue(Buffer.buffer(credentials.privateKey()));
    }

    private PemTrustOptions trusted() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(authority.certificatePem()));
    }

    private Sitting openSitting() {
        var id = new SittingId("warm-up");
        var now = clock.instant();
        var nobody = new StaffId("warm-up");
        var plan =
                SittingPlan.by(
                        EntryPreset.OPEN,
                        id,
                        now.plus(Duration.ofMinutes(10)),
                        Duration.ofHours(1),
                        now,
                        Duration.ZERO,
                        PosturePolicy.NOTED,
                        nobody,
                        new StaffId("warm-up-2"));
        var form =
                new SittingForm(
                        SUITE.digest(new byte[] {1}),
                        Octets.of(new byte[] {1}),
                        "warm-up",
                        1,
                        SUITE,
                        now,
                        1,
                        1,
                        List.of(),
                        SUITE.digest(new byte[] {2}),
                        Set.of(new PlacementId(1)),
                        1);
        var node = new Node("warm-up", "warm-up", clock, timers(), random, () -> 10, Duration.ZERO);
        var roster = new Roster(SUITE, visitors.stream().map(Visitor::candidate).toList());
        return Sitting.open(
                plan,
                form,
                roster,
                node,
                new InMemory(lane),
                new NoEvidence(),
                Octets.of(new byte[] {1}),
                () -> {});
    }

    /// A record that keeps nothing and is durable with the lane's next task.
    private static final class InMemory implements SittingLog {

        private final VertxLane lane;
        private long next;

        InMemory(VertxLane lane) {
            this.lane = lane;
        }

        @Override
        public Taking append(
                Entry entry, byte[] attachment, Urgency urgency, LongConsumer durable) {
            long index = next++;
            lane.execute(() -> durable.accept(index));
            return Taking.TAKEN;
        }

        @Override
        public void receipt(long index, Consumer<String> then) {
            throw new UnsupportedOperationException("nobody hands in while a node warms up");
        }

        @Override
        public void attachments(long[] indices, Consumer<byte[][]> then) {
            throw new UnsupportedOperationException("nobody answers while a node warms up");
        }

        @Override
        public long keepForeign(byte[] attachment) {
            throw new UnsupportedOperationException("nobody moves while a node warms up");
        }
    }

    private static final class NoEvidence implements Evidence {

        @Override
        public EvidenceKey keyOf(String room) {
            throw new UnsupportedOperationException("nothing is observed while a node warms up");
        }

        @Override
        public void keep(
                String room, SessionId session, long seq, byte[] sealed, Consumer<Digest> kept) {
            throw new UnsupportedOperationException("nothing is observed while a node warms up");
        }
    }

    /// A seat that comes by its secret and by its signature in turn. It forgives nothing: what it
    /// does not expect ends the warm-up.
    private final class Visitor {

        private final SeatId seat;
        private final String ticketNumber;
        private final String secret;
        private final Octets salt;
        private final WebSocketClient client;
        private final ResponseKey responseKey = ResponseKey.generate(SUITE, random);
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private SigningKeyPair signing;
        private SessionId session;
        private int visitsLeft;

        Visitor(int number) {
            seat = new SeatId("W/R/" + number);
            ticketNumber = "warm-up-" + number;
            secret = Long.toUnsignedString(random.nextLong(), 36);
            var bytes = new byte[Chains.SALT];
            random.nextBytes(bytes);
            salt = Octets.of(bytes);
            signing = SigningKeyPair.generate(SUITE, SigningPurpose.SEAT, random);
            var now = clock.instant();
            var options =
                    new WebSocketClientOptions()
                            .setSsl(true)
                            .setVerifyHost(true)
                            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                            .setKeyCertOptions(
                                    shown(
                                            authority.issueSeatMachine(
                                                    new SeatMachine("W", "R." + number),
                                                    now.minus(CERTIFICATES),
                                                    now.plus(CERTIFICATES),
                                                    random)))
                            .setTrustOptions(trusted());
            if (isNative) {
                options.setSslEngineOptions(new OpenSSLEngineOptions());
            }
            client = vertx.createWebSocketClient(options);
        }

        Candidate candidate() {
            return new Candidate(
                    ticketNumber,
                    ticketNumber,
                    salt,
                    Candidate.verifier(SUITE, salt, ticketNumber, secret),
                    Optional.of(seat),
                    Duration.ZERO);
        }

        CompletableFuture<Void> comes(int times) {
            visitsLeft = times;
            next();
            return done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        private void next() {
            if (visitsLeft == 0) {
                done.complete(null);
                return;
            }
            visitsLeft--;
            client.connect(port, HOST, "/seat")
                    .onSuccess(socket -> new Visit(socket).begin())
                    .onFailure(done::completeExceptionally);
        }

        void leaves() {
            var _ = client.close();
            responseKey.close();
            signing.close();
        }

        /// One connection.
        private final class Visit {

            private final WebSocket socket;
            private byte[] greeting;
            private byte[] hello;
            private SealingKeyPair keys;
            private SessionSecrets secrets;
            private Frames fromServer;
            private Frames toServer;

            Visit(WebSocket socket) {
                this.socket = socket;
            }

            void begin() {
                socket.exceptionHandler(done::completeExceptionally);
                socket.binaryMessageHandler(
                        message -> {
                            try {
                                heard(message.getBytes());
                            } catch (SealBroken | RuntimeException failed) {
                                done.completeExceptionally(failed);
                            }
                        });
            }

            private void heard(byte[] frame) throws SealBroken {
                var body = fromServer == null ? Frames.openPlain(frame) : fromServer.open(frame);
                switch (ServerMessage.read(body)) {
                    case ServerMessage.Greeting _ -> introduces(frame);
                    case ServerMessage.Wait _ -> {}
                    case ServerMessage.Keyed(var encapsulation) -> agrees(encapsulation);
                    case ServerMessage.Admitted admitted -> isIn(admitted.session());
                    case ServerMessage.Pong _ -> leavesAgain();
                    default -> throw new IllegalStateException("a seat was not let in");
                }
            }

            private void introduces(byte[] frame) {
                greeting = frame;
                keys = SealingKeyPair.generate(SUITE, Purpose.SEAT, random);
                var sealing = Octets.of(keys.publicKey().toBytes());
                hello =
                        Frames.plain(
                                new SeatMessage.Hello(
                                                List.of(2),
                                                ticketNumber,
                                                proof(sealing),
                                                seat,
                                                sealing,
                                                Octets.of(signing.verifyingKey().toBytes()),
                                                SUITE.digest(new byte[] {1}),
                                                "warm-up")
                                        .toBody());
                socket.writeBinaryMessage(Buffer.buffer(hello));
            }

            private Proof proof(Octets sealing) {
                if (session == null) {
                    return new Proof.Secret(secret);
                }
                var signed = Transcripts.returning(SUITE, greeting, session, sealing);
                return new Proof.Return(
                        session, Octets.of(signing.sign(signed.toBytes()).toBytes()));
            }

            private void agrees(Octets encapsulation) throws SealBroken {
                secrets =
                        Handshake.accept(
                                keys,
                                encapsulation.toBytes(),
                                Transcripts.of(SUITE, greeting, hello));
                fromServer = new Frames(secrets.macToSeat());
                toServer = new Frames(secrets.macToServer());
            }

            private void isIn(SessionId admitted) {
                // Every second visit is by the secret again, with another key.
                session = session == null ? admitted : null;
                tell(
                        new SeatMessage.Ready(
                                Octets.of(
                                        marking.publicKey().wrap(responseKey, admitted.toBytes())),
                                Octets.of(
                                        secrets.sealToServer()
                                                .wrap(responseKey, admitted.toBytes())),
                                responseKey.digestCommitment(),
                                0));
                tell(new SeatMessage.Ping(1));
            }

            private void leavesAgain() {
                if (session == null) {
                    signing.close();
                    signing = SigningKeyPair.generate(SUITE, SigningPurpose.SEAT, random);
                }
                keys.close();
                secrets.close();
                socket.close((short) NORMAL, "").onComplete(_ -> next());
            }

            private void tell(SeatMessage message) {
                socket.writeBinaryMessage(Buffer.buffer(toServer.seal(message.toBody())));
            }
        }
    }
}

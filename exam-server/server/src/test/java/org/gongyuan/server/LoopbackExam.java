package org.gongyuan.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.admission.TestSeat;
import org.gongyuan.server.sitting.Candidate;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.trust.certificate.CertificateAuthority;
import org.gongyuan.trust.certificate.Credentials;
import org.gongyuan.trust.certificate.SeatMachine;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A whole node on loopback with TLS and certificates, for tests that go through real sockets and
/// files.
public final class LoopbackExam implements AutoCloseable {

    public static final SittingId SITTING = new SittingId("spring-a");

    private static final SecureRandom RANDOM = new SecureRandom();

    public final Path folder;
    public final SealedExam exam;
    public final Roster roster;
    public final Instant starts;
    public ExamServer server;

    private final CertificateAuthority authority;
    private final Vertx client = Vertx.vertx();
    private final HttpClient http = client.createHttpClient();
    /// Clients that nobody holds are closed when they are collected.
    private final List<WebSocketClient> kept = new ArrayList<>();

    private final List<HttpClient> clients = new ArrayList<>();
    private final Map<String, SigningKeyPair> staff = new HashMap<>();

    public LoopbackExam(Path folder, int candidates) throws IOException {
        this.folder = folder;
        // Wall time is right here: the node keeps its own clock from the same source.
        starts = Instant.ofEpochMilli(InstantSource.system().millis());
        exam = new SealedExam(folder, starts.minus(Duration.ofMinutes(1)));
        roster = roster(candidates);
        authority =
                CertificateAuthority.create(
                        "test authority",
                        starts.minus(Duration.ofDays(1)),
                        starts.plus(Duration.ofDays(30)),
                        RANDOM);
        var credentials =
                authority.issueServer(
                        List.of("localhost", "127.0.0.1"),
                        starts.minus(Duration.ofDays(1)),
                        starts.plus(Duration.ofDays(20)),
                        RANDOM);
        Files.writeString(folder.resolve("server.pem"), credentials.certificate());
        Files.writeString(folder.resolve("server.key"), credentials.privateKey());
        Files.writeString(folder.resolve("authority.pem"), authority.certificatePem());
        var register = new StringBuilder("# staff\n");
        for (var one : List.of("wang proctor", "li head", "zhao officer")) {
            var pair = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.PROCTOR, RANDOM);
            staff.put(one.split(" ", 2)[0], pair);
            register.append(one).append(' ').append(pair.verifyingKey().text()).append('\n');
        }
        Files.writeString(folder.resolve("staff"), register.toString());
        start();
    }

    public void start() throws IOException {
        server = start("node-1", Map.of());
    }

    /// A node with a name and settings of its own beside the common ones.
    public ExamServer start(String name, Map<String, String> more) throws IOException {
        return start(name, more, InstantSource.system());
    }

    /// The same by another wall clock.
    public ExamServer start(String name, Map<String, String> more, InstantSource wall)
            throws IOException {
        var settings = new HashMap<String, String>();
        settings.put("node.name", name);
        settings.put("node.body", "test");
        settings.put("data.folder", folder.resolve("data-" + name).toString());
        settings.put("seat.host", "127.0.0.1");
        settings.put("seat.port", "0");
        settings.put("manage.port", "0");
        settings.put("journal.segment-mib", "4");
        settings.put("warm.rounds", "0");
        settings.put("staff.register", folder.resolve("staff").toString());
        settings.put("seat.certificate", folder.resolve("server.pem").toString());
        settings.put("seat.key", folder.resolve("server.key").toString());
        settings.put("seat.authority", folder.resolve("authority.pem").toString());
        settings.putAll(more);
        return ExamServer.start(ServerSettings.of(settings), System.getenv(), wall);
    }

    public void openSitting() {
        openSitting(server);
    }

    public void openSitting(ExamServer at) {
        openSitting(at, PosturePolicy.NOTED);
    }

    public void openSitting(ExamServer at, PosturePolicy posture) {
        at.openSitting(
                SittingPlan.by(
                        EntryPreset.OPEN,
                        SITTING,
                        starts,
                        Duration.ofHours(1),
                        exam.manifest.notBefore(),
                        Duration.ofDays(7),
                        posture,
                        new StaffId("li"),
                        new StaffId("zhao")),
                exam.file,
                roster);
    }

    /// Three custodians hand in their shares over the management port.
    public void release() {
        var node = SealingPublicKey.parse(get("/release/node-key").strip());
        for (int i = 0; i < 3; i++) {
            post("/release/shares", exam.handIn(i, node));
        }
    }

    /// A seat connects with the certificate of its machine.
    public TestSeat connect(TestSeat seat, SeatId machine) {
        seat.newConnection();
        var credentials = credentials(machine);
        var sockets =
                client.createWebSocketClient(
                        new WebSocketClientOptions()
                                .setSsl(true)
                                .setMaxFrameSize(1 << 21)
                                .setTrustOptions(trust())
                                .setKeyCertOptions(
                                        new PemKeyCertOptions()
                                                .setCertValue(
                                                        Buffer.buffer(credentials.certificate()))
                                                .setKeyValue(
                                                        Buffer.buffer(credentials.privateKey()))));
        kept.add(sockets);
        // The handlers come before the connection: the greeting is quick.
        var socket = sockets.webSocket();
        seat.connectedTo(frame -> await(socket.writeBinaryMessage(Buffer.buffer(frame))));
        socket.binaryMessageHandler(message -> seat.send(message.getBytes()));
        socket.closeHandler(
                _ ->
                        seat.close(
                                socket.closeStatusCode() == null ? 1006 : socket.closeStatusCode(),
                                ""));
        await(socket.connect(server.seatPort(), "localhost", "/seat"));
        seat.awaits(ServerMessage.Greeting.class);
        return seat;
    }

    public TestSeat connect(int desk) {
        return connect(
                new TestSeat(seat(desk), exam.manifest.markingKey().publicKey()), seat(desk));
    }

    /// A seat connects by `POST /seat/exchange`; every frame goes in a request of its own, and
    /// after each answer an empty request waits for more.
    public TestSeat connectByExchange(int desk) {
        var machine = seat(desk);
        var seat = new TestSeat(machine, exam.manifest.markingKey().publicKey());
        seat.newConnection();
        var credentials = credentials(machine);
        var https =
                client.createHttpClient(
                        trusting()
                                .setKeyCertOptions(
                                        new PemKeyCertOptions()
                                                .setCertValue(
                                                        Buffer.buffer(credentials.certificate()))
                                                .setKeyValue(
                                                        Buffer.buffer(credentials.privateKey()))),
                        new PoolOptions().setHttp1MaxSize(2));
        clients.add(https);
        new ExchangeWire(https, server.seatPort(), seat).begin();
        seat.awaits(ServerMessage.Greeting.class);
        return seat;
    }

    /// The fallback's side of a seat, for tests.
    private static final class ExchangeWire {

        private final HttpClient https;
        private final int port;
        private final TestSeat seat;
        private final TreeMap<Long, Buffer> answers = new TreeMap<>();
        private long last;
        private long handedOn;
        private int underWay;

        private ExchangeWire(HttpClient https, int port, TestSeat seat) {
            this.https = https;
            this.port = port;
            this.seat = seat;
        }

        private void begin() {
            seat.connectedTo(
                    frame -> ask(Buffer.buffer().appendInt(frame.length).appendBytes(frame)));
            ask(Buffer.buffer());
        }

        private synchronized void ask(Buffer body) {
            long number = ++last;
            underWay++;
            https.request(HttpMethod.POST, port, "localhost", "/seat/exchange")
                    .compose(
                            request ->
                                    request.putHeader("Gongyuan-Connection", "0".repeat(32))
                                            .putHeader("Gongyuan-Request", Long.toString(number))
                                            .send(body))
                    .compose(
                            response ->
                                    response.statusCode() == 200
                                            ? response.body()
                                            : Future.failedFuture(
                                                    "status " + response.statusCode()))
                    .onSuccess(answer -> answered(number, answer))
                    .onFailure(_ -> seat.close(1006, ""));
        }

        private synchronized void answered(long number, Buffer answer) {
            underWay--;
            answers.put(number, answer);
            for (var next = answers.remove(handedOn + 1);
                    next != null;
                    next = answers.remove(handedOn + 1)) {
                handedOn++;
                for (int at = 0; at < next.length(); at += 4 + next.getInt(at)) {
                    seat.send(next.getBytes(at + 4, at + 4 + next.getInt(at)));
                }
            }
            if (underWay == 0) {
                ask(Buffer.buffer());
            }
        }
    }

    /// Part of a file from the seat port, by the machine of desk 1.
    public Buffer fetch(String path, String range) {
        var credentials = credentials(seat(1));
        var https =
                client.createHttpClient(
                        trusting()
                                .setKeyCertOptions(
                                        new PemKeyCertOptions()
                                                .setCertValue(
                                                        Buffer.buffer(credentials.certificate()))
                                                .setKeyValue(
                                                        Buffer.buffer(credentials.privateKey()))));
        clients.add(https);
        return await(
                https.request(HttpMethod.GET, server.seatPort(), "localhost", path)
                        .compose(request -> request.putHeader("Range", range).send())
                        .compose(response -> response.body()));
    }

    /// What a node answers to a report about a machine that says it is of a seat.
    public HttpAnswer tellAtTheDoor(SeatId machine, String named, byte[] body) {
        var credentials = credentials(machine);
        var https =
                client.createHttpClient(
                        trusting()
                                .setKeyCertOptions(
                                        new PemKeyCertOptions()
                                                .setCertValue(
                                                        Buffer.buffer(credentials.certificate()))
                                                .setKeyValue(
                                                        Buffer.buffer(credentials.privateKey()))));
        clients.add(https);
        return await(
                https.request(HttpMethod.POST, server.seatPort(), "localhost", "/seat/posture")
                        .compose(
                                request ->
                                        request.putHeader("Gongyuan-Seat", named)
                                                .send(Buffer.buffer(body)))
                        .compose(
                                response ->
                                        response.body()
                                                .map(
                                                        got ->
                                                                new HttpAnswer(
                                                                        response.statusCode(),
                                                                        got))));
    }

    /// What came back.
    public record HttpAnswer(int status, Buffer body) {}

    /// The certificate of a seat's machine, in PEM.
    public String seatCertificate(SeatId machine) {
        return credentials(machine).certificate();
    }

    private Credentials credentials(SeatId machine) {
        var desk = machine.text().split("/", 3);
        return authority.issueSeatMachine(
                new SeatMachine(desk[0], desk[1] + "." + desk[2]),
                starts.minus(Duration.ofDays(1)),
                starts.plus(Duration.ofDays(20)),
                RANDOM);
    }

    public String get(String path) {
        return call(HttpMethod.GET, path, new byte[0]).toString();
    }

    public JsonObject post(String path, byte[] body) {
        return new JsonObject(call(HttpMethod.POST, path, body));
    }

    public Buffer call(HttpMethod method, String path, byte[] body) {
        return await(
                http.request(method, server.managePort(), "127.0.0.1", path)
                        .compose(
                                request -> {
                                    // Asked for before it is sent, or it may be gone.
                                    var answer =
                                            request.response().compose(response -> response.body());
                                    return request.send(Buffer.buffer(body)).compose(_ -> answer);
                                }));
    }

    /// An order, signed by one or two.
    public JsonObject order(StaffOrder.What what, String proposer, Optional<String> approver) {
        var nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        var now = server.clock().instant();
        var order =
                new StaffOrder(
                        SITTING,
                        Octets.of(nonce),
                        now,
                        now.plus(Duration.ofMinutes(5)),
                        new StaffId(proposer),
                        approver.map(StaffId::new),
                        what);
        return post(
                "/orders",
                StaffOrder.Signed.by(order, staff.get(proposer), approver.map(staff::get))
                        .toBytes());
    }

    public Vertx client() {
        return client;
    }

    public HttpClientOptions trusting() {
        return new HttpClientOptions().setSsl(true).setTrustOptions(trust());
    }

    public static SeatId seat(int desk) {
        return new SeatId("C1/R1/" + desk);
    }

    @Override
    public void close() {
        server.close();
        await(client.close());
    }

    private PemTrustOptions trust() {
        return new PemTrustOptions().addCertPath(folder.resolve("authority.pem").toString());
    }

    private static Roster roster(int candidates) {
        var all = new ArrayList<Candidate>();
        for (int i = 1; i <= candidates; i++) {
            var bytes = new byte[16];
            RANDOM.nextBytes(bytes);
            var salt = Octets.of(bytes);
            all.add(
                    new Candidate(
                            "t-" + i,
                            "考生" + i,
                            salt,
                            Candidate.verifier(Suite.INTL_1, salt, "t-" + i, "secret-" + i),
                            Optional.of(seat(i)),
                            Duration.ZERO));
        }
        return new Roster(Suite.INTL_1, all);
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}

package org.gongyuan.seat.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.seat.journal.DiskFolder;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.seat.session.Link;
import org.gongyuan.seat.session.Node;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.PretendServer;
import org.gongyuan.seat.session.Receipts;
import org.gongyuan.seat.session.SaveState;
import org.gongyuan.seat.session.SeatSession;
import org.gongyuan.seat.session.SeatSettings;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.trust.certificate.CertificateAuthority;
import org.gongyuan.trust.certificate.SeatMachine;
import org.gongyuan.trust.seal.Argon2;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

@DisplayName("A seat over real sockets")
class SeatOverRealSocketsTest {

    private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2090-01-01T00:00:00Z");

    @TempDir private Path root;
    private final SecureRandom random = new SecureRandom();
    private final CertificateAuthority authority =
            CertificateAuthority.create("Test centre", FROM, UNTIL, random);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final PretendServer server =
            new PretendServer(Suite.INTL_1, new LoopTicker(vertx, loop));
    private final List<String> ranges = new ArrayList<>();
    private final BlockingQueue<Notice> told = new LinkedBlockingQueue<>();
    private SmallForm form;
    private SeatRoom room;
    private int port;
    private DiskFolder folder;
    private final PretendExchange exchange = new PretendExchange(vertx, loop, server);
    private boolean isSocketRefused;
    private long cutAt = Long.MAX_VALUE;

    @BeforeEach
    void aServerIsUp() throws Exception {
        form = new SmallForm(root);
        server.manifest = form.digest;
        server.formKey = form.key;
        server.seatFileSize = Files.size(form.seatFile);
        var credentials = authority.issueServer(List.of("localhost"), FROM, UNTIL, random);
        var options =
                new HttpServerOptions()
                        .setHost("localhost")
                        .setPort(0)
                        .setSsl(true)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setMaxWebSocketFrameSize(2 << 20)
                        .setMaxWebSocketMessageSize(2 << 20)
                        .setTrustOptions(
                                new PemTrustOptions()
                                        .addCertValue(Buffer.buffer(authority.certificatePem())))
                        .setKeyCertOptions(
                                new PemKeyCertOptions()
                                        .addCertValue(Buffer.buffer(credentials.certificate()))
                                        .addKeyValue(Buffer.buffer(credentials.privateKey())));
        port =
                vertx.createHttpServer(options)
                        .webSocketHandshakeHandler(
                                handshake -> {
                                    if (isSocketRefused) {
                                        handshake.reject(403);
                                    } else {
                                        handshake.accept();
                                    }
                                })
                        .webSocketHandler(this::serve)
                        .requestHandler(this::file)
                        .listen()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get()
                        .actualPort();
        openRoom();
    }

    @AfterEach
    void everythingIsClosed() throws Exception {
        room.close();
        if (folder != null) {
            folder.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void goesFromSignInToReceiptOverTlsWithARealForm() throws Exception {
        var seat = seat();
        seat.act(this::signIn);
        awaits(Notice.Known.class, _ -> true);
        seat.act(SeatSession::confirm);
        stage(Stage.WAITING);
        onServer(() -> server.start(Duration.ofHours(1)));
        var opened = awaits(Notice.Opened.class, _ -> true);
        var items = assertInstanceOf(OpenedForm.class, opened.items());
        assertEquals(List.of(new PlacementId(1)), items.placements());
        assertEquals(SmallForm.ITEM, items.item(new PlacementId(1)));
        stage(Stage.RUNNING);
        seat.act(session -> give(session, "A"));
        saved();
        onServer(server::cut);
        seat.act(session -> give(session, "B"));
        saved();
        seat.act(SeatSession::handIn);
        var closed = awaits(Notice.Closed.class, _ -> true);

        assertInstanceOf(Receipts.Finding.Holds.class, closed.finding());
        assertEquals(Map.of(1, "B"), server.answers());
        seat.leave().get();
    }

    @Test
    void goesOnFromItsJournalOnDiskInAnotherProcess() throws Exception {
        var seat = seat();
        running(seat);
        seat.act(session -> give(session, "A"));
        saved();
        seat.leave().get();
        room.close();
        folder.close();
        told.clear();

        openRoom();
        var again = seat();
        again.act(this::signIn);
        stage(Stage.RUNNING);

        var seen = again.ask(session -> session.response(new PlacementId(1))).get();
        assertEquals("A", new String(seen.orElseThrow(), StandardCharsets.UTF_8));
        again.leave().get();
    }

    @Test
    void fetchesOnlyTheRestOfASeatFileThatWasCut() throws Exception {
        cutAt = 100_000;
        var seat = seat();
        seat.act(this::signIn);
        awaits(Notice.Known.class, _ -> true);
        seat.act(SeatSession::confirm);
        awaits(Notice.Fetched.class, _ -> true);

        assertEquals(null, ranges.getFirst());
        assertTrue(ranges.get(1).startsWith("bytes="), ranges.toString());
        assertTrue(Long.parseLong(ranges.get(1).replaceAll("\\D", "")) > 0, ranges.toString());
        seat.leave().get();
    }

    @Test
    void goesThroughPlainHttpsWhereWebSocketsAreRefused() throws Exception {
        isSocketRefused = true;
        exchange.loseEvery = 7;
        var seat = seat();
        running(seat);
        for (int i = 0; i < 30; i++) {
            var answer = "answer " + i;
            seat.act(session -> give(session, answer));
            if (i % 10 == 9) {
                saved();
            }
        }
        onServer(server::cut);
        seat.act(session -> give(session, "last"));
        saved();
        seat.act(SeatSession::handIn);
        var closed = awaits(Notice.Closed.class, _ -> true);

        assertInstanceOf(Receipts.Finding.Holds.class, closed.finding());
        assertEquals(Map.of(1, "last"), server.answers());
        assertTrue(exchange.requests > 10, exchange.requests + " requests");
        seat.leave().get();
    }

    @Test
    void refusesAFormWhoseBytesWereChanged() throws Exception {
        var bytes = Files.readAllBytes(form.seatFile);
        bytes[bytes.length - 1_000] ^= 1;
        Files.write(form.seatFile, bytes);
        var seat = seat();
        seat.act(this::signIn);

        awaits(Notice.Stopped.class, _ -> true);
        seat.leave().get();
    }

    // ---- the seat

    private void openRoom() {
        room =
                SeatRoom.open(
                        new SeatRoom.Settings(
                                Optional.of(PretendServer.SITTING),
                                root.resolve("forms"),
                                form.acceptance(),
                                1,
                                1));
    }

    private Seat seat() throws IOException {
        folder = DiskFolder.take(root.resolve("journal"));
        var machine =
                new Machine(
                        authority.issueSeatMachine(
                                new SeatMachine("C1", "B.14"), FROM, UNTIL, random),
                        authority.certificatePem());
        return room.seat(
                new SeatSettings(
                        PretendServer.SEAT,
                        List.of(new Node("localhost", port)),
                        "test 1",
                        Argon2.SIMULATED,
                        server.checkpointKeys(),
                        SeatSettings.PICTURE_BUDGET),
                Optional.of(machine),
                folder,
                told::add);
    }

    private void signIn(SeatSession session) {
        try {
            session.signIn(new SignIn(PretendServer.TICKET, PretendServer.SECRET));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void running(Seat seat) throws Exception {
        seat.act(this::signIn);
        awaits(Notice.Known.class, _ -> true);
        seat.act(SeatSession::confirm);
        onServer(() -> server.start(Duration.ofHours(1)));
        stage(Stage.RUNNING);
    }

    private static void give(SeatSession session, String answer) {
        var _ = session.give(new PlacementId(1), answer.getBytes(StandardCharsets.UTF_8));
    }

    private void stage(Stage stage) throws InterruptedException {
        awaits(Notice.Moved.class, moved -> moved.stage() == stage);
    }

    private void saved() throws InterruptedException {
        awaits(Notice.Work.class, work -> work.state() instanceof SaveState.Saved);
    }

    private <N extends Notice> N awaits(Class<N> kind, Predicate<N> isIt)
            throws InterruptedException {
        var seen = new ArrayList<Notice>();
        while (true) {
            var notice = told.poll(240, TimeUnit.SECONDS);
            if (notice == null) {
                throw new AssertionError("no %s came after %s".formatted(kind, seen));
            }
            seen.add(notice);
            if (kind.isInstance(notice) && isIt.test(kind.cast(notice))) {
                return kind.cast(notice);
            }
        }
    }

    // ---- the server

    private void onServer(Runnable act) throws ExecutionException, InterruptedException {
        var done = new CompletableFuture<Void>();
        loop.runOnContext(
                _ -> {
                    act.run();
                    done.complete(null);
                });
        done.get();
    }

    private void serve(ServerWebSocket socket) {
        var listener =
                new Link.Listener() {
                    @Override
                    public void opened() {}

                    @Override
                    public void received(byte[] frame) {
                        socket.writeBinaryMessage(Buffer.buffer(frame));
                    }

                    @Override
                    public void closed(int status, String reason) {
                        socket.close();
                    }
                };
        var line = new Link.Line[1];
        loop.runOnContext(_ -> line[0] = server.connect(new Node("localhost", 1), listener));
        socket.binaryMessageHandler(
                message -> loop.runOnContext(_ -> line[0].send(message.getBytes())));
        socket.closeHandler(_ -> loop.runOnContext(_ -> line[0].close(1000, "")));
    }

    private void file(HttpServerRequest request) {
        if (request.path().equals("/seat/exchange")) {
            exchange.take(request);
            return;
        }
        var range = request.getHeader("Range");
        ranges.add(range);
        if (!request.path().equals("/forms/" + form.digest.hex())) {
            request.response().setStatusCode(404).end();
            return;
        }
        try {
            var all = Files.readAllBytes(form.seatFile);
            long from = range == null ? 0 : Long.parseLong(range.replaceAll("\\D", ""));
            var rest = Buffer.buffer(all).slice((int) from, all.length);
            var response = request.response();
            if (range != null) {
                response.setStatusCode(206);
            }
            if (from < cutAt && cutAt < all.length) {
                response.putHeader("Content-Length", Integer.toString(rest.length()));
                response.write(rest.slice(0, (int) (cutAt - from)))
                        .onSuccess(_ -> vertx.setTimer(100, _ -> request.connection().close()));
            } else {
                response.end(rest);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

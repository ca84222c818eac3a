package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;

import org.gongyuan.protocol.message.Frames;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.admission.SeatConnection;
import org.gongyuan.server.admission.SeatWire;
import org.gongyuan.server.delivery.SeatFiles;
import org.gongyuan.server.node.Lane;
import org.gongyuan.trust.certificate.CertificateRefused;
import org.gongyuan.trust.certificate.SeatMachine;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLPeerUnverifiedException;

/// The port seats connect to: WebSocket `/seat`, the HTTPS fallback `/seat/exchange`, and seat
/// files.
///
/// It stays on event loops: a message costs some ten microseconds and never waits, so a virtual
/// thread for each would cost more than the work.
public final class SeatListener extends VerticleBase {

    private static final int LARGEST_FRAME = Frames.LARGEST + 64;

    private final HttpServerOptions options;
    private final Lane lane;
    private final Doors doors;
    private final SeatFiles files;
    private final boolean certificates;
    private final Exchanges exchanges;
    private final DoorReports reports;
    private HttpServer server;

    /// A listener; `certificates` says whether seats must show theirs.
    public SeatListener(
            HttpServerOptions options,
            Lane lane,
            Doors doors,
            SeatFiles files,
            Exchanges exchanges,
            boolean certificates) {
        this.options = requireNonNull(options, "options");
        this.lane = requireNonNull(lane, "lane");
        this.doors = requireNonNull(doors, "doors");
        this.files = requireNonNull(files, "files");
        this.exchanges = requireNonNull(exchanges, "exchanges");
        this.certificates = certificates;
        this.reports = new DoorReports(lane, doors);
    }

    /// What every seat port has in common, TLS aside.
    public static HttpServerOptions options(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setMaxWebSocketFrameSize(LARGEST_FRAME)
                .setMaxWebSocketMessageSize(LARGEST_FRAME)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of())
                .setTcpNoDelay(true)
                .setReuseAddress(true)
                .setAcceptBacklog(4_096)
                .setMaxHeaderSize(4_096)
                .setMaxInitialLineLength(1_024)
                .setIdleTimeout(120);
    }

    @Override
    public Future<?> start() {
        server =
                vertx.createHttpServer(options)
                        .webSocketHandshakeHandler(this::handshake)
                        .webSocketHandler(this::webSocket)
                        .requestHandler(this::request);
        return server.listen();
    }

    /// Starts it on a context, without deploying it.
    public Future<Integer> startOn(Vertx on, Context context) {
        init(on, context);
        var port = Promise.<Integer>promise();
        context.runOnContext(
                _ ->
                        start().onSuccess(s -> port.complete(server.actualPort()))
                                .onFailure(port::fail));
        return port.future();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private void handshake(ServerWebSocketHandshake handshake) {
        if (handshake.path().equals("/seat")) {
            handshake.accept();
        } else {
            handshake.reject(404);
        }
    }

    private void webSocket(ServerWebSocket socket) {
        Optional<SeatId> certified;
        try {
            certified = certificates ? Optional.of(seatOf(certificate(socket))) : Optional.empty();
        } catch (SSLPeerUnverifiedException | IllegalArgumentException _) {
            socket.close((short) 4403, "certificate");
            return;
        }
        var wire = new SocketWire(socket);
        socket.binaryMessageHandler(message -> wire.received(message.getBytes()));
        socket.textMessageHandler(_ -> socket.close((short) 4400, "not-a-message"));
        socket.closeHandler(_ -> wire.gone());
        socket.exceptionHandler(_ -> {});
        var asked = asked(socket.query());
        lane.enter(() -> wire.connected(doors.connect(wire, certified, asked)));
    }

    private static X509Certificate certificate(ServerWebSocket socket)
            throws SSLPeerUnverifiedException {
        return (X509Certificate) socket.peerCertificates().getFirst();
    }

    /// The seat a machine's certificate names: the machine is `ROOM.DESK` of its centre.
    static SeatId seatOf(X509Certificate certificate) {
        var machine = SeatMachine.of(certificate);
        try {
            return new SeatId(machine.centre() + "/" + machine.seat().replace('.', '/'));
        } catch (IllegalArgumentException _) {
            throw new CertificateRefused(
                    "the machine \"%s\" of centre \"%s\" is not ROOM.DESK"
                            .formatted(machine.seat(), machine.centre()));
        }
    }

    private static Optional<SittingId> asked(String query) {
        if (query == null || !query.startsWith("sitting=")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SittingId(query.substring("sitting=".length())));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void request(HttpServerRequest request) {
        if (HttpMethod.GET.equals(request.method()) && request.path().startsWith("/forms/")) {
            files.send(request, request.path().substring("/forms/".length()));
        } else if (HttpMethod.POST.equals(request.method())
                && request.path().equals("/seat/exchange")) {
            certified(request, exchanges::request);
        } else if (HttpMethod.POST.equals(request.method())
                && request.path().equals("/seat/posture")) {
            certified(request, reports::request);
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    /// What takes a request, with the seat its certificate names and the sitting it asks for.
    private interface Taking {
        void request(
                HttpServerRequest request, Optional<SeatId> certified, Optional<SittingId> asked);
    }

    private void certified(HttpServerRequest request, Taking taking) {
        try {
            Optional<SeatId> certified =
                    certificates
                            ? Optional.of(
                                    seatOf(
                                            (X509Certificate)
                                                    request.connection()
                                                            .peerCertificates()
                                                            .getFirst()))
                            : Optional.empty();
            taking.request(request, certified, asked(request.query()));
        } catch (SSLPeerUnverifiedException | IllegalArgumentException _) {
            request.response().setStatusCode(403).end();
        }
    }

    /// A WebSocket as the core sees it.
    private final class SocketWire implements SeatWire {

        private final ServerWebSocket socket;
        private SeatConnection connection;
        private boolean gone;

        private SocketWire(ServerWebSocket socket) {
            this.socket = socket;
        }

        private void connected(SeatConnection to) {
            connection = to;
            if (gone) {
                to.gone();
            }
        }

        private void received(byte[] frame) {
            lane.enter(
                    () -> {
                        if (connection != null) {
                            connection.received(frame);
                            connection.flush();
                        }
                    });
        }

        private void gone() {
            lane.enter(
                    () -> {
                        gone = true;
                        if (connection != null) {
                            connection.gone();
                        }
                    });
        }

        @Override
        public void send(byte[] frame) {
            socket.writeBinaryMessage(Buffer.buffer(frame));
        }

        @Override
        public void close(int status, String reason) {
            socket.close((short) status, reason);
        }
    }
}

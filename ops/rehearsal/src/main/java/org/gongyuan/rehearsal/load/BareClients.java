package org.gongyuan.rehearsal.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;

import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.link.Machine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Clients with the seats' certificates and the seats' settings of TLS, and nothing else of a seat.
/// They share one event loop.
final class BareClients implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final int AT_ONCE = 64;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    private final List<HttpClient> requests = new ArrayList<>();
    private final List<NetClient> sockets = new ArrayList<>();

    /// One client for each of these candidates' machines.
    BareClients(Stage stage, List<CandidateList.Ticket> tickets) {
        this(tickets.stream().map(ticket -> stage.machine(ticket.seat())).toList());
    }

    /// One client for each of these machines.
    BareClients(List<Machine> machines) {
        for (var machine : machines) {
            var forRequests = new HttpClientOptions().setTcpNoDelay(true);
            machine.applyTo(forRequests.setVerifyHost(true));
            var forSockets =
                    new NetClientOptions()
                            .setTcpNoDelay(true)
                            .setHostnameVerificationAlgorithm("HTTPS");
            machine.applyTo(forSockets);
            if (OpenSSLEngineOptions.isAvailable()) {
                forRequests.setSslEngineOptions(new OpenSSLEngineOptions());
                forSockets.setSslEngineOptions(new OpenSSLEngineOptions());
            }
            requests.add(vertx.createHttpClient(forRequests, new PoolOptions().setHttp1MaxSize(1)));
            sockets.add(vertx.createNetClient(forSockets));
        }
    }

    /// Lets every client fetch a path once, all at the same time.
    ///
    /// @param size what each must get
    /// @return the bytes that came a second, all clients together
    double bytesPerSecond(int port, String path, long size) {
        long begun = System.nanoTime();
        var fetched = requests.stream().map(client -> fetch(client, port, path)).toList();
        await(Future.all(fetched));
        double seconds = (System.nanoTime() - begun) / 1e9;
        for (var one : fetched) {
            if (one.result() != size) {
                throw new IllegalStateException(
                        "%d bytes came for %s, not %d".formatted(one.result(), path, size));
            }
        }
        return fetched.size() * (double) size / seconds;
    }

    private static Future<Long> fetch(HttpClient client, int port, String path) {
        return client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(BareClients::counted);
    }

    /// Who counts stands there before the request leaves: a piece that comes to nobody is dropped.
    private static Future<Long> counted(HttpClientRequest request) {
        var counted = request.response().compose(BareClients::count);
        var _ = request.send();
        return counted;
    }

    private static Future<Long> count(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Future.failedFuture("the server answered " + response.statusCode());
        }
        var counted = new long[1];
        response.handler(piece -> counted[0] += piece.length());
        return response.end().map(_ -> counted[0]);
    }

    /// Shakes hands so many times, each on a connection of its own that is closed once the server
    /// has said its byte.
    ///
    /// @return how long that took in all, in milliseconds
    double handshakes(int port, int count) {
        var free = new Semaphore(AT_ONCE);
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            take(free, 1);
            sockets.get(i % sockets.size())
                    .connect(port, "127.0.0.1")
                    .onSuccess(socket -> greeted(socket, free))
                    .onFailure(
                            failed -> {
                                throw new IllegalStateException("no handshake", failed);
                            });
        }
        take(free, AT_ONCE);
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void greeted(NetSocket socket, Semaphore free) {
        socket.handler(
                _ -> {
                    free.release();
                    var _ = socket.close();
                });
    }

    private static void take(Semaphore free, int permits) {
        try {
            if (!free.tryAcquire(permits, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "no handshake for %d s".formatted(PATIENCE_SECONDS));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private static void await(Future<?> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}

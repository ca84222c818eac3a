package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;

import org.gongyuan.protocol.message.Frames;

import java.util.Optional;

/// The clients of one enrolled machine, or of none. They keep the machine's TLS context, which is
/// dear to make, for every connection it will ever open. Each is made when it is first wanted.
final class Clients {

    private static final int MOST_SEATS = 100_000;
    private static final int LARGEST_FRAME = Frames.LARGEST + 64;

    private final Vertx vertx;
    private final Optional<Machine> machine;
    private WebSocketClient sockets;
    private HttpClient requests;

    Clients(Vertx vertx, Optional<Machine> machine) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.machine = requireNonNull(machine, "machine");
    }

    synchronized WebSocketClient sockets() {
        if (sockets == null) {
            var options =
                    new WebSocketClientOptions()
                            .setMaxConnections(MOST_SEATS)
                            .setMaxFrameSize(LARGEST_FRAME)
                            .setMaxMessageSize(LARGEST_FRAME)
                            .setTcpNoDelay(true);
            machine.ifPresent(known -> known.applyTo(options.setVerifyHost(true)));
            if (OpenSSLEngineOptions.isAvailable()) {
                options.setSslEngineOptions(new OpenSSLEngineOptions());
            }
            sockets = vertx.createWebSocketClient(options);
        }
        return sockets;
    }

    synchronized HttpClient requests() {
        if (requests == null) {
            var options = new HttpClientOptions().setTcpNoDelay(true);
            machine.ifPresent(known -> known.applyTo(options.setVerifyHost(true)));
            if (OpenSSLEngineOptions.isAvailable()) {
                options.setSslEngineOptions(new OpenSSLEngineOptions());
            }
            requests =
                    vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MOST_SEATS));
        }
        return requests;
    }

    synchronized Future<Void> close() {
        var closing = sockets == null ? Future.<Void>succeededFuture() : sockets.close();
        var held = requests;
        return held == null ? closing : closing.compose(_ -> held.close());
    }
}

package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.account.SignIns;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells a person what waits for him, whenever it changes, as server-sent events
/// (`staff-contract.md` section 6). Every event is the whole list and is named by its digest, so
/// whoever comes back with the name of the last one misses nothing and hears nothing twice. Ends
/// with the sign-in; watching does not keep a sign-in alive.
final class WaitingStream {

    private static final long EVERY_MILLIS = 1_000;
    private static final int MOST = 1_000;
    private static final int SILENT_TURNS = 15;

    private final Vertx vertx;
    private final Executor workers;
    private final SignIns signIns;
    private final ActOperations acts;
    private final AtomicInteger open = new AtomicInteger();

    WaitingStream(Vertx vertx, Executor workers, SignIns signIns, ActOperations acts) {
        this.vertx = requireNonNull(vertx, "vertx");
        this.workers = requireNonNull(workers, "workers");
        this.signIns = requireNonNull(signIns, "signIns");
        this.acts = requireNonNull(acts, "acts");
    }

    /// Begins to tell; false when too many are told already.
    boolean begin(HttpServerResponse response, String token, Optional<String> lastHeard) {
        if (open.incrementAndGet() > MOST) {
            open.decrementAndGet();
            return false;
        }
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("X-Accel-Buffering", "no");
        var one = new One(response, token, lastHeard.orElse(""));
        var context = vertx.getOrCreateContext();
        long timer =
                vertx.setPeriodic(1, EVERY_MILLIS, _ -> workers.execute(() -> one.look(context)));
        response.endHandler(_ -> vertx.cancelTimer(timer));
        response.closeHandler(
                _ -> {
                    vertx.cancelTimer(timer);
                    open.decrementAndGet();
                });
        return true;
    }

    /// One person's stream.
    private final class One {

        private final HttpServerResponse response;
        private final String token;
        private String told;
        private int silent;

        private One(HttpServerResponse response, String token, String told) {
            this.response = response;
            this.token = token;
            this.told = told;
        }

        private synchronized void look(Context context) {
            var who = signIns.still(token);
            if (who.isEmpty()) {
                context.runOnContext(
                        _ -> {
                            if (!response.ended() && !response.closed()) {
                                var _ = response.end("event: signed-out\ndata: {}\n\n");
                            }
                        });
                return;
            }
            var list = acts.waiting(who.get());
            var name = name(list);
            if (!name.equals(told)) {
                told = name;
                silent = 0;
                send(
                        context,
                        "id: %s\nevent: waiting\ndata: %s\n\n".formatted(name, list.encode()));
            } else if (++silent >= SILENT_TURNS) {
                silent = 0;
                send(context, ": still here\n\n");
            }
        }

        private void send(Context context, String text) {
            context.runOnContext(
                    _ -> {
                        if (!response.ended() && !response.closed()) {
                            var _ = response.write(text);
                        }
                    });
        }
    }

    private static String name(JsonObject list) {
        Digest digest = Suite.INTL_1.digest(list.encode().getBytes(StandardCharsets.UTF_8));
        return digest.hex().substring(0, 32);
    }
}

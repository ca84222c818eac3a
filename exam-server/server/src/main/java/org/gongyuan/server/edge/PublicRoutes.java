package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.gongyuan.server.result.PublicReceipts;
import org.gongyuan.server.result.PublicResults;

import java.util.Optional;

/// What anybody may ask: `GET /public/results` and `POST /public/receipts` (`publication.md`).
/// Every
/// answer has status 200 and the same headers.
public final class PublicRoutes {

    private static final int LARGEST_RECEIPT = 16 << 10;

    private final PublicResults results;
    private final PublicReceipts receipts;

    /// Routes to these answers.
    public PublicRoutes(PublicResults results, PublicReceipts receipts) {
        this.results = requireNonNull(results, "results");
        this.receipts = requireNonNull(receipts, "receipts");
    }

    /// Mounts the routes.
    public void mount(Router router) {
        router.get("/public/results").handler(this::results);
        router.post("/public/receipts")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_RECEIPT))
                .handler(this::receipts);
    }

    private void results(RoutingContext request) {
        answer(
                request,
                results.answer(
                        Optional.ofNullable(request.request().getParam("ticket")),
                        Optional.ofNullable(request.request().getParam("secret"))));
    }

    private void receipts(RoutingContext request) {
        answer(request, receipts.answer(Optional.ofNullable(request.body().asString()).orElse("")));
    }

    private static void answer(RoutingContext request, byte[] json) {
        var _ =
                request.response()
                        .putHeader("Content-Type", "application/json; charset=utf-8")
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .end(Buffer.buffer(json));
    }
}

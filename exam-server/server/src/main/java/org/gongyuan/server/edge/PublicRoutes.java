package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.gongyuan.server.result.PublicAnswers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What anybody may ask: `POST /public/results` and `POST /public/receipts` (`publication.md`
/// sections 2 and 3). Every answer has status 200 and the same headers; who asks too often is told
/// so with 429, whatever he asks for, and a body that is too large with 413.
public final class PublicRoutes {

    private static final int LARGEST_QUERY = 4 << 10;
    private static final int LARGEST_RECEIPT = 16 << 10;
    private static final int TOO_MANY = 429;
    private static final int TOO_LARGE = 413;

    /// How often one ticket number may be asked for, by whomever: so that a short secret cannot be
    /// tried out from many addresses.
    private static final int PER_TICKET = 30;

    private static final Duration PER_TICKET_OVER = Duration.ofHours(1);
    private static final Duration PER_ADDRESS_OVER = Duration.ofMinutes(1);

    private final PublicAnswers answers;
    private final AskLimit byAddress;
    private final AskLimit byTicket;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();

    /// Routes to these answers.
    ///
    /// @param perMinute how often one address may ask in a minute
    public PublicRoutes(PublicAnswers answers, InstantSource clock, int perMinute) {
        this.answers = requireNonNull(answers, "answers");
        byAddress = new AskLimit(clock, perMinute, PER_ADDRESS_OVER);
        byTicket = new AskLimit(clock, PER_TICKET, PER_TICKET_OVER);
    }

    /// Mounts the routes.
    public void mount(Router router) {
        router.route("/public/*").handler(this::admit);
        router.errorHandler(
                TOO_LARGE, request -> request.response().setStatusCode(TOO_LARGE).end());
        router.post("/public/results")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_QUERY))
                .handler(this::results);
        router.post("/public/receipts")
                .handler(BodyHandler.create(false).setBodyLimit(LARGEST_RECEIPT))
                .handler(this::receipts);
    }

    /// How often something was asked that was within the limits.
    public long asked() {
        return asked.get();
    }

    /// How often somebody was told that he asks too often.
    public long limited() {
        return limited.get();
    }

    private void admit(RoutingContext request) {
        if (isWithin(request, byAddress, AskAddress.of(request.request().remoteAddress()))) {
            request.next();
        }
    }

    private void results(RoutingContext request) {
        var query = query(request);
        var ticket = field(query, "ticket");
        if (isWithin(request, byTicket, ticket.orElse(""))) {
            answer(
                    request,
                    answers.results(field(query, "sitting"), ticket, field(query, "secret")));
        }
    }

    private void receipts(RoutingContext request) {
        answer(request, answers.receipt(Optional.ofNullable(request.body().asString()).orElse("")));
    }

    private boolean isWithin(RoutingContext request, AskLimit limit, String who) {
        var wait = limit.ask(who);
        if (wait.isZero()) {
            return true;
        }
        limited.incrementAndGet();
        var _ =
                request.response()
                        .setStatusCode(TOO_MANY)
                        .putHeader("Retry-After", Long.toString(wait.toSeconds() + 1))
                        .end();
        return false;
    }

    /// What is no JSON object asks for nothing that is known.
    private static JsonObject query(RoutingContext request) {
        try {
            var body = request.body().buffer();
            return body == null ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException | ClassCastException _) {
            return new JsonObject();
        }
    }

    private static Optional<String> field(JsonObject query, String name) {
        return query.getValue(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private void answer(RoutingContext request, byte[] json) {
        asked.incrementAndGet();
        var _ =
                request.response()
                        .putHeader("Content-Type", "application/json; charset=utf-8")
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("X-Content-Type-Options", "nosniff")
                        .end(Buffer.buffer(json));
    }
}

package org.gongyuan.server.contract;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.openapi.contract.Operation;

import org.gongyuan.server.account.SignIns;
import org.gongyuan.server.account.SignedIn;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.edge.AskAddress;
import org.gongyuan.server.edge.AskLimit;
import org.gongyuan.server.edge.ConsolePages;
import org.gongyuan.server.edge.SilentConnections;
import org.gongyuan.server.sentence.Sentence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The staff port (`staff-contract.md`): TLS alone, one origin, a cookie no script sees, and
/// nothing asked that the contract does not name. It is a port of its own: management and
/// candidates have theirs.
public final class StaffPort extends VerticleBase {

    /// The cookie that holds a sign-in.
    static final String COOKIE = "__Host-gongyuan-staff";

    /// The cookie that holds a way to the identity provider.
    static final String FLOW = "__Host-gongyuan-provider";

    /// Where an identity provider sends browsers back to: a page of the console.
    public static final String BACK = "/sign-in/provider";

    /// What every request that changes something must carry, so that no form of another page can
    /// make it.
    static final String HEADER = "Gongyuan-Staff";

    private static final Logger LOG = LoggerFactory.getLogger(StaffPort.class);
    private static final int LARGEST_BODY = 16 << 10;
    private static final int LARGEST_HEADERS = 8 << 10;
    private static final int LONGEST_LINE = 2 << 10;
    private static final int LONGEST_SILENCE_SECONDS = 30;

    /// So many connections of one address may have said nothing yet.
    static final int MOST_SILENT = 64;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String WHO = "readMe";
    private static final String WAYS = "readWaysIn";
    private static final Optional<SignedIn> NOBODY = Optional.empty();

    private final HttpServerOptions options;
    private final Limits limits;
    private final String origin;
    private final SignIns signIns;
    private final StaffDesk desk;
    private final ActOperations acts;
    private final Uploads uploads;
    private final InstantSource clock;
    private final AskLimit perAddress;
    private final AskLimit perAddressUnknown;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<HttpConnection, Long> silent = new ConcurrentHashMap<>();
    private final SilentConnections silentOfOne = new SilentConnections(MOST_SILENT);
    private StaffContract contract;
    private WaitingStream stream;
    private HttpServer server;

    /// How much one address may ask, and how slowly.
    ///
    /// @param perMinute requests of one address in a minute
    /// @param unknownPerMinute of them, those of strangers
    /// @param whole within which a request must have come whole
    /// @param upload the same for a file that was announced
    /// @param form the same for a sealed form
    public record Limits(
            int perMinute, int unknownPerMinute, Duration whole, Duration upload, Duration form) {

        public Limits {
            requireNonNull(whole, "whole");
            requireNonNull(upload, "upload");
            requireNonNull(form, "form");
        }
    }

    StaffPort(
            HttpServerOptions options,
            Limits limits,
            String origin,
            SignIns signIns,
            StaffDesk desk,
            ActOperations acts,
            Uploads uploads,
            InstantSource clock) {
        this.options =
                requireNonNull(options, "options")
                        .setIdleTimeout(LONGEST_SILENCE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS)
                        .setMaxHeaderSize(LARGEST_HEADERS)
                        .setMaxInitialLineLength(LONGEST_LINE);
        this.limits = requireNonNull(limits, "limits");
        this.origin = requireNonNull(origin, "origin");
        this.signIns = requireNonNull(signIns, "signIns");
        this.desk = requireNonNull(desk, "desk");
        this.acts = requireNonNull(acts, "acts");
        this.uploads = requireNonNull(uploads, "uploads");
        this.clock = requireNonNull(clock, "clock");
        perAddress = new AskLimit(clock, limits.perMinute(), MINUTE);
        perAddressUnknown = new AskLimit(clock, limits.unknownPerMinute(), MINUTE);
    }

    @Override
    public Future<?> start() {
        stream = new WaitingStream(vertx, workers, signIns, acts);
        return StaffContract.load(vertx)
                .compose(
                        loaded -> {
                            contract = loaded;
                            server =
                                    vertx.createHttpServer(options)
                                            .connectionHandler(this::connected)
                                            .requestHandler(router());
                            return server.listen();
                        });
    }

    @Override
    public Future<?> stop() {
        workers.close();
        return server == null ? Future.succeededFuture() : server.close();
    }

    /// The port it listens on.
    public int port() {
        return server.actualPort();
    }

    private Router router() {
        var router = Router.router(vertx);
        router.route().handler(this::receive);
        for (var operation : contract.operations()) {
            uploads.of(operation.getOperationId())
                    .ifPresent(
                            kind ->
                                    router.route(operation.getHttpMethod(), path(operation))
                                            .handler(request -> upload(request, operation, kind)));
        }
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.route().handler(this::received);
        ConsolePages.built().ifPresent(pages -> pages.mount(router, ConsolePages.STAFF, BACK));
        var missing = new HashSet<String>();
        for (var operation : contract.operations()) {
            boolean isStream = operation.getOperationId().equals("streamWaiting");
            if (!isStream && !desk.known().contains(operation.getOperationId())) {
                missing.add(operation.getOperationId());
            }
            router.route(operation.getHttpMethod(), path(operation))
                    .handler(request -> asked(request, operation, isStream));
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the contract names what nobody does: " + missing);
        }
        router.route().handler(request -> send(request, StaffAnswer.notFound()));
        router.errorHandler(
                413, request -> refuse(request, 413, "too-large", Sentence.TOO_LARGE.of()));
        router.errorHandler(404, request -> send(request, StaffAnswer.notFound()));
        router.errorHandler(405, request -> send(request, StaffAnswer.notFound()));
        router.errorHandler(
                400,
                request ->
                        refuse(
                                request,
                                400,
                                "not-as-contracted",
                                Sentence.UNREADABLE_REQUEST.of()));
        router.errorHandler(
                500,
                request -> {
                    LOG.warn("a request of staff failed", request.failure());
                    refuse(request, 500, "failed", Sentence.FAILED.of());
                });
        return router;
    }

    private static String path(Operation operation) {
        return operation.getAbsoluteOpenAPIPath().replace("{", ":").replace("}", "");
    }

    /// A body that is not held in memory: who may not bring it is refused before it is read, and it
    /// is asked about as any request is once it has come.
    private void upload(RoutingContext request, Operation operation, Uploads.Kind kind) {
        request.request().pause();
        received(request, false);
        if (isForeign(request)) {
            endUpload(
                    request, StaffAnswer.refused(403, "foreign-page", Sentence.FOREIGN_PAGE.of()));
            return;
        }
        long longest =
                vertx.setTimer(
                        kind.longest().toMillis(),
                        _ -> {
                            var _ = request.request().connection().close();
                        });
        request.addEndHandler(_ -> vertx.cancelTimer(longest));
        var permission = StaffContract.permission(operation);
        var given = Map.copyOf(request.pathParams());
        work(() -> token(request).flatMap(signIns::of))
                .compose(
                        who -> {
                            var wait = who.isEmpty() ? strangersWait(request) : Duration.ZERO;
                            if (!wait.isZero()) {
                                return Future.succeededFuture(tooOften(request, wait));
                            }
                            var misfit = who.flatMap(_ -> misfit(request, operation));
                            if (misfit.isPresent()) {
                                return work(() -> refused(operation, who.get(), misfit.get()));
                            }
                            return who.filter(one -> desk.mayAsk(one, permission)).isPresent()
                                    ? brought(request, operation, kind, given, who.get())
                                    : work(() -> judged(operation, given, who));
                        })
                .compose(answer -> contract.holds(operation, answer).map(_ -> answer))
                .onSuccess(answer -> endUpload(request, answer))
                .onFailure(request::fail);
    }

    /// The refusal of an upload whose address does not fit, if it does not.
    private Optional<StaffAnswer> misfit(RoutingContext request, Operation operation) {
        return contract.misfit(operation, request.request())
                .map(sentence -> StaffAnswer.refused(400, "not-as-contracted", sentence));
    }

    private Future<StaffAnswer> brought(
            RoutingContext request,
            Operation operation,
            Uploads.Kind kind,
            Map<String, String> given,
            SignedIn who) {
        return work(() -> kind.begin(who, given))
                .compose(
                        place ->
                                uploads.receive(vertx, request.request(), kind, place)
                                        .compose(
                                                _ ->
                                                        work(
                                                                () ->
                                                                        judged(
                                                                                operation,
                                                                                with(given, place),
                                                                                Optional.of(who))))
                                        .onComplete(
                                                came -> {
                                                    if (came.failed()
                                                            || came.result().isRefused()) {
                                                        place.away().run();
                                                    }
                                                }))
                .recover(
                        failed ->
                                failed instanceof Uploads.NotTaken notTaken
                                        ? work(() -> refused(operation, who, notTaken.answer()))
                                        : Future.failedFuture(failed));
    }

    private static Map<String, String> with(Map<String, String> given, Uploads.Place place) {
        var all = new HashMap<>(given);
        all.put(Uploads.FILE, place.file().toString());
        return all;
    }

    private StaffAnswer judged(
            Operation operation, Map<String, String> given, Optional<SignedIn> who) {
        return desk.answer(
                new StaffCall(
                        operation.getOperationId(), given, new JsonObject(), who, Optional.empty()),
                StaffContract.permission(operation),
                StaffContract.audit(operation));
    }

    private StaffAnswer refused(Operation operation, SignedIn who, StaffAnswer answer) {
        desk.refused(who.person(), operation.getOperationId(), answer.outcome());
        return answer;
    }

    /// What was not read of a body is not waited for: the connection ends with the answer.
    private void endUpload(RoutingContext request, StaffAnswer answer) {
        if (answer.isRefused()) {
            request.response().putHeader("Connection", "close");
        }
        send(request, answer);
    }

    /// Who connects must send the head of a request in time.
    private void connected(HttpConnection connection) {
        if (!silentOfOne.opened(AskAddress.of(connection.remoteAddress()))) {
            var _ = connection.close();
            return;
        }
        long timer =
                vertx.setTimer(
                        limits.whole().toMillis(),
                        _ -> {
                            if (heard(connection)) {
                                var _ = connection.close();
                            }
                        });
        silent.put(connection, timer);
        connection.closeHandler(_ -> heard(connection));
    }

    private boolean heard(HttpConnection connection) {
        var timer = silent.remove(connection);
        if (timer == null) {
            return false;
        }
        vertx.cancelTimer(timer);
        silentOfOne.over(AskAddress.of(connection.remoteAddress()));
        return true;
    }

    private void receive(RoutingContext request) {
        var _ = heard(request.request().connection());
        long timer =
                vertx.setTimer(
                        limits.whole().toMillis(),
                        _ -> {
                            // One that was refused as too large came whole all the same; its
                            // connection may serve the next by now.
                            if (!request.request().isEnded()) {
                                var _ = request.request().connection().close();
                            }
                        });
        request.put("timer", timer);
        headers(request);
        var wait = perAddress.ask(AskAddress.of(request.request().remoteAddress()));
        if (!wait.isZero()) {
            vertx.cancelTimer(timer);
            send(request, tooOften(request, wait));
            return;
        }
        request.next();
    }

    private void received(RoutingContext request) {
        received(request, true);
    }

    private void received(RoutingContext request, boolean goesOn) {
        Long timer = request.get("timer");
        vertx.cancelTimer(timer);
        if (goesOn) {
            request.next();
        }
    }

    private void headers(RoutingContext request) {
        request.response()
                .putHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)))
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; frame-ancestors 'none'; base-uri 'none';"
                                + " form-action 'none'")
                .putHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Embedder-Policy", "require-corp")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader(
                        "Permissions-Policy",
                        "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    }

    private void asked(RoutingContext request, Operation operation, boolean isStream) {
        if (isForeign(request)) {
            refuse(request, 403, "foreign-page", Sentence.FOREIGN_PAGE.of());
            return;
        }
        var token = token(request);
        var permission = StaffContract.permission(operation);
        if (operation.getOperationId().equals(WHO) && request.request().getCookie(COOKIE) == null) {
            // A page asks this before it shows how to sign in. Nobody is refused, so nothing is
            // entered; a sign-in that does not count, or is none, is another matter.
            refuse(request, 401, "not-signed-in", Sentence.NOT_SIGNED_IN.of());
            return;
        }
        boolean isCounted = !operation.getOperationId().equals(WAYS);
        var body = request.body().buffer() == null ? Buffer.buffer() : request.body().buffer();
        work(() -> permission.equals(StaffContract.ANYONE) ? NOBODY : token.flatMap(signIns::of))
                .compose(
                        who -> {
                            var wait =
                                    who.isEmpty() && isCounted
                                            ? strangersWait(request)
                                            : Duration.ZERO;
                            return wait.isZero()
                                    ? answered(request, operation, body, who, isStream, token)
                                    : turnedAway(request, wait);
                        })
                .onFailure(request::fail);
    }

    private Future<Void> turnedAway(RoutingContext request, Duration wait) {
        send(request, tooOften(request, wait));
        return Future.succeededFuture();
    }

    /// How long somebody without a sign-in that counts must wait: one who shows another's, an old
    /// or an invented one is a stranger too.
    private Duration strangersWait(RoutingContext request) {
        return perAddressUnknown.ask(AskAddress.of(request.request().remoteAddress()));
    }

    private Future<Void> answered(
            RoutingContext request,
            Operation operation,
            Buffer body,
            Optional<SignedIn> who,
            boolean isStream,
            Optional<String> token) {
        if (isStream && who.isPresent()) {
            if (!stream.begin(
                    request.response(),
                    token.orElseThrow(),
                    Optional.ofNullable(request.request().getHeader("Last-Event-ID")))) {
                refuse(request, 503, "too-many", Sentence.TOLD_TOO_MANY.of());
            }
            return Future.succeededFuture();
        }
        var permission = StaffContract.permission(operation);
        return contract.call(request.request(), operation, body, who, flow(request))
                .transform(
                        read ->
                                work(
                                        () -> {
                                            if (read.succeeded()) {
                                                return desk.answer(
                                                        read.result(),
                                                        permission,
                                                        StaffContract.audit(operation));
                                            }
                                            return misfit(request, operation, body, who);
                                        }))
                .compose(
                        answer ->
                                answer.file().isPresent()
                                        ? Future.succeededFuture(answer)
                                        : contract.holds(operation, answer).map(_ -> answer))
                .onSuccess(answer -> send(request, answer))
                .mapEmpty();
    }

    /// Who is not signed in learns nothing of the contract either.
    private StaffAnswer misfit(
            RoutingContext request, Operation operation, Buffer body, Optional<SignedIn> who) {
        boolean isStranger =
                !StaffContract.permission(operation).equals(StaffContract.ANYONE) && who.isEmpty();
        var answer =
                isStranger
                        ? StaffAnswer.refused(401, "not-signed-in", Sentence.NOT_SIGNED_IN.of())
                        : StaffAnswer.refused(
                                400,
                                "not-as-contracted",
                                contract.misfit(operation, request.request(), body));
        desk.refused(
                who.map(SignedIn::person).orElse(Audit.NOBODY),
                operation.getOperationId(),
                answer.outcome());
        return answer;
    }

    private <T> Future<T> work(Callable<T> task) {
        var done = new CompletableFuture<T>();
        workers.execute(
                () -> {
                    try {
                        done.complete(task.call());
                    } catch (Exception failed) {
                        done.completeExceptionally(failed);
                    }
                });
        return Future.fromCompletionStage(done, vertx.getOrCreateContext());
    }

    /// Whether a page of another origin asks. Browsers say so; who is no browser needs the header.
    private boolean isForeign(RoutingContext request) {
        var from = request.request().getHeader("Origin");
        var site = request.request().getHeader("Sec-Fetch-Site");
        boolean changes = !request.request().method().equals(HttpMethod.GET);
        return (from != null && !from.equals(origin))
                || (site != null && !site.equals("same-origin") && !site.equals("none"))
                || (changes && !"1".equals(request.request().getHeader(HEADER)));
    }

    private static Optional<String> token(RoutingContext request) {
        return Optional.ofNullable(request.request().getCookie(COOKIE))
                .map(Cookie::getValue)
                .filter(value -> value.matches("[A-Za-z0-9_-]{43}"));
    }

    private static Optional<String> flow(RoutingContext request) {
        return Optional.ofNullable(request.request().getCookie(FLOW))
                .map(Cookie::getValue)
                .filter(value -> value.matches("[A-Za-z0-9_-]{1,600}"));
    }

    private static Cookie strict(String name, String value) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(value.isEmpty() ? 0 : Long.MIN_VALUE);
    }

    private void send(RoutingContext request, StaffAnswer answer) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        answer.token().ifPresent(token -> response.addCookie(strict(COOKIE, token)));
        answer.flow().ifPresent(flow -> response.addCookie(strict(FLOW, flow)));
        response.setStatusCode(answer.status());
        if (answer.file().isPresent()) {
            answer.file().get().send(response, workers);
        } else if (answer.body().isPresent()) {
            response.putHeader("Content-Type", StaffContract.contentType(answer))
                    .end(answer.body().get().toBuffer());
        } else {
            response.end();
        }
    }

    private void refuse(RoutingContext request, int status, String word, String sentence) {
        send(request, StaffAnswer.refused(status, word, sentence));
    }

    private static StaffAnswer tooOften(RoutingContext request, Duration wait) {
        long seconds = wait.toSeconds() + 1;
        request.response().putHeader("Retry-After", Long.toString(seconds));
        return StaffAnswer.refused(429, "too-often", Sentence.TOO_OFTEN.of(seconds));
    }
}

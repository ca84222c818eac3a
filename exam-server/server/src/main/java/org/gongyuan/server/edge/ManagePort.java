package org.gongyuan.server.edge;

import static io.vertx.core.Future.await;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.access.Orders;
import org.gongyuan.server.metrics.NodeFigures;
import org.gongyuan.server.node.Hall;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.StaffActs;
import org.gongyuan.server.release.HandingIn;
import org.gongyuan.server.sitting.SeatPosture;
import org.gongyuan.server.sitting.Tally;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The management port, on loopback unless configured otherwise: health, readiness, metrics, staff
/// orders, the release room, and counts. Deployed in a virtual-thread verticle, so handlers read
/// top to bottom.
public final class ManagePort extends VerticleBase {

    private static final long LARGEST_BODY = 64L << 20;

    private final HttpServerOptions options;
    private final Hall hall;
    private final Lane lane;
    private final Orders orders;
    private final StaffActs acts;
    private final NodeFigures figures;
    private final BooleanSupplier ready;
    private final Path inbox;
    private HttpServer server;

    /// A port over a hall.
    public ManagePort(
            HttpServerOptions options,
            Hall hall,
            Lane lane,
            Orders orders,
            StaffActs acts,
            NodeFigures figures,
            BooleanSupplier ready,
            Path inbox) {
        this.options = requireNonNull(options, "options");
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.orders = requireNonNull(orders, "orders");
        this.acts = requireNonNull(acts, "acts");
        this.figures = requireNonNull(figures, "figures");
        this.ready = requireNonNull(ready, "ready");
        this.inbox = requireNonNull(inbox, "inbox");
    }

    @Override
    public Future<?> start() {
        var router = Router.router(vertx);
        router.put("/inbox/:digest").handler(this::receive);
        router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
        router.get("/health").handler(this::health);
        router.get("/ready").handler(this::ready);
        router.get("/metrics").handler(this::metrics);
        router.get("/sittings/:sitting/status").handler(this::status);
        router.get("/sittings/:sitting/posture").handler(this::posture);
        router.post("/orders").handler(this::order);
        router.get("/release/node-key").handler(this::nodeKey);
        router.post("/release/shares").handler(this::share);
        server = vertx.createHttpServer(options).requestHandler(router);
        return server.listen();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /// The port it listens on.
    public int port() {
        return server.actualPort();
    }

    private void health(RoutingContext request) {
        boolean isWell = hall.isRecording();
        json(request, isWell ? 200 : 503, new JsonObject().put("recording", isWell));
    }

    private void ready(RoutingContext request) {
        boolean isReady = ready.getAsBoolean() && hall.isRecording();
        json(request, isReady ? 200 : 503, new JsonObject().put("ready", isReady));
    }

    private void metrics(RoutingContext request) {
        request.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(figures.text());
    }

    private void status(RoutingContext request) {
        var found = named(request.pathParam("sitting")).flatMap(hall::sitting);
        if (found.isEmpty()) {
            refuse(request, 404, "no such sitting is held here");
            return;
        }
        var sitting = found.get().sitting();
        var answer =
                awaited(
                        lane.ask(
                                () ->
                                        counts(sitting.tally())
                                                .put("sitting", sitting.id().text())
                                                .put("closed", sitting.isClosed())
                                                .put("released", sitting.isReleased())
                                                .put("entries", found.get().log().reader().size())
                                                .put("origin", sitting.origin())));
        json(request, 200, answer);
    }

    private void posture(RoutingContext request) {
        var found = named(request.pathParam("sitting")).flatMap(hall::sitting);
        if (found.isEmpty()) {
            refuse(request, 404, "no such sitting is held here");
            return;
        }
        var seats = awaited(lane.ask(() -> found.get().sitting().postures()));
        json(
                request,
                200,
                new JsonObject()
                        .put("sitting", found.get().sitting().id().text())
                        .put(
                                "seats",
                                new JsonArray(seats.stream().map(ManagePort::posture).toList())));
    }

    private static JsonObject posture(SeatPosture seat) {
        var findings = new JsonArray();
        for (var finding : seat.findings()) {
            var evidence =
                    seat.evidence().stream()
                            .filter(seen -> seen.kind() == finding.kind())
                            .map(SeatPosture.Seen::evidence)
                            .collect(Collectors.joining("; "));
            findings.add(
                    new JsonObject()
                            .put("finding", finding.kind().word())
                            .put("zh", finding.kind().chinese())
                            .put("en", finding.kind().english())
                            .put("judged", finding.judgement().word())
                            .put("overridden", finding.isOverridden())
                            .put("evidence", evidence));
        }
        return new JsonObject()
                .put("seat", seat.seat().text())
                .put("session", seat.session().map(Object::toString).orElse(""))
                .put("handRaised", seat.isHandRaised())
                .put("toldAt", seat.toldAt().map(Object::toString).orElse(""))
                .put(
                        "keptOut",
                        seat.findings().stream().anyMatch(ServerMessage.Judged.Finding::keepsOut))
                .put("findings", findings)
                .put("observed", observed(seat));
    }

    private static JsonArray observed(SeatPosture seat) {
        return new JsonArray(
                seat.observed().stream()
                        .map(
                                one ->
                                        new JsonObject()
                                                .put("signal", one.signal())
                                                .put("times", one.times())
                                                .put("last", one.last().toString()))
                        .toList());
    }

    private void order(RoutingContext request) {
        switch (orders.check(request.body().buffer().getBytes())) {
            case Orders.Checked.Refused(var because) -> refuse(request, 403, because);
            case Orders.Checked.Good(var order, var approver) -> {
                var result = acts.carryOut(order, approver);
                json(
                        request,
                        result.isDone() ? 200 : 409,
                        new JsonObject()
                                .put("done", result.done())
                                .put("because", result.because())
                                .put(
                                        "sessions",
                                        new JsonArray(result.sessions().stream().toList())));
            }
        }
    }

    private void nodeKey(RoutingContext request) {
        var asked = request.queryParam("sitting");
        var found =
                asked.isEmpty() && hall.sittings().size() == 1
                        ? Optional.of(hall.sittings().getFirst())
                        : asked.stream()
                                .findFirst()
                                .flatMap(ManagePort::named)
                                .flatMap(hall::sitting);
        if (found.isEmpty()) {
            refuse(request, 404, "say which sitting: ?sitting=ID");
        } else {
            request.response()
                    .putHeader("content-type", "text/plain; charset=utf-8")
                    .end(found.get().room().nodeKey().text() + "\n");
        }
    }

    private void share(RoutingContext request) {
        var bytes = request.body().buffer().getBytes();
        var room =
                acts.roomFor(bytes)
                        .or(() -> hall.sittings().stream().findFirst().map(Hall.Held::room));
        if (room.isEmpty()) {
            refuse(request, 404, "no sitting is held here");
            return;
        }
        var told = new CompletableFuture<HandingIn>();
        lane.execute(() -> room.get().handIn(bytes, told::complete));
        switch (awaited(told)) {
            case HandingIn.Received(var index, var have, var needed) ->
                    json(
                            request,
                            202,
                            new JsonObject()
                                    .put("share", index)
                                    .put("have", have)
                                    .put("needed", needed));
            case HandingIn.Released(var shares) ->
                    json(request, 200, new JsonObject().put("released", new JsonArray(shares)));
            case HandingIn.Refused(var reason, var because) ->
                    json(
                            request,
                            409,
                            new JsonObject().put("reason", reason).put("because", because));
        }
    }

    /// Takes a sealed form or roster into the inbox under a name that its order will carry: the
    /// digest the two who sign vouch for is checked when the sitting opens.
    private void receive(RoutingContext request) {
        var name = request.pathParam("digest");
        if (!name.matches("[0-9a-f]{64}")) {
            refuse(request, 400, "a file is named by 64 hexadecimal digits");
            return;
        }
        request.request().pause();
        var target = inbox.resolve(name).toString();
        var part = target + ".part";
        await(vertx.fileSystem().mkdirs(inbox.toString()));
        var file =
                await(
                        vertx.fileSystem()
                                .open(
                                        part,
                                        new OpenOptions()
                                                .setWrite(true)
                                                .setCreate(true)
                                                .setTruncateExisting(true)));
        await(request.request().pipeTo(file));
        await(vertx.fileSystem().move(part, target, new CopyOptions().setReplaceExisting(true)));
        json(request, 201, new JsonObject().put("received", name));
    }

    private static JsonObject counts(Tally tally) {
        return new JsonObject()
                .put("expected", tally.expected())
                .put("absent", tally.absent())
                .put("admitted", tally.admitted())
                .put("seated", tally.seated())
                .put("running", tally.running())
                .put("onHold", tally.onHold())
                .put("submitted", tally.submitted())
                .put("expired", tally.expired())
                .put("voided", tally.voided())
                .put("transferred", tally.transferred())
                .put("connected", tally.connected())
                .put("ready", tally.ready())
                .put("handsRaised", tally.handsRaised())
                .put("responses", tally.responses());
    }

    private static Optional<SittingId> named(String text) {
        try {
            return Optional.of(new SittingId(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static <T> T awaited(CompletableFuture<T> future) {
        return await(Future.fromCompletionStage(future));
    }

    private static void refuse(RoutingContext request, int status, String because) {
        json(request, status, new JsonObject().put("because", because));
    }

    private static void json(RoutingContext request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.encode());
    }
}

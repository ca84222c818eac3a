package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.seat.session.Node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells a node what was found about this machine before anybody has signed in, and hears how that
/// is judged (seat-protocol.md section 12.2). The nodes are tried in turn, beginning with the one
/// that answered last.
public final class DoorReport {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Clients clients;
    private final Context loop;
    private final SeatId seat;
    private final List<Node> nodes;
    private final String path;
    private int first;

    DoorReport(Clients clients, Context loop, SeatId seat, List<Node> nodes, String query) {
        this.clients = requireNonNull(clients, "clients");
        this.loop = requireNonNull(loop, "loop");
        this.seat = requireNonNull(seat, "seat");
        this.nodes = List.copyOf(nodes);
        this.path = "/seat/posture" + query;
    }

    /// Tells it; `then` is called on the seat's loop with what a node answered, or nothing.
    public void tell(PostureReport report, Consumer<Optional<ServerMessage.Judged>> then) {
        var body = Buffer.buffer(new SeatMessage.Posture(Octets.of(report.toBytes())).toBody());
        tell(body, 0, then);
    }

    private void tell(Buffer body, int tried, Consumer<Optional<ServerMessage.Judged>> then) {
        if (tried == nodes.size()) {
            loop.runOnContext(_ -> then.accept(Optional.empty()));
            return;
        }
        int number = (first + tried) % nodes.size();
        ask(nodes.get(number), body)
                .onComplete(
                        answer ->
                                loop.runOnContext(
                                        _ -> {
                                            if (answer.succeeded()) {
                                                first = number;
                                                then.accept(Optional.of(answer.result()));
                                            } else {
                                                tell(body, tried + 1, then);
                                            }
                                        }));
    }

    private Future<ServerMessage.Judged> ask(Node node, Buffer body) {
        var options = new RequestOptions();
        options.setMethod(HttpMethod.POST)
                .setHost(node.host())
                .setPort(node.port())
                .setURI(path)
                .setTimeout(PATIENCE.toMillis())
                .putHeader("Gongyuan-Seat", seat.text());
        return clients.requests()
                .request(options)
                .compose(
                        request ->
                                request.send(body)
                                        .compose(
                                                response ->
                                                        response.statusCode() == OK
                                                                ? response.body()
                                                                : Future.failedFuture(
                                                                        "the node answered "
                                                                                + response
                                                                                        .statusCode())))
                .compose(DoorReport::judged);
    }

    private static Future<ServerMessage.Judged> judged(Buffer answer) {
        return ServerMessage.read(answer.getBytes()) instanceof ServerMessage.Judged judged
                ? Future.succeededFuture(judged)
                : Future.failedFuture("a node answers a posture report with judged");
    }
}

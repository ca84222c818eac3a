package org.gongyuan.seat.link;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.gongyuan.seat.session.Link;
import org.gongyuan.seat.session.Node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The server's side of the HTTPS fallback (seat-protocol.md section 8) before any link. It can be
/// told to lose answers, so that seats ask again.
final class PretendExchange {

    private static final long WAIT_MS = 2_000;

    private final Vertx vertx;
    private final Context loop;
    private final Link server;
    private final Map<String, Open> connections = new HashMap<>();
    int requests;
    int loseEvery = Integer.MAX_VALUE;

    PretendExchange(Vertx vertx, Context loop, Link server) {
        this.vertx = vertx;
        this.loop = loop;
        this.server = server;
    }

    void take(HttpServerRequest request) {
        var id = request.getHeader("Gongyuan-Connection");
        long number = Long.parseLong(request.getHeader("Gongyuan-Request"));
        request.body()
                .onSuccess(
                        body ->
                                loop.runOnContext(
                                        _ ->
                                                connections
                                                        .computeIfAbsent(id, _ -> new Open())
                                                        .take(number, body, request)));
    }

    private final class Open implements Link.Listener {

        private final Link.Line line = server.connect(new Node("localhost", 1), this);
        private final List<byte[]> untold = new ArrayList<>();
        private final Map<Long, Buffer> answers = new HashMap<>();
        private final Map<Long, Runnable> early = new HashMap<>();
        private HttpServerRequest waiting;
        private long waitingNumber;
        private long taken;
        private boolean isGone;

        void take(long number, Buffer body, HttpServerRequest request) {
            requests++;
            if (answers.containsKey(number)) {
                request.response().end(answers.get(number));
            } else if (number == taken && waiting != null) {
                waiting = request;
            } else if (number != taken + 1) {
                early.put(number, () -> take(number, body, request));
            } else {
                takeNext(number, body, request);
            }
        }

        private void takeNext(long number, Buffer body, HttpServerRequest request) {
            taken = number;
            answer();
            waiting = request;
            waitingNumber = number;
            for (int at = 0; at < body.length(); ) {
                int length = body.getInt(at);
                line.send(body.getBytes(at + 4, at + 4 + length));
                at += 4 + length;
            }
            if (isGone || (!untold.isEmpty() && number > 1)) {
                answer();
            }
            vertx.setTimer(WAIT_MS, _ -> loop.runOnContext(_ -> answerIfStill(number)));
            var next = early.remove(number + 1);
            if (next != null) {
                next.run();
            }
        }

        private void answerIfStill(long number) {
            if (waitingNumber == number) {
                answer();
            }
        }

        private void answer() {
            if (waiting == null) {
                return;
            }
            var request = waiting;
            waiting = null;
            if (isGone) {
                request.response()
                        .setStatusCode(410)
                        .putHeader("Gongyuan-Close", "1006 gone")
                        .end();
                return;
            }
            var body = Buffer.buffer();
            untold.forEach(frame -> body.appendInt(frame.length).appendBytes(frame));
            untold.clear();
            answers.put(waitingNumber, body);
            if (requests % loseEvery == loseEvery - 1) {
                request.connection().close();
            } else {
                request.response().end(body);
            }
        }

        @Override
        public void opened() {}

        @Override
        public void received(byte[] frame) {
            untold.add(frame);
            answer();
        }

        @Override
        public void closed(int status, String reason) {
            isGone = true;
            answer();
        }
    }
}

package org.gongyuan.server.edge;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.gongyuan.protocol.message.Frames;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.admission.SeatConnection;
import org.gongyuan.server.admission.SeatWire;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.time.Timers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `POST /seat/exchange`: the seat protocol's frames over plain HTTPS, where WebSockets are refused
/// (`seat-protocol.md` section 8). Everything but reading the request happens in the lane.
public final class Exchanges {

    private static final Pattern CONNECTION = Pattern.compile("[0-9a-f]{32}");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    private static final int LARGEST_BODY = 4 * Frames.LARGEST;
    private static final int KEPT_ANSWERS = 2;

    private final Lane lane;
    private final Doors doors;
    private final Map<Key, Exchange> exchanges = new HashMap<>();

    /// The seat's certificate and the number it chose: nobody else's certificate can go on with it.
    private record Key(Optional<SeatId> certified, String connection) {}

    private record Request(long number, Buffer body, HttpServerResponse response) {}

    /// No exchange yet. All listeners of a node share it.
    public Exchanges(Lane lane, Doors doors) {
        this.lane = requireNonNull(lane, "lane");
        this.doors = requireNonNull(doors, "doors");
    }

    /// Takes one request.
    void request(HttpServerRequest request, Optional<SeatId> certified, Optional<SittingId> asked) {
        var connection = request.getHeader("Gongyuan-Connection");
        var number = number(request.getHeader("Gongyuan-Request"));
        var length = request.getHeader("Content-Length");
        if (connection == null
                || !CONNECTION.matcher(connection).matches()
                || number < 1
                || length == null
                || number(length) < 0
                || number(length) > LARGEST_BODY) {
            request.response().setStatusCode(400).end();
            return;
        }
        var key = new Key(certified, connection);
        request.body()
                .onSuccess(
                        body ->
                                lane.enter(
                                        () ->
                                                taken(
                                                        key,
                                                        asked,
                                                        new Request(
                                                                number,
                                                                body,
                                                                request.response()))));
    }

    private void taken(Key key, Optional<SittingId> asked, Request request) {
        var exchange = exchanges.get(key);
        if (exchange == null) {
            if (request.number != 1 || request.body.length() > 0) {
                gone(request.response, 1001, "unknown");
                return;
            }
            exchange = new Exchange(key);
            exchanges.put(key, exchange);
            exchange.connection = doors.connect(exchange, key.certified, asked);
        }
        exchange.take(request);
    }

    private static void gone(HttpServerResponse response, int status, String reason) {
        response.setStatusCode(410).putHeader("Gongyuan-Close", status + " " + reason).end();
    }

    private static long number(String text) {
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /// One connection made of requests.
    private final class Exchange implements SeatWire {

        private final Key key;
        private final List<byte[]> outgoing = new ArrayList<>();
        private final TreeMap<Long, Buffer> answers = new TreeMap<>();
        private final TreeMap<Long, Request> ahead = new TreeMap<>();
        private SeatConnection connection;
        private Request waiting;
        private Timers.Timer waitingEnds;
        private Timers.Timer silence;
        private long taken;
        private boolean telling;
        private int closedWith;
        private String closedBecause = "";

        private Exchange(Key key) {
            this.key = key;
        }

        private void take(Request request) {
            heard();
            if (answers.containsKey(request.number)) {
                request.response.end(answers.get(request.number));
            } else if (waiting != null && waiting.number == request.number) {
                waiting = request;
            } else if (request.number <= taken) {
                request.response.setStatusCode(400).end();
            } else {
                ahead.put(request.number, request);
                for (var next = ahead.remove(taken + 1);
                        next != null;
                        next = ahead.remove(taken + 1)) {
                    takeNext(next);
                }
                if (ahead.size() > 1) {
                    ahead.pollLastEntry().getValue().response.setStatusCode(400).end();
                }
            }
        }

        private void takeNext(Request request) {
            answerWaiting();
            taken = request.number;
            if (closedWith != 0 && outgoing.isEmpty()) {
                gone(request.response, closedWith, closedBecause);
                return;
            }
            waiting = request;
            waitingEnds = lane.after(LONGEST_WAIT, this::answerWaiting);
            feed(request.body);
            if (!outgoing.isEmpty() || closedWith != 0) {
                answerWaiting();
            }
        }

        private void feed(Buffer body) {
            int at = 0;
            while (at < body.length() && closedWith == 0) {
                if (body.length() - at < Integer.BYTES) {
                    connection.received(new byte[0]);
                    return;
                }
                int length = body.getInt(at);
                at += Integer.BYTES;
                if (length < 1 || length > body.length() - at) {
                    connection.received(new byte[0]);
                    return;
                }
                connection.received(body.getBytes(at, at + length));
                at += length;
            }
            connection.flush();
        }

        private void answerWaiting() {
            if (waiting == null) {
                return;
            }
            waitingEnds.cancel();
            var request = waiting;
            waiting = null;
            if (outgoing.isEmpty() && closedWith != 0) {
                gone(request.response, closedWith, closedBecause);
                return;
            }
            var answer = Buffer.buffer();
            for (var frame : outgoing) {
                answer.appendInt(frame.length).appendBytes(frame);
            }
            outgoing.clear();
            answers.put(request.number, answer);
            if (answers.size() > KEPT_ANSWERS) {
                answers.pollFirstEntry();
            }
            if (!request.response.closed()) {
                request.response.end(answer);
            }
        }

        private void heard() {
            if (silence != null) {
                silence.cancel();
            }
            silence =
                    lane.after(
                            LONGEST_SILENCE,
                            () -> {
                                exchanges.remove(key);
                                connection.gone();
                            });
        }

        @Override
        public void send(byte[] frame) {
            outgoing.add(frame);
            if (!telling) {
                telling = true;
                lane.execute(
                        () -> {
                            telling = false;
                            if (!outgoing.isEmpty()) {
                                answerWaiting();
                            }
                        });
            }
        }

        @Override
        public void close(int status, String reason) {
            closedWith = status;
            closedBecause = reason;
            lane.execute(this::answerWaiting);
        }
    }
}

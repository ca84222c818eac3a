package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

import org.gongyuan.protocol.message.Frames;
import org.gongyuan.seat.session.Link;
import org.gongyuan.seat.session.Node;
import org.gongyuan.seat.session.Ticker;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lines over plain HTTPS requests (seat-protocol.md section 8). One request waits at the server
/// for something to tell; what the seat has to say goes with the next one, which releases it.
final class ExchangeLink implements Link {

    private static final int OK = 200;
    private static final int GONE = 410;
    private static final int MOST_UNDER_WAY = 2;
    private static final int TRIES = 3;
    private static final Duration AGAIN_AFTER = Duration.ofMillis(300);
    private static final long ANSWER_WITHIN_MS = 40_000;
    private static final int LENGTH = 4;

    private final Clients clients;
    private final String path;
    private final Ticker ticker;
    private final SecureRandom random;

    ExchangeLink(Clients clients, String path, Ticker ticker, SecureRandom random) {
        this.clients = requireNonNull(clients, "clients");
        this.path = requireNonNull(path, "path");
        this.ticker = requireNonNull(ticker, "ticker");
        this.random = requireNonNull(random, "random");
    }

    @Override
    public Line connect(Node node, Listener listener) {
        var id = new byte[16];
        random.nextBytes(id);
        var line = new ExchangeLine(node, HexFormat.of().formatHex(id), listener);
        line.ask(Buffer.buffer());
        return line;
    }

    private final class ExchangeLine implements Line {

        private final Node node;
        private final String id;
        private final Listener listener;
        private final List<byte[]> unsent = new ArrayList<>();
        private final SortedMap<Long, Buffer> answers = new TreeMap<>();
        private long asked;
        private long handedOn;
        private int underWay;
        private boolean isFlushing;
        private boolean isOpen;
        private boolean isClosed;

        ExchangeLine(Node node, String id, Listener listener) {
            this.node = node;
            this.id = id;
            this.listener = listener;
        }

        @Override
        public void send(byte[] frame) {
            if (!isOpen || isClosed) {
                return;
            }
            unsent.add(frame);
            if (!isFlushing) {
                isFlushing = true;
                var _ =
                        ticker.after(
                                Duration.ZERO,
                                () -> {
                                    isFlushing = false;
                                    flush();
                                });
            }
        }

        private void flush() {
            if (isClosed || unsent.isEmpty() || underWay >= MOST_UNDER_WAY) {
                return;
            }
            var body = Buffer.buffer();
            for (var frame : unsent) {
                body.appendInt(frame.length).appendBytes(frame);
            }
            unsent.clear();
            ask(body);
        }

        void ask(Buffer body) {
            underWay++;
            asked++;
            ask(asked, body, 1);
        }

        private void ask(long number, Buffer body, int attempt) {
            var options = new RequestOptions();
            options.setMethod(HttpMethod.POST)
                    .setHost(node.host())
                    .setPort(node.port())
                    .setURI(path)
                    .setTimeout(ANSWER_WITHIN_MS)
                    .putHeader("Gongyuan-Connection", id)
                    .putHeader("Gongyuan-Request", Long.toString(number));
            clients.requests()
                    .request(options)
                    .compose(request -> request.send(body))
                    .compose(
                            response ->
                                    response.body()
                                            .map(
                                                    answer -> {
                                                        answered(
                                                                number,
                                                                response.statusCode(),
                                                                response.getHeader(
                                                                        "Gongyuan-Close"),
                                                                answer);
                                                        return answer;
                                                    }))
                    .onFailure(failed -> failed(number, body, attempt, failed));
        }

        private void failed(long number, Buffer body, int attempt, Throwable failed) {
            if (isClosed) {
                return;
            }
            if (!isOpen && SocketLink.isRefused(failed)) {
                isClosed = true;
                listener.absent("refused");
            } else if (attempt >= TRIES || !isOpen) {
                broken(ABNORMAL, failed.getClass().getSimpleName());
            } else {
                var _ = ticker.after(AGAIN_AFTER, () -> askAgain(number, body, attempt + 1));
            }
        }

        private void askAgain(long number, Buffer body, int attempt) {
            if (!isClosed) {
                ask(number, body, attempt);
            }
        }

        private void answered(long number, int status, String close, Buffer answer) {
            if (isClosed) {
                return;
            }
            if (status != OK) {
                broken(status == GONE ? closeStatus(close) : ABNORMAL, "answered " + status);
                return;
            }
            if (!isOpen) {
                isOpen = true;
                listener.opened();
            }
            underWay--;
            answers.put(number, answer);
            while (!isClosed && answers.containsKey(handedOn + 1)) {
                handedOn++;
                handOn(answers.remove(handedOn));
            }
            flush();
            if (!isClosed && underWay == 0) {
                ask(Buffer.buffer());
            }
        }

        private void handOn(Buffer frames) {
            int at = 0;
            while (!isClosed && at < frames.length()) {
                int length = at + LENGTH > frames.length() ? -1 : frames.getInt(at);
                if (length < 0
                        || length > Frames.LARGEST
                        || length > frames.length() - at - LENGTH) {
                    broken(4400, "not frames");
                    return;
                }
                listener.received(frames.getBytes(at + LENGTH, at + LENGTH + length));
                at += LENGTH + length;
            }
        }

        private void broken(int status, String reason) {
            if (!isClosed) {
                isClosed = true;
                listener.closed(status, reason);
            }
        }

        @Override
        public void close(int status, String reason) {
            isClosed = true;
        }
    }

    private static int closeStatus(String close) {
        if (close == null || !close.matches("[0-9]{4}( .*)?")) {
            return ABNORMAL;
        }
        return Integer.parseInt(close.substring(0, 4));
    }
}

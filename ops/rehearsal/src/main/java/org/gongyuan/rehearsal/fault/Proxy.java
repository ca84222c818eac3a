package org.gongyuan.rehearsal.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A bad network between seats and a node: a TCP proxy that delays, stalls, cuts in the middle of a
/// record, delivers late what a seat has long given up, and sends again what was sent before.
final class Proxy implements AutoCloseable {

    private static final int CHUNK = 8 << 10;
    private static final int REMEMBERED = 64 << 10;
    private static final Duration LATE = Duration.ofMillis(2_500);

    /// What the network is like.
    enum Weather {
        /// As it should be.
        FINE,
        /// Every piece is late by some milliseconds, and comes in pieces of a few bytes.
        SLOW,
        /// Nothing goes through, no connection is ended.
        STALLED,
        /// Every connection is ended at once.
        SHUT
    }

    private final ServerSocket door;
    private final int nodePort;
    private final RandomGenerator random;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final AtomicLong carried = new AtomicLong();
    private volatile Weather weather = Weather.FINE;
    private volatile byte[] remembered = new byte[0];

    /// A proxy to a node on loopback.
    Proxy(int nodePort, RandomGenerator random) {
        this.nodePort = nodePort;
        this.random = random;
        try {
            door = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException("the proxy cannot listen", failed);
        }
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    /// Where seats connect.
    int port() {
        return door.getLocalPort();
    }

    /// Bytes carried so far.
    long carried() {
        return carried.get();
    }

    /// The network is like this from now on.
    void weather(Weather now) {
        weather = now;
        if (now == Weather.SHUT) {
            drop();
        }
    }

    /// Ends all connections without a word.
    void drop() {
        lines.forEach(Line::end);
    }

    /// Ends all connections after a part of the next piece.
    void cutMidRecord() {
        lines.forEach(line -> line.isToBeCut = true);
    }

    /// Ends all connections towards the seats, but gives the node what was under way later, when
    /// the seats have long connected again.
    void deliverLate() {
        lines.forEach(line -> line.isLate = true);
    }

    /// Sends the node once more what a seat sent over a connection that has ended.
    void replay() {
        var bytes = remembered;
        if (bytes.length == 0) {
            return;
        }
        try (var socket = node()) {
            socket.setSoTimeout((int) Duration.ofSeconds(2).toMillis());
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            var answer = new byte[CHUNK];
            while (socket.getInputStream().read(answer) >= 0) {
                carried.addAndGet(1);
            }
        } catch (IOException _) {
            // Refused or silent: the node owes a replayed connection nothing.
            Thread.onSpinWait();
        }
    }

    private Socket node() throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), nodePort), 2_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var seat = door.accept();
                seat.setTcpNoDelay(true);
                if (weather == Weather.SHUT) {
                    end(seat);
                } else {
                    Thread.startVirtualThread(() -> carry(seat));
                }
            } catch (IOException _) {
                Thread.onSpinWait();
            }
        }
    }

    private void carry(Socket seat) {
        Socket node;
        try {
            node = node();
        } catch (IOException _) {
            end(seat);
            return;
        }
        var line = new Line(seat, node);
        lines.add(line);
        Thread.startVirtualThread(() -> line.pump(seat, node, true));
        line.pump(node, seat, false);
    }

    private static void end(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the proxy cannot be closed", failed);
        }
        drop();
    }

    /// One connection.
    private final class Line {

        private final Socket seat;
        private final Socket node;
        private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
        private volatile boolean isToBeCut;
        private volatile boolean isLate;

        Line(Socket seat, Socket node) {
            this.seat = seat;
            this.node = node;
        }

        void pump(Socket from, Socket to, boolean isFromSeat) {
            var chunk = new byte[CHUNK];
            try {
                while (true) {
                    int length = from.getInputStream().read(chunk);
                    if (length < 0) {
                        break;
                    }
                    while (weather == Weather.STALLED) {
                        Thread.sleep(20);
                    }
                    if (isFromSeat && isLate) {
                        giveLater(Arrays.copyOf(chunk, length));
                        return;
                    }
                    if (isToBeCut) {
                        to.getOutputStream().write(chunk, 0, Math.max(1, length / 2));
                        to.getOutputStream().flush();
                        break;
                    }
                    give(chunk, length, to, isFromSeat);
                }
            } catch (IOException _) {
                Thread.onSpinWait();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            end();
        }

        private void give(byte[] chunk, int length, Socket to, boolean isFromSeat)
                throws IOException, InterruptedException {
            int at = 0;
            while (at < length) {
                int part = length - at;
                if (weather == Weather.SLOW) {
                    part = Math.min(part, 1 + random.nextInt(900));
                    Thread.sleep(random.nextInt(25));
                }
                to.getOutputStream().write(chunk, at, part);
                at += part;
                carried.addAndGet(part);
            }
            to.getOutputStream().flush();
            if (isFromSeat && sent.size() < REMEMBERED) {
                sent.write(chunk, 0, length);
            }
        }

        private void giveLater(byte[] chunk) throws InterruptedException {
            Proxy.end(seat);
            Thread.sleep(LATE);
            try {
                node.getOutputStream().write(chunk);
                node.getOutputStream().flush();
                Thread.sleep(100);
            } catch (IOException _) {
                Thread.onSpinWait();
            }
            isLate = false;
            end();
        }

        void end() {
            lines.remove(this);
            if (sent.size() > 0) {
                remembered = sent.toByteArray();
            }
            Proxy.end(seat);
            if (!isLate) {
                Proxy.end(node);
            }
        }
    }
}

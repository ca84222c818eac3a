package org.gongyuan.rehearsal.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A piece of network between seats and node that can be cut and mended: a proxy on loopback that
/// passes bytes on as they come.
public final class Cuttable implements AutoCloseable {

    private final ServerSocket door;
    private final int to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean isCut;

    /// A line to a port of this machine.
    public Cuttable(int to) {
        this.to = to;
        try {
            door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException("no line can be laid", failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Where seats connect instead of the node.
    public int port() {
        return door.getLocalPort();
    }

    /// Cuts every connection; new ones are dropped until mended.
    public void cut() {
        isCut = true;
        open.forEach(Cuttable::drop);
    }

    /// Lets connections through again.
    public void mend() {
        isCut = false;
    }

    /// How many connections never came about.
    public int lost() {
        return lost.get();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var seat = door.accept();
                if (isCut) {
                    drop(seat);
                    continue;
                }
                var node = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(seat);
                open.add(node);
                Thread.ofVirtual().start(() -> pass(seat, node));
                Thread.ofVirtual().start(() -> pass(node, seat));
            } catch (IOException _) {
                lost.incrementAndGet();
            }
        }
    }

    private void pass(Socket from, Socket into) {
        try (InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException _) {
            drop(into);
        }
        drop(from);
        drop(into);
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException unclosed) {
            throw new UncheckedIOException("a socket cannot be closed", unclosed);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException unclosed) {
            throw new UncheckedIOException("the line cannot be taken up", unclosed);
        }
        cut();
    }
}

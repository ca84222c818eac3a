package org.gongyuan.rehearsal.stage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// A port for a program that is told its port before it starts. It lies below those the kernel
/// gives out by itself, and each process begins to look at another one: nobody takes it between its
/// choice and its use, however much goes on beside.
public final class FreePort {

    private static final int FIRST = 12_000;
    private static final int LAST = 31_999;

    /// How far apart processes of neighbouring numbers begin.
    private static final int APART = 131;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * APART % (LAST - FIRST + 1)));

    private FreePort() {}

    /// The next of this process that nobody listens at.
    public static int next() {
        for (int tried = FIRST; tried <= LAST; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), LAST - FIRST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "every port of %d to %d is taken: end what listens there".formatted(FIRST, LAST));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}

package org.gongyuan.server.edge;

import io.vertx.core.net.SocketAddress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// From where somebody asks, as limits count it: an address of IPv4, or the first half of one of
/// IPv6, which one customer holds whole. What a header says of another address counts for nothing.
public final class AskAddress {

    private static final int PREFIX_OF_IPV6 = 8;

    private AskAddress() {}

    /// Of the other end of a connection.
    public static String of(SocketAddress remote) {
        return of(remote.hostAddress());
    }

    /// Of an address as text; empty where there is none.
    static String of(String from) {
        if (from == null) {
            return "";
        }
        var bytes = InetAddress.ofLiteral(from).getAddress();
        return HexFormat.of()
                .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, PREFIX_OF_IPV6)));
    }
}

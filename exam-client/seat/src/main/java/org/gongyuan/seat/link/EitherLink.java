package org.gongyuan.seat.link;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.Link;
import org.gongyuan.seat.session.Node;

import java.util.HashMap;
import java.util.Map;

/// WebSockets, and plain HTTPS where something between seat and node refuses them or lets none
/// through (seat-protocol.md section 1.2).
final class EitherLink implements Link {

    /// After so many lines that never came to be, every second attempt is by HTTPS.
    private static final int PATIENCE = 3;

    private final SocketLink sockets;
    private final Link exchange;
    private final Map<Node, Integer> failures = new HashMap<>();

    EitherLink(SocketLink sockets, Link exchange) {
        this.sockets = requireNonNull(sockets, "sockets");
        this.exchange = requireNonNull(exchange, "exchange");
    }

    @Override
    public Line connect(Node node, Listener listener) {
        int failed = failures.merge(node, 1, Integer::sum) - 1;
        boolean isBlocked = failed >= PATIENCE && failed % 2 == 1;
        var link = isBlocked || sockets.isRejectedAt(node) ? exchange : sockets;
        return link.connect(
                node,
                new Listener() {
                    @Override
                    public void opened() {
                        listener.opened();
                    }

                    @Override
                    public void received(byte[] frame) {
                        var _ = failures.remove(node);
                        listener.received(frame);
                    }

                    @Override
                    public void closed(int status, String reason) {
                        listener.closed(status, reason);
                    }

                    @Override
                    public void absent(String reason) {
                        // A node that is down says nothing about what lies between.
                        failures.merge(node, -1, Integer::sum);
                        listener.absent(reason);
                    }
                });
    }
}

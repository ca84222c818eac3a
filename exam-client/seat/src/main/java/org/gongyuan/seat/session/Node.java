package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

/// The address of one server node.
public record Node(String host, int port) {

    public Node {
        requireNonNull(host, "host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("a node's host must not be blank");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "a node's port %d is outside 1..65535".formatted(port));
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}

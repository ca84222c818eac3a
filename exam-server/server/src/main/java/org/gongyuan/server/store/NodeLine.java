package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;

import java.time.Instant;

/// One node of the cluster as it last told of itself.
public record NodeLine(DocumentId node, Instant seenAt, Octets body) {

    public NodeLine {
        requireNonNull(node, "node");
        requireNonNull(seenAt, "seenAt");
        requireNonNull(body, "body");
    }
}

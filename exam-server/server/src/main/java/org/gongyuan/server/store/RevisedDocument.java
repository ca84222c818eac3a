package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;

/// A document that changes, and how often it has: the first revision is 1.
public record RevisedDocument(DocumentId id, long revision, Octets body) {

    public RevisedDocument {
        requireNonNull(id, "id");
        requireNonNull(body, "body");
        if (revision < 1) {
            throw new IllegalArgumentException("revisions start at 1: " + revision);
        }
    }

    /// The next revision with another body.
    public RevisedDocument next(Octets changed) {
        return new RevisedDocument(id, revision + 1, changed);
    }
}

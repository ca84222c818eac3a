package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;

/// A document that is written once and never changed.
///
/// @param group what it belongs to: a sitting, a form
public record KeptDocument(DocumentId id, DocumentId group, Octets body) {

    public KeptDocument {
        requireNonNull(id, "id");
        requireNonNull(group, "group");
        requireNonNull(body, "body");
    }
}

package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;

/// One candidate of one sitting as registration handed him over.
///
/// @param ticket the ticket number, unique in its sitting
public record RosterLine(SittingId sitting, DocumentId ticket, Octets body) {

    public RosterLine {
        requireNonNull(sitting, "sitting");
        requireNonNull(ticket, "ticket");
        requireNonNull(body, "body");
    }
}

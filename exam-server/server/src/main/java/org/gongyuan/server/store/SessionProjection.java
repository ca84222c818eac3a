package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;

/// What the record says of one session up to one of its entries.
///
/// @param upTo the ordinal, in the session's own chain, of the last entry folded in
public record SessionProjection(SessionId session, SittingId sitting, long upTo, Octets body) {

    public SessionProjection {
        requireNonNull(session, "session");
        requireNonNull(sitting, "sitting");
        requireNonNull(body, "body");
        if (upTo < 0) {
            throw new IllegalArgumentException("ordinals start at 0: " + upTo);
        }
    }
}

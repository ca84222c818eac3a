package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;

import java.util.Optional;

/// One entry of the record as the cluster keeps a copy of it.
///
/// @param log origin of the log it stands in
/// @param index its index there
/// @param place its place in its session's chain; none for entries of no session
/// @param attachment the private bytes beside the leaf; none if there are none
public record StoredEntry(
        String log, long index, Optional<Place> place, Octets leaf, Octets attachment) {

    public StoredEntry {
        requireNonNull(log, "log");
        requireNonNull(place, "place");
        requireNonNull(leaf, "leaf");
        requireNonNull(attachment, "attachment");
        if (index < 0) {
            throw new IllegalArgumentException("indexes start at 0: " + index);
        }
    }

    /// The `ordinal`-th entry of a session, of which the store keeps one only.
    public record Place(SessionId session, long ordinal) {

        public Place {
            requireNonNull(session, "session");
            if (ordinal < 0) {
                throw new IllegalArgumentException("ordinals start at 0: " + ordinal);
            }
        }
    }
}

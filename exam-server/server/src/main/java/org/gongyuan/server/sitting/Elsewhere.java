package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What other nodes have entered about sessions of a sitting.
@FunctionalInterface
public interface Elsewhere {

    /// There are no other nodes.
    Elsewhere NOWHERE = (_, then) -> then.accept(List.of());

    /// An entry that stands in some node's log, and what travels beside it.
    ///
    /// @param log the origin of that log
    /// @param index the entry's index there
    record Entered(SessionEntry entry, Octets attachment, String log, long index) {}

    /// Whether another node's log than that of `origin` holds a place in a session's chain.
    default void isTaken(SessionId session, long ordinal, String origin, Consumer<Boolean> then) {
        then.accept(false);
    }

    /// Keeps the wrapped response key of a session where the other nodes find it; of several the
    /// one that was kept at the latest instant stays.
    default void keepKey(SittingId sitting, SessionId session, Instant at, Octets wrapped) {}

    /// The wrapped response key of a session, if some node kept one.
    default void findKey(SessionId session, Consumer<Optional<Octets>> then) {
        then.accept(Optional.empty());
    }

    /// The sitting is closed: no wrapped response key of it is kept any more.
    default void forgetKeys(SittingId sitting) {}

    /// Finds all entries of a session, in the order of their ordinals.
    void find(SessionId session, Consumer<List<Entered>> then);
}

package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;

import java.util.List;
import java.util.function.Consumer;

/// What other nodes have entered about sessions of a sitting.
@FunctionalInterface
public interface Elsewhere {

    /// There are no other nodes.
    Elsewhere NOWHERE = (_, then) -> then.accept(List.of());

    /// An entry that stands in some node's log, and what travels beside it.
    record Entered(SessionEntry entry, Octets attachment) {}

    /// Finds all entries of a session, in the order of their ordinals.
    void find(SessionId session, Consumer<List<Entered>> then);
}

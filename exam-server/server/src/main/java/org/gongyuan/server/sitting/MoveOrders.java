package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.Act;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The orders to move sessions to other seats that stand now. They live in memory: an order that is
/// not carried out before a restart is given anew. Owned by the sitting, in the core's lane.
final class MoveOrders {

    private final Sessions sessions;
    private final InstantSource clock;
    private final Map<SessionId, MoveOrder> standing = new HashMap<>();

    MoveOrders(Sessions sessions, InstantSource clock) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.clock = requireNonNull(clock, "clock");
    }

    /// Allows a session to go on at another seat; a newer order replaces an older one.
    Act allow(SessionId id, MoveOrder order) {
        var session = sessions.of(id);
        if (session.isEmpty() || session.get().place().isEmpty()) {
            return new Act.NotNow(id, Sentence.SESSION_NOT_BEGUN.of());
        }
        var other = sessions.at(order.to());
        if (other.isPresent() && !other.equals(session)) {
            return new Act.NotNow(id, Sentence.SEAT_TAKEN.of(order.to()));
        }
        standing.put(id, order);
        return new Act.Done(id);
    }

    /// The order for a session, unless it has lapsed.
    Optional<MoveOrder> of(SessionId id) {
        var order = standing.get(id);
        if (order != null && clock.instant().isAfter(order.until())) {
            standing.remove(id);
            return Optional.empty();
        }
        return Optional.ofNullable(order);
    }

    /// The session has moved.
    void carriedOut(SessionId id) {
        standing.remove(id);
    }
}

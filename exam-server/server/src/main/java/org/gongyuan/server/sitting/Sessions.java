package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.session.Place;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionWatch;
import org.gongyuan.server.session.Surroundings;
import org.gongyuan.trust.suite.Digest;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sessions of one sitting that this node holds, found by name, by candidate and by the seat
/// that is taken. Owned by the sitting, in the core's lane.
final class Sessions {

    private final Surroundings around;
    private final SessionWatch watch;
    private final Map<SessionId, Session> byId = new LinkedHashMap<>();
    private final Map<Digest, Session> byCandidate = new HashMap<>();
    private final Map<SeatId, Session> bySeat = new HashMap<>();

    /// @param around what the sessions find around them
    /// @param watch who hears when something of theirs has changed
    Sessions(Surroundings around, SessionWatch watch) {
        this.around = requireNonNull(around, "around");
        this.watch = requireNonNull(watch, "watch");
    }

    /// A session that has no entry yet. It is held from [#take] on.
    Session fresh(SessionId id, Digest candidate) {
        return new Session(id, candidate, around, watch);
    }

    /// All of them, in the order in which they came.
    Collection<Session> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    Optional<Session> of(SessionId id) {
        return Optional.ofNullable(byId.get(id));
    }

    boolean holds(SessionId id) {
        return byId.containsKey(id);
    }

    Optional<Session> ofCandidate(Digest commitment) {
        return Optional.ofNullable(byCandidate.get(commitment));
    }

    /// Who sits at a seat.
    Optional<Session> at(SeatId seat) {
        return Optional.ofNullable(bySeat.get(seat));
    }

    /// Takes one in; it has its seat, if it is at one.
    void take(Session session) {
        byId.put(session.id(), session);
        byCandidate.put(session.candidate(), session);
        seat(session);
    }

    /// A session has left this place; it has the seat it is at now, if it is at one.
    void moved(Session session, Optional<Place> before) {
        before.ifPresent(place -> bySeat.remove(place.seat(), session));
        seat(session);
    }

    private void seat(Session session) {
        session.place().ifPresent(place -> bySeat.put(place.seat(), session));
    }

    /// A session has ended; its seat is free.
    void freeSeatOf(Session session) {
        bySeat.values().removeIf(other -> other.equals(session));
    }

    /// This node holds a session no more.
    Optional<Session> letGo(SessionId id) {
        var session = Optional.ofNullable(byId.remove(id));
        session.ifPresent(
                gone -> {
                    byCandidate.remove(gone.candidate());
                    freeSeatOf(gone);
                });
        return session;
    }

    /// The sessions an act concerns: one that is named even when the act will not fit it, of a room
    /// or of all only those that are not closed.
    List<Session> in(Scope scope) {
        return switch (scope) {
            case Scope.One(var id) -> of(id).map(List::of).orElse(List.of());
            case Scope.At(var seat) -> at(seat).map(List::of).orElse(List.of());
            case Scope.Room(var room) ->
                    byId.values().stream().filter(session -> isIn(room, session)).toList();
            case Scope.All() -> byId.values().stream().filter(s -> s.place().isPresent()).toList();
        };
    }

    private static boolean isIn(String room, Session session) {
        return session.place().filter(at -> Scope.roomOf(at.seat()).equals(room)).isPresent();
    }
}

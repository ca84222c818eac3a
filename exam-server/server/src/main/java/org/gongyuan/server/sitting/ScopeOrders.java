package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.session.Act;
import org.gongyuan.server.session.Session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What staff order of the sessions in a scope of one sitting; each order says, session by session,
/// what became of it. Owned by the sitting, in the core's lane.
public final class ScopeOrders {

    private final Sessions sessions;
    private final MoveOrders moves;
    private SaidWords said = SaidWords.FORGOTTEN;

    ScopeOrders(Sessions sessions, MoveOrders moves) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.moves = requireNonNull(moves, "moves");
    }

    /// Stops the clock of those in scope whose time runs.
    public List<Act> hold(Scope scope, Cause cause, StaffId proposer, StaffId approver) {
        return each(scope, session -> session.hold(cause, proposer, approver));
    }

    /// Lets the clock go on for those in scope who are on hold.
    public List<Act> resume(Scope scope, StaffId proposer, StaffId approver) {
        return each(scope, session -> session.resume(proposer, approver));
    }

    /// Gives more time to those in scope.
    public List<Act> extend(
            Scope scope, Duration by, Cause cause, StaffId proposer, StaffId approver) {
        return each(scope, session -> session.extend(by, cause, proposer, approver));
    }

    /// Annuls sessions.
    public List<Act> annul(Scope scope, Cause cause, StaffId proposer, StaffId approver) {
        return each(scope, session -> session.annul(cause, proposer, approver));
    }

    /// Sends candidates to another sitting.
    public List<Act> transfer(
            Scope scope, SittingId to, Cause cause, StaffId proposer, StaffId approver) {
        return each(scope, session -> session.transfer(to, cause, proposer, approver));
    }

    /// Allows a session to go on at another seat.
    public Act allowMove(SessionId id, MoveOrder order) {
        return moves.allow(id, order);
    }

    /// Asks the seats in scope for more pictures for a while.
    public List<Act> demandPictures(Scope scope, int tenthsPerSecond, Duration length) {
        return each(scope, session -> session.demandPictures(tenthsPerSecond, length));
    }

    /// Tells candidates something.
    public List<Act> message(Scope scope, String words) {
        var numbers = new LinkedHashMap<SessionId, Long>();
        sessions.in(scope).forEach(session -> numbers.put(session.id(), session.message(words)));
        if (!numbers.isEmpty()) {
            said.keep(words, numbers);
        }
        return numbers.keySet().stream().<Act>map(Act.Done::new).toList();
    }

    /// What was said before the node restarted is said again to whoever has not seen it.
    public void saidBefore(String words, Map<SessionId, Long> numbers) {
        numbers.forEach(
                (id, number) -> sessions.of(id).ifPresent(one -> one.messageBefore(number, words)));
    }

    /// From now on what is said is kept there.
    public void keepWordsIn(SaidWords kept) {
        said = requireNonNull(kept, "kept");
    }

    private List<Act> each(Scope scope, Function<Session, Act> act) {
        return sessions.in(scope).stream().map(act).toList();
    }
}

package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.Session;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.server.session.Surroundings;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How sessions of one sitting go from node to node: one that another node began is rebuilt from
/// its entries and goes on here, one that another node took is let go here
/// (`server-configuration.md` section 6). Other nodes are asked without waiting; what was found out
/// is looked at again in the core's lane before it counts.
final class Takeovers {

    /// A session that is not collected so long after its deadline has lost its node.
    private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Surroundings around;
    private final Duration recoveryGrace;
    private final String origin;
    private final Sessions sessions;
    private final ResponseKeys keys;

    private final Set<SessionId> openElsewhere = new LinkedHashSet<>();
    private final Map<SessionId, Elsewhere.Entered> closedElsewhere = new HashMap<>();
    private Elsewhere elsewhere = Elsewhere.NOWHERE;
    private Consumer<SessionId> tookOver = _ -> {};

    /// @param around what the sessions find around them
    /// @param recoveryGrace how long a deadline that passed meanwhile waits
    /// @param origin names this node's log of the sitting
    Takeovers(
            Surroundings around,
            Duration recoveryGrace,
            String origin,
            Sessions sessions,
            ResponseKeys keys) {
        this.around = requireNonNull(around, "around");
        this.recoveryGrace = requireNonNull(recoveryGrace, "recoveryGrace");
        this.origin = requireNonNull(origin, "origin");
        this.sessions = requireNonNull(sessions, "sessions");
        this.keys = requireNonNull(keys, "keys");
    }

    /// Other nodes hold this sitting too.
    void among(Elsewhere others, Consumer<SessionId> taken) {
        elsewhere = requireNonNull(others, "others");
        tookOver = requireNonNull(taken, "taken");
    }

    /// The response key of a session is kept, wrapped, where the other nodes find it.
    void keepKey(SittingId sitting, SessionId session) {
        keys.wrappedOf(session)
                .ifPresent(
                        wrapped ->
                                elsewhere.keepKey(
                                        sitting,
                                        session,
                                        around.clock().instant(),
                                        wrapped.encode()));
    }

    /// The sitting is closed: no wrapped response key of it is kept any more.
    void forgetKeys(SittingId sitting) {
        elsewhere.forgetKeys(sitting);
    }

    /// Whether no other node holds the sitting.
    boolean isAlone() {
        return elsewhere.equals(Elsewhere.NOWHERE);
    }

    /// Takes a session over that another node began or went on with, if there is one; `then` is
    /// called in any case. A session held here that another node went on with is let go first: a
    /// seat must never be told an older standing.
    ///
    /// @param isOver whether the sitting is closed: nothing is taken over then
    void takeOver(SessionId id, BooleanSupplier isOver, Runnable then) {
        carryOver(id);
        var held = sessions.of(id).orElse(null);
        if (isOver.getAsBoolean()
                || (held != null && held.state() instanceof SessionState.Closed)) {
            then.run();
        } else if (held == null) {
            rebuild(id, then);
        } else {
            elsewhere.isTaken(
                    id,
                    held.firstNotDurable(),
                    origin,
                    isTaken -> {
                        if (isTaken && sessions.of(id).filter(held::equals).isPresent()) {
                            letGo(id);
                            takeOver(id, isOver, then);
                        } else {
                            then.run();
                        }
                    });
        }
    }

    private void rebuild(SessionId id, Runnable then) {
        elsewhere.find(
                id,
                entered -> {
                    if (entered.isEmpty() || sessions.holds(id)) {
                        then.run();
                        return;
                    }
                    adopt(rebuilt(id, entered));
                    carryOver(id);
                    elsewhere.findKey(
                            id,
                            kept -> {
                                kept.ifPresent(wrapped -> takeKey(id, wrapped));
                                then.run();
                            });
                });
    }

    private void takeKey(SessionId id, Octets wrapped) {
        try {
            keys.take(id, ResponseKeys.Wrapped.decode(wrapped));
        } catch (IllegalArgumentException _) {
            // The seat hands its key in again; until then nothing can be shown elsewhere.
            keys.forget(id);
        }
    }

    private Session rebuilt(SessionId id, List<Elsewhere.Entered> entered) {
        if (!(entered.getFirst().entry() instanceof SessionEntry.Admitted admitted)) {
            throw new IllegalStateException(
                    "the entries of session %s do not begin with an admission".formatted(id));
        }
        var session = sessions.fresh(id, admitted.candidate());
        for (var one : entered) {
            session.replay(one.entry(), indexHere(one));
        }
        var last = entered.getLast();
        if (session.state() instanceof SessionState.Closed && !last.log().equals(origin)) {
            closedElsewhere.put(id, last);
        }
        return session;
    }

    private long indexHere(Elsewhere.Entered one) {
        if (one.log().equals(origin)) {
            return one.index();
        }
        return one.attachment().length() == 0
                ? SittingLog.NOT_HERE
                : around.log().keepForeign(one.attachment().toBytes());
    }

    /// A candidate comes for the receipt of a session that was closed in another node's log: what
    /// closed it is entered here as well, and the receipt is given for that.
    private void carryOver(SessionId id) {
        var last = closedElsewhere.remove(id);
        if (last == null
                || !(last.entry() instanceof SessionEntry.Submitted
                        || last.entry() instanceof SessionEntry.Expired)) {
            return;
        }
        var carried =
                new SittingEntry.CarriedOver(
                        around.clock().instant(),
                        last.log(),
                        last.index(),
                        Octets.of(Leaf.of(last.entry())));
        var taking =
                around.log()
                        .append(
                                carried,
                                SittingLog.NOTHING,
                                Urgency.TIME,
                                index -> sessions.of(id).ifPresent(one -> one.receiptFrom(index)));
        if (taking != Taking.TAKEN) {
            closedElsewhere.put(id, last);
            var _ = around.timers().after(AGAIN, () -> carryOver(id));
        }
    }

    private void adopt(Session session) {
        sessions.take(session);
        session.goOn(recoveryGrace);
        tookOver.accept(session.id());
    }

    /// Another node has taken a session over: it is let go here.
    void letGo(SessionId id) {
        sessions.letGo(id)
                .ifPresent(
                        gone -> {
                            gone.letGo();
                            keys.forget(id);
                        });
    }

    /// The sessions that stood open at other nodes when they were gathered last.
    Collection<SessionId> openElsewhere() {
        return List.copyOf(openElsewhere);
    }

    /// Finds out, before a close, where these sessions stand that are not held here. Those of other
    /// nodes that are closed are counted here; so are those whose node should have collected them
    /// and did not.
    void gather(Collection<SessionId> expected, Runnable then) {
        openElsewhere.clear();
        var missing = new ArrayDeque<>(expected);
        missing.removeIf(sessions::holds);
        gatherNext(missing, then);
    }

    private void gatherNext(Deque<SessionId> missing, Runnable then) {
        var id = missing.poll();
        if (id == null) {
            then.run();
            return;
        }
        elsewhere.find(
                id,
                entered -> {
                    if (!entered.isEmpty() && !sessions.holds(id)) {
                        var session = rebuilt(id, entered);
                        if (isOver(session)) {
                            adopt(session);
                        } else {
                            openElsewhere.add(id);
                        }
                    }
                    gatherNext(missing, then);
                });
    }

    private boolean isOver(Session session) {
        return session.state() instanceof SessionState.Closed
                || session.deadline()
                        .map(due -> around.clock().instant().isAfter(due.plus(LEFT_BEHIND)))
                        .orElse(false);
    }
}

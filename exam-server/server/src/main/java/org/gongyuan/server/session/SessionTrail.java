package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.SittingLog.Taking;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/// The entries of one session in their order, and where it stands by them. The state moves when the
/// record *takes* an entry; what follows from the entry follows when it is *durable*. All of it is
/// owned here and moved in the core's lane; every other part of a session only reads it.
final class SessionTrail {

    /// What else moves with the entries.
    interface Follower {

        /// The record took this entry, and the state is the one after it.
        void taken(SessionEntry entry);

        /// This entry cannot be lost any more.
        void durable(SessionEntry entry);
    }

    private record Waiting(long ordinal, Runnable then) {}

    private final SessionId id;
    private final SittingLog log;
    private final Follower follower;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private SessionState state = new SessionState.Expected();
    private long nextOrdinal;
    private long durableOrdinal = -1;
    private boolean isEnded;

    SessionTrail(SessionId id, SittingLog log, Follower follower) {
        this.id = requireNonNull(id, "id");
        this.log = requireNonNull(log, "log");
        this.follower = requireNonNull(follower, "follower");
    }

    SessionId session() {
        return id;
    }

    SessionState state() {
        return state;
    }

    boolean isClosed() {
        return state instanceof SessionState.Closed;
    }

    /// Where the session is held, unless nobody came yet or it is closed.
    Optional<Place> place() {
        return switch (state) {
            case SessionState.Seated s -> Optional.of(s.place());
            case SessionState.Running s -> Optional.of(s.place());
            case SessionState.OnHold s -> Optional.of(s.place());
            case SessionState.Expected _, SessionState.Closed _ -> Optional.empty();
        };
    }

    /// Takes an entry back from the record, at start. Nobody is told.
    ///
    /// @throws IllegalTransition when it does not follow from the state
    void replay(SessionEntry entry) {
        if (entry.ordinal() != nextOrdinal) {
            throw new IllegalStateException(
                    "entry %d of session %s came where %d was due"
                            .formatted(entry.ordinal(), id, nextOrdinal));
        }
        state = state.after(entry);
        nextOrdinal++;
        durableOrdinal = entry.ordinal();
    }

    /// Enters what staff decided.
    Act act(LongFunction<SessionEntry> made) {
        var taking = enter(made, Urgency.TIME, _ -> {});
        return taking == Taking.TAKEN
                ? new Act.Done(id)
                : new Act.NotNow(id, Sentence.RECORD_TAKES_NOTHING.of(taking.word()));
    }

    /// Enters a fact; `made` makes the entry from its place in the session, `durable` is told its
    /// index in the log.
    Taking enter(LongFunction<SessionEntry> made, Urgency urgency, LongConsumer durable) {
        return enter(made, SittingLog.NOTHING, urgency, durable);
    }

    /// Enters a fact and what travels beside it.
    ///
    /// @throws IllegalTransition when it does not follow from the state
    Taking enter(
            LongFunction<SessionEntry> made,
            byte[] attachment,
            Urgency urgency,
            LongConsumer durable) {
        if (isEnded) {
            return Taking.STOPPED;
        }
        var entry = made.apply(nextOrdinal);
        var next = state.after(entry);
        var taking =
                log.append(
                        entry,
                        attachment,
                        urgency,
                        index -> {
                            durableOrdinal = entry.ordinal();
                            follower.durable(entry);
                            durable.accept(index);
                            callWaiting();
                        });
        if (taking == Taking.TAKEN) {
            state = next;
            nextOrdinal++;
            follower.taken(entry);
        }
        return taking;
    }

    /// Calls `then` once every entry so far is durable, at once if all are.
    void whenDurable(Runnable then) {
        if (isDurable()) {
            then.run();
        } else {
            waiting.add(new Waiting(nextOrdinal - 1, then));
        }
    }

    private void callWaiting() {
        while (!waiting.isEmpty() && waiting.peekFirst().ordinal <= durableOrdinal) {
            whenDurable(waiting.removeFirst().then);
        }
    }

    /// Whether every entry so far is durable.
    boolean isDurable() {
        return durableOrdinal >= nextOrdinal - 1;
    }

    /// The place of the last entry that is durable, -1 when none is.
    long durableOrdinal() {
        return durableOrdinal;
    }

    /// The session goes on in another node's log: nothing is entered here any more.
    void end() {
        isEnded = true;
    }
}

package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.SetAsideEntries;
import org.gongyuan.server.session.SessionState;
import org.gongyuan.server.store.SessionProjection;
import org.gongyuan.server.store.SessionProjections;
import org.gongyuan.trust.encoding.CborWriter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Makes the store's projections of a sitting anew from the logs of its nodes alone
/// (`gongyuan record rebuild`). The body of a projection is
/// `[1, state, seat or null, last response, placements answered, last instant ms]`, canonical CBOR.
public final class RecordRebuild {

    private static final int VERSION = 1;
    private static final int AT_ONCE = 1_000;

    private final Map<SessionId, TreeMap<Long, SessionEntry>> entries = new LinkedHashMap<>();

    /// Reads the entries of one log, except those it has set aside.
    public void read(JournalReader log) {
        requireNonNull(log, "log");
        var aside = SetAsideEntries.of(log);
        log.read(
                0,
                log.size(),
                found -> {
                    if (!aside.contains(found.index())
                            && Leaf.read(found.leaf()) instanceof SessionEntry entry) {
                        entries.computeIfAbsent(entry.session(), _ -> new TreeMap<>())
                                .put(entry.ordinal(), entry);
                    }
                });
    }

    /// The projections that follow from all logs read.
    ///
    /// @throws org.gongyuan.server.session.IllegalTransition when the entries of a session do not
    /// lead
    /// from one to the next
    public List<SessionProjection> projections(SittingId sitting) {
        var projections = new ArrayList<SessionProjection>(entries.size());
        entries.forEach(
                (session, chain) ->
                        projections.add(
                                new SessionProjection(
                                        session, sitting, chain.lastKey(), body(chain))));
        return projections;
    }

    /// Forgets what the store has of a sitting and writes the projections; returns how many. What
    /// the store has stays when the logs lead to none.
    public int write(SittingId sitting, SessionProjections store) {
        var all = projections(sitting);
        var _ = store.forget(sitting).toCompletableFuture().join();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            var _ = store.project(some).toCompletableFuture().join();
        }
        return all.size();
    }

    private static Octets body(NavigableMap<Long, SessionEntry> chain) {
        SessionState state = new SessionState.Expected();
        long lastSeq = 0;
        Set<PlacementId> answered = new HashSet<>();
        Optional<SeatId> seat = Optional.empty();
        for (var entry : chain.values()) {
            state = state.after(entry);
            if (entry instanceof SessionEntry.ResponseSaved saved) {
                lastSeq = saved.seq();
                answered.add(saved.placement());
            }
            var now = seat(state);
            seat = now.isPresent() ? now : seat;
        }
        var to = new CborWriter(64);
        to.array(6).uint(VERSION).text(word(state));
        seat.ifPresentOrElse(where -> to.text(where.text()), to::nil);
        to.uint(lastSeq)
                .uint(answered.size())
                .uint(chain.lastEntry().getValue().at().toEpochMilli());
        return Octets.of(to.toBytes());
    }

    private static Optional<SeatId> seat(SessionState state) {
        return switch (state) {
            case SessionState.Seated s -> Optional.of(s.place().seat());
            case SessionState.Running s -> Optional.of(s.place().seat());
            case SessionState.OnHold s -> Optional.of(s.place().seat());
            case SessionState.Expected _, SessionState.Closed _ -> Optional.empty();
        };
    }

    private static String word(SessionState state) {
        return switch (state) {
            case SessionState.Expected _ -> "expected";
            case SessionState.Seated _ -> "seated";
            case SessionState.Running _ -> "running";
            case SessionState.OnHold _ -> "on-hold";
            case SessionState.Closed(var outcome) -> outcome.name().toLowerCase(Locale.ROOT);
        };
    }
}

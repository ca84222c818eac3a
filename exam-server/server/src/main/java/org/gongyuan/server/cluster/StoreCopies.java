package org.gongyuan.server.cluster;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.node.JournalLog;
import org.gongyuan.server.store.StoredEntries;
import org.gongyuan.server.store.StoredEntry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Copies entries into the shared store, one group behind the other. In the store the entries of a
/// session are always a beginning of its chain: once one of them is refused, because another node
/// took its place, none that follow it are copied. While the store does not answer, nothing counts
/// as durable, and it is asked again.
public final class StoreCopies implements JournalLog.Copies {

    private static final long AGAIN_AFTER_MILLIS = 500;

    private final StoredEntries store;
    private final Deque<Group> waiting = new ArrayDeque<>();
    private final Set<SessionId> outrun = new HashSet<>();
    private final Map<SessionId, Long> tenures = new ConcurrentHashMap<>();
    private boolean copying;

    private record Group(
            String origin, List<JournalLog.Copied> entries, Consumer<Set<Integer>> done) {}

    /// Copies into these stored entries.
    public StoreCopies(StoredEntries store) {
        this.store = requireNonNull(store, "store");
    }

    @Override
    public synchronized void copy(
            String origin, List<JournalLog.Copied> entries, Consumer<Set<Integer>> done) {
        waiting.addLast(new Group(origin, entries, done));
        if (!copying) {
            copying = true;
            next();
        }
    }

    /// This node took a session over from others: what it enters from here on may be copied, what
    /// it entered before and is not copied yet may not, since it knew of an older chain.
    public synchronized void tookOver(SessionId session) {
        outrun.remove(session);
        tenures.merge(session, 1L, Long::sum);
    }

    @Override
    public long tenure(SessionId session) {
        return tenures.getOrDefault(session, 0L);
    }

    private synchronized void next() {
        var group = waiting.pollFirst();
        if (group == null) {
            copying = false;
            return;
        }
        round(group, remaining(group), new HashSet<>());
    }

    private static List<Integer> remaining(Group group) {
        var all = new ArrayList<Integer>(group.entries.size());
        for (int i = 0; i < group.entries.size(); i++) {
            all.add(i);
        }
        return all;
    }

    /// Copies the first entry of every session that is left, then the rest.
    private synchronized void round(Group group, List<Integer> left, Set<Integer> refused) {
        var now = new ArrayList<Integer>();
        var later = new ArrayList<Integer>();
        var inThisRound = new HashSet<SessionId>();
        for (int i : left) {
            var session = sessionOf(group.entries.get(i));
            if (session.isPresent() && mayNot(session.get(), group.entries.get(i).tenure())) {
                refused.add(i);
            } else if (session.isEmpty() || inThisRound.add(session.get())) {
                now.add(i);
            } else {
                later.add(i);
            }
        }
        if (now.isEmpty()) {
            group.done.accept(refused);
            next();
            return;
        }
        var entries = now.stream().map(i -> stored(group.origin, group.entries.get(i))).toList();
        var _ =
                store.insert(entries)
                        .whenComplete(
                                (places, failed) -> {
                                    if (failed != null) {
                                        again(group, left, refused);
                                        return;
                                    }
                                    for (int place : places) {
                                        refuse(group, now.get(place), refused);
                                    }
                                    round(group, later, refused);
                                });
    }

    private boolean mayNot(SessionId session, long tenure) {
        return outrun.contains(session) || tenure < tenure(session);
    }

    private synchronized void refuse(Group group, int position, Set<Integer> refused) {
        refused.add(position);
        var one = group.entries.get(position);
        sessionOf(one).filter(id -> one.tenure() == tenure(id)).ifPresent(outrun::add);
    }

    private void again(Group group, List<Integer> left, Set<Integer> refused) {
        CompletableFuture.delayedExecutor(AGAIN_AFTER_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() -> round(group, left, refused));
    }

    private static Optional<SessionId> sessionOf(JournalLog.Copied copied) {
        return copied.entry() instanceof SessionEntry entry
                ? Optional.of(entry.session())
                : Optional.empty();
    }

    private static StoredEntry stored(String origin, JournalLog.Copied copied) {
        Octets attachment = copied.attachment();
        return new StoredEntry(origin, copied.index(), copied.place(), copied.leaf(), attachment);
    }
}

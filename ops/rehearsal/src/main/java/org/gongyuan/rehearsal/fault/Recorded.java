package org.gongyuan.rehearsal.fault;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalEntry;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.SetAsideEntries;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a node's journal holds, read back by the product's own reader after the node has gone.
final class Recorded {

    private final Suite suite;
    private final Map<SessionId, TreeMap<Long, Response>> responses = new HashMap<>();
    private final Map<SessionId, Set<Long>> ordinals = new HashMap<>();
    private final Map<String, List<Instant>> kinds = new TreeMap<>();
    private long entries;
    private long doubled;
    private long unbound;
    private long setAside;

    private record Response(PlacementId placement, Digest commitment, Digest prev) {}

    private Recorded(Suite suite) {
        this.suite = suite;
    }

    /// One node's journal.
    record Log(Path folder, JournalSettings settings) {}

    /// Reads the journal in a folder from its first entry to its last.
    ///
    /// @throws IllegalStateException when it is damaged
    static Recorded read(Path folder, JournalSettings settings, Suite suite) {
        return read(List.of(new Log(folder, settings)), suite);
    }

    /// Reads the journals of all nodes of one sitting, except what each has set aside itself.
    ///
    /// @throws IllegalStateException when one is damaged
    static Recorded read(List<Log> logs, Suite suite) {
        var recorded = new Recorded(suite);
        for (var log : logs) {
            recorded.take(log);
        }
        return recorded;
    }

    private void take(Log log) {
        try {
            switch (Journal.open(
                    JournalFolder.at(log.folder()), log.settings(), InstantSource.system())) {
                case JournalOpening.Ready(var journal, _) -> {
                    try (journal) {
                        take(journal.reader());
                    }
                }
                case JournalOpening.Damaged(_, var report) ->
                        throw new IllegalStateException("damaged: " + report.damages());
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the journal in " + log.folder(), unreadable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private void take(JournalReader reader) {
        var aside = SetAsideEntries.of(reader);
        setAside += aside.size();
        reader.read(
                0,
                reader.size(),
                found -> {
                    if (!aside.contains(found.index())) {
                        take(found);
                    }
                });
    }

    /// How many entries their own logs have set aside.
    long setAside() {
        return setAside;
    }

    private void take(JournalEntry found) {
        entries++;
        var entry = Leaf.read(found.leaf());
        kinds.computeIfAbsent(entry.getClass().getSimpleName(), _ -> new ArrayList<>())
                .add(entry.at());
        if (entry instanceof SessionEntry of
                && !ordinals.computeIfAbsent(of.session(), _ -> new HashSet<>())
                        .add(of.ordinal())) {
            doubled++;
        }
        if (entry instanceof SessionEntry.ResponseSaved saved) {
            if (!suite.digest(found.attachment()).equals(saved.sealed())) {
                unbound++;
            }
            var before =
                    responses
                            .computeIfAbsent(saved.session(), _ -> new TreeMap<>())
                            .put(
                                    saved.seq(),
                                    new Response(
                                            saved.placement(), saved.commitment(), saved.prev()));
            if (before != null) {
                doubled++;
            }
        }
    }

    /// How many entries there are.
    long entries() {
        return entries;
    }

    /// How many entries of a kind there are, by the name of its class.
    long count(String kind) {
        return kinds.getOrDefault(kind, List.of()).size();
    }

    /// How many entries of a kind were accepted from one instant to another.
    long count(String kind, Instant from, Instant to) {
        return kinds.getOrDefault(kind, List.of()).stream()
                .filter(at -> !at.isBefore(from) && at.isBefore(to))
                .count();
    }

    /// The seq of the last response of a session.
    long lastSeq(SessionId session) {
        var of = responses.get(session);
        return of == null || of.isEmpty() ? 0 : of.lastKey();
    }

    /// Holds what was shown as saved against the record: each response must be there once, bound to
    /// its sealed body, and the chain over them must have the heads the seats had.
    Verdict judge(Ledger ledger) {
        long acknowledged = 0;
        long found = 0;
        for (var of : ledger.shown().entrySet()) {
            var heads = of.getValue();
            long last = heads.lastKey();
            acknowledged += last;
            found += found(of.getKey(), heads, last);
        }
        return new Verdict(
                acknowledged,
                found,
                acknowledged - found + unbound,
                doubled,
                Map.of("entries", entries));
    }

    private long found(SessionId session, Map<Long, Digest> heads, long last) {
        var there = responses.getOrDefault(session, new TreeMap<>());
        var head = Chains.firstHead(suite, session);
        long found = 0;
        long sinceHead = 0;
        for (long seq = 1; seq <= last; seq++) {
            var response = there.get(seq);
            if (response == null || !response.prev().equals(head)) {
                return found;
            }
            head = Chains.nextHead(suite, head, seq, response.placement(), response.commitment());
            sinceHead++;
            var shown = heads.get(seq);
            if (shown != null) {
                if (!shown.equals(head)) {
                    return found;
                }
                found += sinceHead;
                sinceHead = 0;
            }
        }
        return found;
    }
}

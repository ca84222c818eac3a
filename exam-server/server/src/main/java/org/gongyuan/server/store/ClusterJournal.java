package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.record.Acknowledgement;
import org.gongyuan.server.record.AppendRefusal;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.Urgency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// The record under `durability: cluster` (`store.md` section 6): an entry is acknowledged after
/// the
/// node's journal has synced it *and* the store keeps a copy. Entries go to the store in bulk;
/// while
/// one bulk is on its way the next one gathers.
public final class ClusterJournal implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterJournal.class);

    private static final int MOST_IN_BULK = 2_000;

    private final Journal journal;
    private final StoredEntries entries;
    private final LinkedBlockingQueue<Copy> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    /// Copies what `journal` takes into `entries`.
    public ClusterJournal(Journal journal, StoredEntries entries) {
        this.journal = requireNonNull(journal, "journal");
        this.entries = requireNonNull(entries, "entries");
        this.thread = Thread.ofPlatform().daemon().name("cluster-copies").unstarted(this::run);
    }

    /// Begins to copy.
    public ClusterJournal start() {
        thread.start();
        return this;
    }

    /// What became of an entry.
    public sealed interface Outcome {

        /// Synced here and kept by the store.
        record Durable(long index) implements Outcome {}

        /// Synced here, but another node's entry holds its place in the session's chain: this one
        /// lost the race and counts as a fork.
        record Fork(long index) implements Outcome {}

        /// Not taken by the journal.
        record Refused(AppendRefusal why) implements Outcome {}

        /// Synced here, but the store did not say whether it keeps a copy; not acknowledged.
        /// Sending
        /// again later is safe.
        record Uncertain(long index, String reason) implements Outcome {}
    }

    private record Copy(StoredEntry entry, CompletableFuture<Outcome> outcome) {}

    /// Appends an entry here and in the store. The arrays belong to the journal from here on.
    public CompletableFuture<Outcome> append(
            byte[] leaf, byte[] attachment, Optional<StoredEntry.Place> place, Urgency urgency) {
        var outcome = new CompletableFuture<Outcome>();
        journal.append(
                leaf,
                attachment,
                urgency,
                new Acknowledgement() {
                    @Override
                    public void durable(long index) {
                        waiting.add(
                                new Copy(
                                        new StoredEntry(
                                                journal.origin(),
                                                index,
                                                place,
                                                Octets.of(leaf),
                                                Octets.of(attachment)),
                                        outcome));
                    }

                    @Override
                    public void refused(AppendRefusal why) {
                        outcome.complete(new Outcome.Refused(why));
                    }
                });
        return outcome;
    }

    /// Copies what an earlier run synced here but may not have copied, from `from` on. Repeating a
    /// copy changes nothing. `places` tells an entry's place from its leaf.
    public Set<Long> catchUp(long from, Places places) {
        var forks = new TreeSet<Long>();
        var end = journal.size();
        for (var at = from; at < end; at += MOST_IN_BULK) {
            var bulk = new ArrayList<StoredEntry>();
            journal.reader()
                    .read(
                            at,
                            Math.min(end, at + MOST_IN_BULK),
                            entry ->
                                    bulk.add(
                                            new StoredEntry(
                                                    journal.origin(),
                                                    entry.index(),
                                                    places.of(entry.leaf()),
                                                    Octets.of(entry.leaf()),
                                                    Octets.of(entry.attachment()))));
            entries.insert(bulk)
                    .toCompletableFuture()
                    .join()
                    .forEach(loser -> forks.add(bulk.get(loser).index()));
        }
        return forks;
    }

    /// Knows an entry's place in its session's chain.
    public interface Places {

        /// The place of the entry with this leaf; none if it is of no session.
        Optional<StoredEntry.Place> of(byte[] leaf);
    }

    /// Copies what waits, then ends. The journal stays open.
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var bulk = new ArrayList<Copy>();
        while (!closing || !waiting.isEmpty()) {
            bulk.clear();
            try {
                bulk.add(waiting.take());
            } catch (InterruptedException end) {
                continue;
            }
            waiting.drainTo(bulk, MOST_IN_BULK - 1);
            copy(bulk);
        }
    }

    private void copy(List<Copy> bulk) {
        try {
            var losers =
                    entries.insert(bulk.stream().map(Copy::entry).toList())
                            .toCompletableFuture()
                            .join();
            for (var i = 0; i < bulk.size(); i++) {
                var index = bulk.get(i).entry().index();
                bulk.get(i)
                        .outcome()
                        .complete(
                                losers.contains(i)
                                        ? new Outcome.Fork(index)
                                        : new Outcome.Durable(index));
            }
        } catch (RuntimeException fault) {
            LOG.error("{} entries could not be copied to the store", bulk.size(), fault);
            for (var copy : bulk) {
                copy.outcome()
                        .complete(
                                new Outcome.Uncertain(
                                        copy.entry().index(), String.valueOf(fault.getMessage())));
            }
        }
    }
}

package org.gongyuan.server.conclusion;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.store.StoredEntries;
import org.gongyuan.server.store.StoredEntry;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Writes the journal of a lost log anew from the store's copies, entry by entry under the indices
/// they had. Where the store has no copy of an index, [SittingEntry.NotRestored] stands.
final class LogRestoration {

    private static final int AT_ONCE = 1_000;

    /// Long for a thousand entries even on a slow disk; a full one never answers.
    private static final long PATIENCE_SECONDS = 60;

    private final String origin;
    private final SittingId sitting;
    private final StoredEntries store;
    private final InstantSource clock;
    private final List<Long> missing = new ArrayList<>();
    private long next;
    private Instant before = Instant.EPOCH;

    LogRestoration(String origin, SittingId sitting, StoredEntries store, InstantSource clock) {
        this.origin = requireNonNull(origin, "origin");
        this.sitting = requireNonNull(sitting, "sitting");
        this.store = requireNonNull(store, "store");
        this.clock = requireNonNull(clock, "clock");
    }

    /// What was written.
    record Written(long size, Digest root, List<Long> missing) {

        Written {
            requireNonNull(root, "root");
            missing = List.copyOf(missing);
        }
    }

    /// Writes the journal into a folder where nothing is yet, or what an earlier try left.
    Written write(Path folder) throws IOException, InterruptedException, ConclusionRefused {
        delete(folder);
        var _ = Files.createDirectories(folder);
        return switch (Journal.open(
                JournalFolder.at(folder), RestoredLog.settings(origin), clock)) {
            case JournalOpening.Ready(var journal, _) -> {
                try (journal) {
                    copy(journal);
                    yield new Written(journal.size(), journal.root(journal.size()), missing);
                }
            }
            case JournalOpening.Damaged(_, var report) ->
                    throw new IOException(
                            "a journal cannot be begun in %s: %s"
                                    .formatted(folder, report.damages()));
        };
    }

    private void copy(Journal journal) throws IOException, InterruptedException, ConclusionRefused {
        while (true) {
            var found = ask(next);
            if (found.isEmpty()) {
                break;
            }
            var appended = new ArrayList<CompletableFuture<Long>>();
            for (var entry : found) {
                append(journal, entry, appended);
            }
            await(appended);
        }
        if (next == 0) {
            throw new ConclusionRefused(
                    "the store has no entry of log %s; was it written with durability cluster?"
                            .formatted(origin));
        }
    }

    private void append(Journal journal, StoredEntry entry, List<CompletableFuture<Long>> appended)
            throws ConclusionRefused {
        if (next == 0) {
            checkBeginning(entry);
        }
        while (next < entry.index()) {
            missing.add(next);
            next++;
            appended.add(
                    journal.append(Leaf.of(new SittingEntry.NotRestored(before)), Urgency.TIME));
        }
        var leaf = entry.leaf().toBytes();
        before = Leaf.read(leaf).at();
        next++;
        appended.add(journal.append(leaf, entry.attachment().toBytes(), Urgency.TIME));
    }

    private void checkBeginning(StoredEntry entry) throws ConclusionRefused {
        if (entry.index() != 0
                || !(Leaf.read(entry.leaf().toBytes()) instanceof SittingEntry.LogOpened opened)
                || !opened.origin().equals(origin)
                || !opened.sitting().equals(sitting)) {
            throw new ConclusionRefused(
                    "the store lacks the beginning of log %s, so nobody can say whose it was"
                            .formatted(origin));
        }
    }

    private List<StoredEntry> ask(long from) throws IOException {
        try {
            return store.ofLog(origin, from, AT_ONCE).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw new IOException("the store does not answer: " + failed.getMessage(), failed);
        }
    }

    private void await(List<CompletableFuture<Long>> appended)
            throws IOException, InterruptedException {
        try {
            CompletableFuture.allOf(appended.toArray(CompletableFuture[]::new))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            throw new IOException(
                    "an entry was not written: " + refused.getCause().getMessage(), refused);
        } catch (TimeoutException full) {
            throw new IOException(
                    "the journal took nothing for %d s; is the disk full?"
                            .formatted(PATIENCE_SECONDS),
                    full);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

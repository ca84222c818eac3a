package org.gongyuan.verify.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Checks that need nothing of each other - hashes of files and leaves, signatures - done on the
/// machine's other cores while the entries are read in their order. Each piece has findings of its
/// own, and they are added in the order in which the pieces were given: the report does not depend
/// on how many cores there are.
final class Alongside implements AutoCloseable {

    /// So many pieces may wait: giving another first waits for the oldest.
    private static final int MOST_WAITING = 64;

    private final Findings findings;
    private final ExecutorService workers;
    private final Deque<Future<Findings>> given = new ArrayDeque<>();

    Alongside(Findings findings) {
        this.findings = findings;
        var threads = Thread.ofPlatform().daemon().name("verify-", 0).factory();
        workers =
                Executors.newFixedThreadPool(
                        Math.max(1, Runtime.getRuntime().availableProcessors() - 1), threads);
    }

    /// Gives a piece of checking, which must not touch what another piece or the caller changes.
    void check(Consumer<Findings> piece) {
        if (given.size() >= MOST_WAITING) {
            addOldest();
        }
        given.add(
                workers.submit(
                        () -> {
                            var own = new Findings();
                            piece.accept(own);
                            return own;
                        }));
    }

    /// Waits for every piece given and adds what they found.
    ///
    /// @throws RuntimeException what a piece threw
    void join() {
        while (!given.isEmpty()) {
            addOldest();
        }
    }

    private void addOldest() {
        try {
            findings.add(given.remove().get());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while verifying", interrupted);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    /// Drops what has not been done.
    @Override
    public void close() {
        workers.shutdownNow();
    }
}

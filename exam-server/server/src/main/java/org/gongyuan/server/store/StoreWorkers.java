package org.gongyuan.server.store;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that wait for the store, so that no caller does: the driver blocks. Both threads and
/// waiting questions are bounded.
final class StoreWorkers implements AutoCloseable {

    static final int THREADS = 12;
    private static final int LONGEST_QUEUE = 4096;

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    30,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(LONGEST_QUEUE),
                    Thread.ofPlatform().daemon().name("store-", 0).factory());

    StoreWorkers() {
        threads.allowCoreThreadTimeOut(true);
    }

    /// Asks on a thread of the store's own.
    <T> CompletionStage<T> ask(Callable<T> question) {
        var answer = new CompletableFuture<T>();
        try {
            threads.execute(
                    () -> {
                        try {
                            answer.complete(question.call());
                        } catch (Exception fault) {
                            answer.completeExceptionally(fault);
                        }
                    });
        } catch (RejectedExecutionException full) {
            answer.completeExceptionally(
                    threads.isShutdown()
                            ? new IllegalStateException("the store is closed", full)
                            : new StoreBusy(LONGEST_QUEUE));
        }
        return answer;
    }

    @Override
    public void close() {
        threads.close();
    }
}

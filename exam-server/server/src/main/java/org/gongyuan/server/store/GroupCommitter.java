package org.gongyuan.server.store;

import org.h2.mvstore.MVStore;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Makes the embedded store durable (`store.md` section 5): a write runs under the read lock and
/// then waits until one commit and sync, shared by all who wait, covers it. The write lock keeps a
/// commit from splitting a write.
final class GroupCommitter implements AutoCloseable {

    private final MVStore file;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final LinkedBlockingQueue<CompletableFuture<Void>> waiting =
            new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread;
    private volatile Throwable failure;

    GroupCommitter(MVStore file) {
        this.file = file;
        this.thread = Thread.ofPlatform().daemon().name("store-commit").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Runs a write and returns once it is on the disk.
    <T> T durably(Supplier<T> write) {
        refuseAfterFailure();
        T result;
        var done = new CompletableFuture<Void>();
        lock.readLock().lock();
        try {
            result = write.get();
        } finally {
            lock.readLock().unlock();
            waiting.add(done);
        }
        done.join();
        return result;
    }

    /// Runs work nobody may write beside, such as compaction.
    void alone(Runnable work) {
        lock.writeLock().lock();
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void close() {
        waiting.add(end);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var group = new ArrayList<CompletableFuture<Void>>();
        try {
            while (!end.isDone()) {
                group.clear();
                group.add(waiting.take());
                waiting.drainTo(group);
                alone(file::commit);
                file.sync();
                group.forEach(done -> done.complete(null));
            }
        } catch (InterruptedException | RuntimeException | Error broken) {
            failure = broken;
            group.forEach(done -> done.completeExceptionally(broken));
            for (var done = waiting.poll(); done != null; done = waiting.poll()) {
                done.completeExceptionally(broken);
            }
        }
    }

    private void refuseAfterFailure() {
        var broken = failure;
        if (broken != null) {
            throw new IllegalStateException("the store's file could not be synced", broken);
        }
    }
}

package org.gongyuan.server.record;

import org.gongyuan.trust.log.MerkleTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Grows the Merkle tree behind the writer on a thread of its own: acknowledging an entry does not
/// wait for hashing, a checkpoint or proof does.
final class TreeFollower implements AutoCloseable {

    /// Leaves that may wait; beyond, whoever brings more waits too.
    private static final long LONGEST_BACKLOG = 1 << 18;

    private final MerkleTree tree = new MerkleTree();
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<JournalDamage> damages = new ArrayList<>();
    private final Thread thread;
    private long given;
    private long taken;
    private long brought;
    private long performed;
    private boolean ending;
    private Throwable failure;

    TreeFollower() {
        this.thread = Thread.ofPlatform().daemon().name("journal-tree").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Brings the next `count` leaves.
    void follow(byte[][] leaves, int count) throws InterruptedException {
        lock.lock();
        try {
            while (failure == null && given - taken > LONGEST_BACKLOG) {
                moved.await();
            }
            given += count;
        } finally {
            lock.unlock();
        }
        bring(() -> grow(leaves, count));
    }

    private void bring(Runnable task) {
        lock.lock();
        try {
            brought++;
            tasks.add(task);
        } finally {
            lock.unlock();
        }
    }

    /// Notes that all leaves brought so far must hash to `root`.
    void expect(byte[] root, String where) {
        bring(() -> compare(root, where));
    }

    /// The tree, once it holds at least `least` leaves.
    MerkleTree with(long least) throws InterruptedException {
        if (tree.size() >= least) {
            return tree;
        }
        lock.lock();
        try {
            while (failure == null && taken < least) {
                moved.await();
            }
            if (failure != null) {
                throw new IllegalStateException("the record's tree could not be grown", failure);
            }
            return tree;
        } finally {
            lock.unlock();
        }
    }

    /// Damages found by `expect` so far, once everything brought has been hashed.
    List<JournalDamage> settle() throws InterruptedException {
        lock.lock();
        try {
            while (failure == null && performed < brought) {
                moved.await();
            }
            if (failure != null) {
                throw new IllegalStateException("the record's tree could not be grown", failure);
            }
            return List.copyOf(damages);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        bring(() -> ending = true);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!ending) {
                var task = tasks.take();
                lock.lock();
                try {
                    task.run();
                    performed++;
                    moved.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        } catch (InterruptedException | RuntimeException | Error broken) {
            lock.lock();
            try {
                failure = broken;
                moved.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void grow(byte[][] leaves, int count) {
        for (var i = 0; i < count; i++) {
            tree.append(leaves[i]);
        }
        taken += count;
    }

    private void compare(byte[] root, String where) {
        if (!Arrays.equals(root, tree.root().toBytes())) {
            damages.add(new JournalDamage.RootDiffers(where, tree.size()));
        }
    }
}

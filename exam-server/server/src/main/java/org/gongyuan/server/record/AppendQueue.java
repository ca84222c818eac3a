package org.gongyuan.server.record;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Entries on their way to the writer: many threads push, one takes all of them at once. Pushing is
/// one compare-and-set; the writer is woken only if it sleeps.
final class AppendQueue {

    /// Most bytes that may wait.
    static final long MOST_BYTES = 256L << 20;

    private static final Pending CLOSED = new Pending(new byte[0], new byte[0], Urgency.TIME, null);

    private final AtomicReference<Pending> top = new AtomicReference<>();
    private final int longest;
    private volatile Thread sleeper;
    private volatile boolean ending;
    private volatile AppendRefusal closed = new AppendRefusal.Stopped("it was not started");

    AppendQueue(int longest) {
        this.longest = longest;
    }

    /// One entry that waits.
    static final class Pending {

        final byte[] leaf;
        final byte[] attachment;
        final Urgency urgency;
        final Acknowledgement acknowledgement;

        /// Before the writer has it: the entry pushed earlier. Afterwards: the one pushed later.
        Pending next;

        private int depth;
        private long bytes;

        Pending(byte[] leaf, byte[] attachment, Urgency urgency, Acknowledgement acknowledgement) {
            this.leaf = leaf;
            this.attachment = attachment;
            this.urgency = urgency;
            this.acknowledgement = acknowledgement;
        }
    }

    /// Adds an entry or refuses it at once.
    void push(Pending entry) {
        Pending before;
        do {
            before = top.get();
            if (before == CLOSED) {
                entry.acknowledgement.refused(closed);
                return;
            }
            entry.next = before;
            entry.depth = before == null ? 1 : before.depth + 1;
            entry.bytes =
                    (before == null ? 0 : before.bytes)
                            + entry.leaf.length
                            + entry.attachment.length;
            if (entry.depth > longest || (entry.bytes > MOST_BYTES && before != null)) {
                entry.acknowledgement.refused(new AppendRefusal.QueueFull(longest));
                return;
            }
        } while (!top.compareAndSet(before, entry));
        if (before == null) {
            wake();
        }
    }

    /// Everything pushed so far, in the order of pushing; null if there is nothing.
    Pending drain() {
        return inOrder(top.getAndSet(null));
    }

    /// Refuses everything from now on; what still waited is returned.
    Pending close(AppendRefusal why) {
        closed = why;
        var rest = top.getAndSet(CLOSED);
        return rest == CLOSED ? null : inOrder(rest);
    }

    /// Sleeps until something is pushed or the end is asked for.
    void await() {
        sleeper = Thread.currentThread();
        if (top.get() == null && !ending) {
            LockSupport.park(this);
        }
        sleeper = null;
    }

    /// Asks the writer to end once it has written what waits.
    void end() {
        ending = true;
        wake();
    }

    boolean isEnding() {
        return ending;
    }

    private void wake() {
        var thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private static Pending inOrder(Pending newest) {
        Pending first = null;
        for (var entry = newest; entry != null; ) {
            var earlier = entry.next;
            entry.next = first;
            first = entry;
            entry = earlier;
        }
        return first;
    }
}

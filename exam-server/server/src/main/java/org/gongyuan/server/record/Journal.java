package org.gongyuan.server.record;

import static java.util.Objects.requireNonNull;

import org.gongyuan.server.record.AppendQueue.Pending;
import org.gongyuan.trust.log.ConsistencyProof;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.suite.Digest;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A node's exam record: append-only, group-committed, its entry index being the leaf index of the
/// Merkle log (`exam-server/spec/journal.md`).
///
/// Any number of threads append; nobody is blocked by it. An entry is acknowledged after the sync
/// that covers it. After a failed write or sync the journal acknowledges nothing any more, says
/// why, and wants to be opened anew.
public final class Journal implements Closeable {

    private static final byte[] NONE = new byte[0];

    private final JournalFiles files;
    private final JournalSettings settings;
    private final Closeable hold;
    private final Head head;
    private final TreeFollower tree;
    private final Runs runs;
    private final SegmentSupply supply;
    private final AppendQueue queue;
    private final GroupWriter writer;
    private final int largestEntry;
    private final ReentrantLock followers = new ReentrantLock();
    private final Condition grown = followers.newCondition();
    private final AtomicInteger following = new AtomicInteger();
    private byte[] note;
    private volatile Runnable afterGroup = () -> {};

    private Journal(
            JournalFiles files,
            JournalSettings settings,
            InstantSource clock,
            Closeable hold,
            TreeFollower tree,
            Recovery recovery,
            RecoveryReport report)
            throws IOException {
        this.files = files;
        this.settings = settings;
        this.hold = hold;
        this.tree = tree;
        this.runs = new Runs(recovery.runs(), report.entries());
        this.head = Head.open(files, recovery.head());
        this.note = recovery.head().map(Head.Synced::note).orElse(null);
        this.queue = new AppendQueue(settings.longestQueue());
        this.largestEntry = settings.largestEntry();
        var next = (long) report.segments();
        var spareReady = files.names().contains(SegmentName.of(next));
        this.supply = new SegmentSupply(files, settings, next, spareReady);
        this.writer =
                new GroupWriter(
                        files,
                        settings,
                        clock,
                        supply,
                        tree,
                        runs,
                        queue,
                        this::groupDone,
                        place(files, settings, recovery));
    }

    /// Opens the journal in `files`, making a new one if there is none. Returns after the journal
    /// has been read from its first byte to its last, its Merkle tree has been grown, and a torn
    /// tail has been cut.
    ///
    /// @throws JournalInUse when the folder is held already
    public static JournalOpening open(
            JournalFiles files, JournalSettings settings, InstantSource clock)
            throws IOException, InterruptedException {
        requireNonNull(files, "files");
        requireNonNull(settings, "settings");
        requireNonNull(clock, "clock");
        var hold = files.lock();
        var follower = new TreeFollower();
        follower.start();
        var ready = false;
        try {
            var recovery = new Recovery(files, settings.origin(), follower);
            var report = recovery.run();
            if (!report.damages().isEmpty()) {
                var runs = new Runs(recovery.runs(), report.entries());
                return new JournalOpening.Damaged(
                        new JournalReader(files, settings.origin(), runs), report);
            }
            if (recovery.tail().isPresent()) {
                Repair.apply(files, recovery.tail().get(), settings.origin());
            } else if (!files.names().contains(SegmentName.HEAD)) {
                refuseWithoutRoom(files, settings);
                SegmentSupply.prepareFirst(files, settings);
                Head.create(files);
            }
            var journal = new Journal(files, settings, clock, hold, follower, recovery, report);
            journal.supply.start();
            journal.writer.start();
            ready = true;
            return new JournalOpening.Ready(journal, report);
        } finally {
            if (!ready) {
                follower.close();
                hold.close();
            }
        }
    }

    private static void refuseWithoutRoom(JournalFiles files, JournalSettings settings)
            throws IOException {
        var hasFirst = files.names().contains(SegmentName.of(0));
        var needed =
                (settings.reserveSegments() + (hasFirst ? 1L : 2L)) * settings.segmentBytes()
                        + settings.keepFreeBytes();
        if (files.freeBytes() < needed) {
            throw new IOException(
                    "a new journal in %s needs %d bytes of room, there are %d"
                            .formatted(files.place(), needed, files.freeBytes()));
        }
    }

    private static GroupWriter.Place place(
            JournalFiles files, JournalSettings settings, Recovery recovery) throws IOException {
        if (recovery.tail().isEmpty()) {
            return GroupWriter.Place.before(settings);
        }
        var tail = recovery.tail().get();
        var name = SegmentName.of(tail.number());
        // A segment made under other settings is not written on: it has another size.
        var offset =
                tail.segmentBytes() == settings.segmentBytes()
                        ? tail.scan().end()
                        : settings.segmentBytes();
        return new GroupWriter.Place(
                tail.number(), files.open(name), recovery.runs().getLast(), offset);
    }

    /// Appends an entry and returns at once. The arrays belong to the journal from here on.
    public void append(
            byte[] leaf, byte[] attachment, Urgency urgency, Acknowledgement acknowledgement) {
        if (leaf.length == 0
                || leaf.length > Frame.LARGEST_LEAF
                || attachment.length > Frame.LARGEST_ATTACHMENT
                || leaf.length + attachment.length > largestEntry) {
            acknowledgement.refused(
                    new AppendRefusal.WrongSize(
                            leaf.length, attachment.length, Frame.LARGEST_LEAF, largestEntry));
            return;
        }
        var pressure = supply.pressure();
        if (!pressure.admits(urgency)) {
            acknowledgement.refused(new AppendRefusal.DiskShort(pressure, urgency));
            return;
        }
        queue.push(new Pending(leaf, attachment, urgency, acknowledgement));
    }

    /// Appends an entry; the future holds its index, or fails with [AppendRefused]. Its dependents
    /// run on the writing thread unless they are asynchronous.
    public CompletableFuture<Long> append(byte[] leaf, byte[] attachment, Urgency urgency) {
        var index = new CompletableFuture<Long>();
        append(leaf, attachment, urgency, new Completing(index));
        return index;
    }

    /// Appends an entry that has no attachment.
    public CompletableFuture<Long> append(byte[] leaf, Urgency urgency) {
        return append(leaf, NONE, urgency);
    }

    /// Runs `after` on the writing thread once behind all acknowledgements of each group, so that a
    /// caller with many entries in it wakes up once.
    public void afterEachGroup(Runnable after) {
        afterGroup = requireNonNull(after, "after");
    }

    /// Durable entries at this moment.
    public long size() {
        return runs.durable();
    }

    /// Reads durable entries, also while the journal grows.
    public JournalReader reader() {
        return new JournalReader(files, settings.origin(), runs);
    }

    /// Waits until there are more than `count` durable entries or `limit` is over; returns how many
    /// there are.
    public long awaitBeyond(long count, Duration limit) throws InterruptedException {
        var left = limit.toNanos();
        followers.lock();
        try {
            following.incrementAndGet();
            try {
                while (runs.durable() <= count && writer.stopped() == null && left > 0) {
                    left = grown.awaitNanos(left);
                }
            } finally {
                following.decrementAndGet();
            }
            return runs.durable();
        } finally {
            followers.unlock();
        }
    }

    /// The root of the Merkle tree over the first `size` entries, once their leaves are hashed.
    public Digest root(long size) throws InterruptedException {
        return tree(size).root(size);
    }

    /// Proves that entry `index` is among the first `size`.
    public InclusionProof inclusion(long index, long size) throws InterruptedException {
        return tree(size).inclusion(index, size);
    }

    /// Proves that the record of the first `to` entries is the one of the first `from`, grown.
    public ConsistencyProof consistency(long from, long to) throws InterruptedException {
        return tree(to).consistency(from, to);
    }

    /// The hashes of a tile that the first `size` entries fill.
    public byte[] tile(TilePath tile, long size) throws InterruptedException {
        return tree(size).tile(tile);
    }

    private MerkleTree tree(long size) throws InterruptedException {
        if (size > size()) {
            throw new IllegalArgumentException(
                    "%d entries are durable, not %d".formatted(size(), size));
        }
        return tree.with(size);
    }

    /// The note of the latest checkpoint kept, from this run or an earlier one.
    public synchronized Optional<byte[]> keptNote() {
        return Optional.ofNullable(note).map(byte[]::clone);
    }

    /// Keeps a checkpoint beside the segments, synced, so that recovery can tell a missing tail.
    public synchronized void keepHead(long size, Digest root, byte[] note) throws IOException {
        if (size > size()) {
            throw new IllegalArgumentException(
                    "a checkpoint over %d entries, %d are durable".formatted(size, size()));
        }
        head.write(size, root.toBytes(), note);
        this.note = note.clone();
    }

    /// How the journal fares.
    public JournalHealth health() {
        return new JournalHealth(
                Optional.ofNullable(writer.stopped()),
                supply.pressure(),
                size(),
                writer.groups(),
                writer.bytesWritten());
    }

    /// Name of the log.
    public String origin() {
        return settings.origin();
    }

    /// Writes and acknowledges what waits, then lets the folder go.
    @Override
    public void close() throws IOException {
        try (hold) {
            writer.close();
            supply.close();
            tree.close();
            synchronized (this) {
                head.close();
            }
        }
    }

    private void groupDone() {
        afterGroup.run();
        if (following.get() > 0) {
            followers.lock();
            try {
                grown.signalAll();
            } finally {
                followers.unlock();
            }
        }
    }

    private record Completing(CompletableFuture<Long> index) implements Acknowledgement {

        @Override
        public void durable(long at) {
            index.complete(at);
        }

        @Override
        public void refused(AppendRefusal why) {
            index.completeExceptionally(new AppendRefused(why));
        }
    }
}

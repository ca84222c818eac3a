package org.gongyuan.server.record;

import org.gongyuan.server.record.AppendQueue.Pending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/// The one thread that writes: it gathers everything that waits, writes it as one group, syncs
/// once, and then acknowledges all of it (`journal.md` section 5).
final class GroupWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final AppendRefusal CLOSED = new AppendRefusal.Stopped("it was closed");

    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(200);

    private final JournalFiles files;
    private final JournalSettings settings;
    private final InstantSource clock;
    private final SegmentSupply supply;
    private final TreeFollower tree;
    private final Runs runs;
    private final AppendQueue queue;
    private final Runnable afterGroup;
    private final ByteBuffer group;
    private final ByteBuffer mark = ByteBuffer.allocateDirect(Frame.HEADER);
    private final CRC32C crc = new CRC32C();
    private final LongAdder groups = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final Thread thread;

    private JournalFile file;
    private Run run;
    private byte[] salt;
    private long segment;
    private long offset;
    private long nextIndex;
    private boolean marked;
    private boolean isWithoutRoom;
    private Pending carried;
    private volatile String stopped;

    /// @param at where the last segment in use ends
    GroupWriter(
            JournalFiles files,
            JournalSettings settings,
            InstantSource clock,
            SegmentSupply supply,
            TreeFollower tree,
            Runs runs,
            AppendQueue queue,
            Runnable afterGroup,
            Place at) {
        this.files = files;
        this.settings = settings;
        this.clock = clock;
        this.supply = supply;
        this.tree = tree;
        this.runs = runs;
        this.queue = queue;
        this.afterGroup = afterGroup;
        this.group =
                ByteBuffer.allocateDirect(
                        Math.max(
                                settings.groupBytes(),
                                Frame.padded(Frame.HEADER + settings.largestEntry())));
        this.file = at.file();
        this.run = at.run();
        this.segment = at.segment();
        this.salt = Frame.salt(settings.origin(), segment);
        this.offset = at.offset();
        this.nextIndex = runs.durable();
        // A segment that is not written on gets no mark either: it would stand beyond its end.
        this.marked = at.file() != null && at.offset() >= settings.segmentBytes();
        this.thread = Thread.ofPlatform().daemon().name("journal-writer").unstarted(this::run);
    }

    /// Where writing goes on: segment, its entries so far, and the offset behind them.
    record Place(long segment, JournalFile file, Run run, long offset) {

        /// Before the first segment: there is no room, so the first group begins one.
        static Place before(JournalSettings settings) {
            return new Place(-1, null, null, settings.segmentBytes());
        }
    }

    void start() {
        thread.start();
    }

    /// Why the journal acknowledges nothing any more; null while it does.
    String stopped() {
        return stopped;
    }

    long groups() {
        return groups.sum();
    }

    long bytesWritten() {
        return bytesWritten.sum();
    }

    /// Writes what still waits, then ends.
    @Override
    public void close() throws IOException {
        queue.end();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (file != null) {
            file.close();
        }
    }

    private void run() {
        AppendRefusal end = CLOSED;
        try {
            loop();
        } catch (IOException | InterruptedException | RuntimeException | Error fault) {
            var reason =
                    "segment %s at offset %d: %s"
                            .formatted(
                                    SegmentName.of(Math.max(segment, 0)),
                                    offset,
                                    fault.getMessage());
            LOG.error("the journal in {} stops: {}", files.place(), reason, fault);
            end = new AppendRefusal.Stopped(reason);
            stopped = reason;
        }
        refuse(carried, end);
        carried = null;
        refuse(queue.close(end), end);
        afterGroup.run();
    }

    private void loop() throws IOException, InterruptedException {
        while (true) {
            if (carried == null) {
                carried = queue.drain();
            }
            if (carried != null && queue.isEnding() && isWithoutRoom) {
                return;
            } else if (carried != null) {
                writeGroup();
            } else if (queue.isEnding()) {
                mark();
                return;
            } else {
                mark();
                queue.await();
            }
        }
    }

    private void writeGroup() throws IOException, InterruptedException {
        var count = gather();
        if (count == 0) {
            if (!rotate()) {
                LockSupport.parkNanos(LOOK_FOR_ROOM.toNanos());
            }
            return;
        }
        var end = offset + group.position();
        file.writeFully(group.flip(), offset);
        file.force();
        offset = end;
        nextIndex += count;
        marked = false;
        groups.increment();
        bytesWritten.add(group.limit());
        runs.durable(nextIndex);
        tree.follow(acknowledge(count), count);
    }

    /// Puts as many of the carried entries as fit into the group buffer.
    private int gather() {
        group.clear();
        var room = Math.min(group.capacity(), settings.segmentBytes() - Frame.HEADER - offset);
        var count = 0;
        var entry = carried;
        while (entry != null) {
            var length = Frame.HEADER + entry.leaf.length + entry.attachment.length;
            if (group.position() + Frame.padded(length) > room) {
                break;
            }
            run.extend(offset + group.position());
            Frame.put(group, crc, salt, nextIndex + count, count, entry.leaf, entry.attachment);
            count++;
            entry = entry.next;
        }
        return count;
    }

    /// Tells the first `count` of the carried entries that they are durable; returns their leaves.
    private byte[][] acknowledge(int count) {
        var leaves = new byte[count][];
        var index = nextIndex - count;
        var entry = carried;
        for (var i = 0; i < count; i++) {
            leaves[i] = entry.leaf;
            try {
                entry.acknowledgement.durable(index + i);
            } catch (RuntimeException fault) {
                LOG.error("an acknowledgement of entry {} failed", index + i, fault);
            }
            entry = entry.next;
        }
        carried = entry;
        afterGroup.run();
        return leaves;
    }

    /// Says behind the last group that it has been synced. Not synced itself, and overwritten by
    /// the next group.
    private void mark() throws IOException {
        if (marked || nextIndex == 0) {
            return;
        }
        mark.clear();
        Frame.put(mark, crc, salt, nextIndex, 0, new byte[0], new byte[0]);
        file.writeFully(mark.flip(), offset);
        marked = true;
    }

    /// Goes on in the next segment; false if the disk has no room for one. What was taken waits
    /// then: whoever gave it goes by it already, so it ends durable or with the journal.
    private boolean rotate() throws IOException, InterruptedException {
        var next = supply.next();
        isWithoutRoom = next.isEmpty();
        if (isWithoutRoom) {
            return false;
        }
        begin(next.get(), segment + 1);
        return true;
    }

    private void begin(JournalFile next, long number) throws IOException, InterruptedException {
        if (marked) {
            // A mark left behind in an earlier segment must not be found torn.
            file.force();
        }
        var root = tree.with(nextIndex).root(nextIndex).toBytes();
        var header =
                new SegmentHeader(
                        settings.origin(),
                        number,
                        nextIndex,
                        settings.segmentBytes(),
                        clock.millis(),
                        root);
        next.writeFully(header.encode(), 0);
        next.force();
        if (file != null) {
            // The disk knows of the next segment before anything in it is acknowledged.
            new Successor(number, nextIndex).write(file, settings.origin());
            file.close();
        }
        file = next;
        segment = number;
        salt = Frame.salt(settings.origin(), number);
        offset = SegmentHeader.LENGTH;
        marked = false;
        run = new Run(SegmentName.of(number), number, nextIndex);
        runs.add(run);
    }

    private static void refuse(Pending chain, AppendRefusal why) {
        for (var entry = chain; entry != null; entry = entry.next) {
            tell(entry, why);
        }
    }

    private static void tell(Pending entry, AppendRefusal why) {
        try {
            entry.acknowledgement.refused(why);
        } catch (RuntimeException fault) {
            LOG.error("a refusal could not be told", fault);
        }
    }
}

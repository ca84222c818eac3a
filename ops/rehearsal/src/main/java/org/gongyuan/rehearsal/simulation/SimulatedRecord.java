package org.gongyuan.rehearsal.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// The node's record on a disk that loses what was not synced. Entries are taken at once, written
/// in groups, and durable when their group is synced; a crash leaves the durable ones and perhaps
/// some of the group that was being written, which nobody was told of.
final class SimulatedRecord {

    private final String origin;
    private final Schedule schedule;
    private final SeededRandom random;
    private final Set<Lie> lies;
    private final NoteSigner signer;
    private final List<Kept> durable = new ArrayList<>();
    private int crashes;
    private Duration shortUntil = Duration.ZERO;
    private SittingLog.Taking whenShort = SittingLog.Taking.BUSY;

    /// One entry as it lies on the disk, with who caused it.
    record Kept(Octets leaf, Entry entry, Octets attachment, World.Speaker speaker) {}

    SimulatedRecord(String origin, Schedule schedule, SeededRandom random, Set<Lie> lies) {
        this.origin = origin;
        this.schedule = schedule;
        this.random = random;
        this.lies = lies;
        this.signer =
                new NoteSigner(
                        origin,
                        SigningKeyPair.generate(
                                SmallForm.SUITE, SigningPurpose.CHECKPOINT, random));
    }

    NoteKey checkpointKey() {
        return signer.key();
    }

    /// What is durable, oldest first.
    List<Kept> durable() {
        return Collections.unmodifiableList(durable);
    }

    /// How often a node lost what it had not synced.
    int crashes() {
        return crashes;
    }

    /// The record is short of room for a while.
    void isShort(Duration lasting, SittingLog.Taking what) {
        shortUntil = Duration.ofNanos(schedule.nanos()).plus(lasting);
        whenShort = what;
    }

    Opened open() {
        return new Opened();
    }

    /// The record as one run of the node has it open.
    final class Opened implements SittingLog {

        private final Deque<Kept> waiting = new ArrayDeque<>();
        private final Deque<LongConsumer> tellings = new ArrayDeque<>();
        private List<Kept> group = List.of();
        private World.Speaker speaker;
        private Consumer<Runnable> lane = Runnable::run;
        private boolean isOver;

        /// Calls back in that lane.
        void callsBackIn(Consumer<Runnable> given) {
            lane = given;
        }

        /// Who is speaking now; null when nobody is.
        void speaks(World.Speaker now) {
            speaker = now;
        }

        @Override
        public Taking append(Entry given, byte[] attachment, Urgency urgency, LongConsumer then) {
            if (isOver) {
                return Taking.STOPPED;
            }
            if (isShortFor(urgency)) {
                return whenShort;
            }
            var entry = lies.contains(Lie.SHRINKS_AT_RESUME) ? shrunk(given) : given;
            waiting.add(new Kept(Octets.of(Leaf.of(entry)), entry, Octets.of(attachment), speaker));
            if (lies.contains(Lie.ACKNOWLEDGES_BEFORE_SYNC)) {
                long index = (long) durable.size() + group.size() + waiting.size() - 1;
                var _ = schedule.after(Duration.ofNanos(1_000), () -> unlessOver(then, index));
                tellings.add(_ -> {});
            } else {
                tellings.add(then);
            }
            if (waiting.size() == 1 && group.isEmpty()) {
                var _ = schedule.after(micros(50, 400), this::write);
            }
            return Taking.TAKEN;
        }

        private boolean isShortFor(Urgency urgency) {
            boolean isShort = schedule.nanos() < shortUntil.toNanos();
            boolean isFirst = urgency == Urgency.RESPONSE || urgency == Urgency.SUBMISSION;
            return isShort && (whenShort == Taking.BUSY || !isFirst);
        }

        private void unlessOver(LongConsumer then, long index) {
            if (!isOver) {
                lane.accept(() -> then.accept(index));
            }
        }

        private void write() {
            if (isOver || waiting.isEmpty()) {
                return;
            }
            group = List.copyOf(waiting);
            waiting.clear();
            var _ = schedule.after(syncTakes(), this::synced);
        }

        private Duration syncTakes() {
            return random.happens(3) ? micros(50_000, 900_000) : micros(300, 9_000);
        }

        private void synced() {
            if (isOver) {
                return;
            }
            long first = durable.size();
            int count = group.size();
            durable.addAll(group);
            group = List.of();
            lane.accept(
                    () -> {
                        for (int i = 0; i < count; i++) {
                            tellings.removeFirst().accept(first + i);
                        }
                    });
            if (!waiting.isEmpty()) {
                var _ = schedule.after(Duration.ZERO, this::write);
            }
        }

        @Override
        public void receipt(long index, Consumer<String> then) {
            var _ =
                    schedule.after(
                            micros(200, 30_000),
                            () -> {
                                if (!isOver) {
                                    var text = receiptFor(index);
                                    lane.accept(() -> then.accept(text));
                                }
                            });
        }

        @Override
        public void attachments(long[] indices, Consumer<byte[][]> then) {
            var found = new byte[indices.length][];
            for (int i = 0; i < indices.length; i++) {
                found[i] = durable.get((int) indices[i]).attachment().toBytes();
            }
            var _ =
                    schedule.after(
                            micros(100, 20_000),
                            () -> {
                                if (!isOver) {
                                    lane.accept(() -> then.accept(found));
                                }
                            });
        }

        @Override
        public long keepForeign(byte[] attachment) {
            throw new UnsupportedOperationException("there is no other node");
        }

        /// The node is gone. Some of the group under way may have reached the disk.
        void crash() {
            isOver = true;
            crashes++;
            int reached = group.isEmpty() ? 0 : random.nextInt(group.size() + 1);
            durable.addAll(group.subList(0, reached));
            if (lies.contains(Lie.FORGETS_AT_CRASH)) {
                int kept = Math.max(0, durable.size() - 3);
                durable.subList(kept, durable.size()).clear();
            }
        }
    }

    private String receiptFor(long index) {
        var tree = new MerkleTree();
        durable.forEach(kept -> tree.append(kept.leaf().toBytes()));
        var note = new Checkpoint(origin, tree.size(), tree.root()).sign(List.of(signer));
        return new Receipt(
                        durable.get((int) index).leaf(),
                        index,
                        tree.inclusion(index, tree.size()).path(),
                        new String(note.toBytes(), UTF_8))
                .toText();
    }

    private static Entry shrunk(Entry given) {
        return given instanceof SessionEntry.Resumed resumed
                ? new SessionEntry.Resumed(
                        resumed.at(),
                        resumed.session(),
                        resumed.ordinal(),
                        resumed.deadline().minusSeconds(1),
                        resumed.proposer(),
                        resumed.approver())
                : given;
    }

    private Duration micros(int least, int most) {
        return Duration.ofNanos(1_000L * random.between(least, most));
    }
}

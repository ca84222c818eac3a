package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.Acknowledgement;
import org.gongyuan.server.record.AppendRefusal;
import org.gongyuan.server.record.Checkpoints;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalHealth;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.SignedCheckpoint;
import org.gongyuan.server.record.TilePublication;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.store.StoredEntry;
import org.gongyuan.trust.log.InclusionProof;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.suite.Digest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/// The record of one sitting at this node: the journal, the Merkle tree over it, and its
/// checkpoints.
/// Entries that one sync made durable are told in the lane together, with one call of `afterGroup`
/// behind them, so that a seat hears once of many responses.
public final class JournalLog implements SittingLog, Closeable {

    private static final long CHECKPOINT_EVERY_MILLIS = 500;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    /// Indices from here on stand for attachments of other logs.
    private static final long FIRST_FOREIGN = NOT_HERE + 1;

    private final Journal journal;
    private final Checkpoints signed;
    private final Lane lane;
    private final Copies copies;
    private final InstantSource clock;
    private final Runnable stopped;
    private final Set<Long> aside = new HashSet<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final Thread checkpoints;
    /// Of the group being acknowledged; touched by the journal's writing thread alone.
    private List<Pending> group = new ArrayList<>();
    private volatile Runnable afterGroup = () -> {};
    private volatile LongConsumer tookNanos = _ -> {};
    private volatile Consumer<Entry> outrun = _ -> {};
    private volatile Function<Digest, Optional<SessionId>> sessionOf = _ -> Optional.empty();
    private final Map<Long, byte[]> foreign = new ConcurrentHashMap<>();
    private final AtomicLong nextForeign = new AtomicLong(FIRST_FOREIGN);
    private volatile boolean closing;

    private record Asked(long index, Consumer<String> then) {}

    /// Where entries are copied to before they count as durable (`durability: cluster`).
    @FunctionalInterface
    public interface Copies {

        /// Copies entries of a log, and calls `done` once they are safe, with the positions of
        /// those that were refused because another node has taken their place in their session. In
        /// order of calls.
        void copy(String origin, List<Copied> entries, Consumer<Set<Integer>> done);

        /// How often this node took a session over from another. An entry is copied only in the
        /// tenure in which it was entered.
        default long tenure(SessionId session) {
            return 0;
        }

        /// Nothing is copied (`durability: node`).
        Copies NONE = (_, _, done) -> done.accept(Set.of());
    }

    /// One entry to copy.
    public static final class Copied {

        private final long index;
        private final Entry entry;
        private final byte[] leaf;
        private final byte[] attachment;
        private final Optional<StoredEntry.Place> place;
        private final long tenure;

        /// An entry as it stands in its log.
        public Copied(
                long index,
                Entry entry,
                byte[] leaf,
                byte[] attachment,
                Optional<StoredEntry.Place> place,
                long tenure) {
            this.index = index;
            this.entry = entry;
            this.leaf = leaf;
            this.attachment = attachment;
            this.place = place;
            this.tenure = tenure;
        }

        /// The place it takes in a session's chain. An absence takes the place of an admission.
        public Optional<StoredEntry.Place> place() {
            return place;
        }

        /// The tenure it was entered in ([Copies#tenure]).
        public long tenure() {
            return tenure;
        }

        /// Its index in its log.
        public long index() {
            return index;
        }

        /// What it says.
        public Entry entry() {
            return entry;
        }

        /// Its leaf.
        public Octets leaf() {
            return Octets.of(leaf);
        }

        /// What travels beside it.
        public Octets attachment() {
            return Octets.of(attachment);
        }
    }

    private final class Pending implements Acknowledgement {

        private final Entry entry;
        private final byte[] leaf;
        private final byte[] attachment;
        private final LongConsumer durable;
        private final long tenure;
        private final long takenNanos = System.nanoTime();
        private long index;
        private Taking taking = Taking.TAKEN;

        private Pending(Entry entry, byte[] leaf, byte[] attachment, LongConsumer durable) {
            this.entry = entry;
            this.leaf = leaf;
            this.attachment = attachment;
            this.durable = durable;
            this.tenure = tenureOf(entry);
        }

        @Override
        public void durable(long at) {
            index = at;
            group.add(this);
        }

        @Override
        public void refused(AppendRefusal why) {
            taking =
                    switch (why) {
                        case AppendRefusal.Stopped _ -> Taking.STOPPED;
                        case AppendRefusal.DiskShort _ -> Taking.FULL;
                        case AppendRefusal.QueueFull _ -> Taking.BUSY;
                        case AppendRefusal.WrongSize _ ->
                                throw new IllegalArgumentException(why.sentence());
                    };
            if (taking == Taking.STOPPED && !closing) {
                lane.execute(stopped);
            }
        }
    }

    private JournalLog(
            Journal journal,
            NoteSigner signer,
            Lane lane,
            Copies copies,
            InstantSource clock,
            Runnable stopped) {
        this.journal = journal;
        this.clock = clock;
        this.signed = new Checkpoints(journal, List.of(signer));
        this.lane = lane;
        this.copies = copies;
        this.stopped = stopped;
        this.checkpoints =
                Thread.ofPlatform().daemon().name("checkpoints").unstarted(this::giveCheckpoints);
    }

    /// Opens the journal in a folder, making a new one if there is none.
    ///
    /// @param stopped called in the lane when the record takes nothing any more
    /// @throws IOException when it is damaged or cannot be read; the message says which and what to
    /// do
    public static JournalLog open(
            Path folder,
            JournalSettings settings,
            NoteSigner signer,
            Lane lane,
            Copies copies,
            InstantSource clock,
            Runnable stopped)
            throws IOException {
        try {
            var opening = Journal.open(JournalFolder.at(folder), settings, clock);
            return switch (opening) {
                case JournalOpening.Ready(var journal, _) -> {
                    var log =
                            new JournalLog(
                                    requireNonNull(journal), signer, lane, copies, clock, stopped);
                    journal.afterEachGroup(log::groupDone);
                    log.checkpoints.start();
                    yield log;
                }
                case JournalOpening.Damaged(_, var report) ->
                        throw new IOException(
                                "the journal in %s is damaged and is not written on: %s"
                                        .formatted(folder, report.damages()));
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("opening the journal in " + folder + " was interrupted");
        }
    }

    /// Knows the session of a candidate, by his commitment: an absence takes its first place.
    public void sessionOf(Function<Digest, Optional<SessionId>> known) {
        sessionOf = known;
    }

    /// Told in the lane of an entry whose place in its session another node has taken. It stands in
    /// this log, was told to nobody, and is set aside by an entry of its own.
    public void outrun(Consumer<Entry> told) {
        outrun = told;
    }

    @Override
    public long keepForeign(byte[] attachment) {
        long index = nextForeign.getAndIncrement();
        foreign.put(index, attachment);
        return index;
    }

    /// Told in the lane, for every group, how long its oldest entry took to become durable.
    public void tookNanos(LongConsumer told) {
        tookNanos = told;
    }

    /// What runs in the lane after each group has been told.
    public void afterGroup(Runnable after) {
        afterGroup = after;
    }

    @Override
    public Taking append(Entry entry, byte[] attachment, Urgency urgency, LongConsumer durable) {
        var leaf = Leaf.of(entry);
        var pending = new Pending(entry, leaf, attachment, durable);
        waiting.incrementAndGet();
        journal.append(leaf, attachment, urgency, pending);
        if (pending.taking != Taking.TAKEN) {
            waiting.decrementAndGet();
        }
        return pending.taking;
    }

    @Override
    public void receipt(long index, Consumer<String> then) {
        if (index >= NOT_HERE) {
            return;
        }
        asked.add(new Asked(index, then));
    }

    @Override
    public void attachments(long[] indices, Consumer<byte[][]> then) {
        Thread.startVirtualThread(
                () -> {
                    var found = new byte[indices.length][];
                    var reader = journal.reader();
                    for (int i = 0; i < indices.length; i++) {
                        found[i] =
                                indices[i] >= FIRST_FOREIGN
                                        ? foreign.get(indices[i])
                                        : reader.entry(indices[i]).attachment();
                    }
                    lane.execute(() -> then.accept(found));
                });
    }

    /// Entries that wait to become durable.
    public int waiting() {
        return waiting.get();
    }

    /// How the journal fares.
    public JournalHealth health() {
        return journal.health();
    }

    /// Reads durable entries.
    public JournalReader reader() {
        return journal.reader();
    }

    /// Entries of this log that it set aside in an earlier run, when it is read back.
    void wereSetAside(List<Long> indices) {
        aside.addAll(indices);
    }

    /// Copies durable entries from one index up to another once more, and sets aside those whose
    /// places others hold by now. Those that were set aside before are left out.
    void copyAgain(long from, long to, Runnable done) {
        var entries = new ArrayList<Copied>();
        journal.reader()
                .read(
                        from,
                        to,
                        found -> {
                            if (!aside.contains(found.index())) {
                                var entry = Leaf.read(found.leaf());
                                entries.add(
                                        new Copied(
                                                found.index(),
                                                entry,
                                                found.leaf(),
                                                found.attachment(),
                                                placeOf(entry),
                                                tenureOf(entry)));
                            }
                        });
        copies.copy(
                journal.origin(),
                entries,
                refused ->
                        lane.execute(
                                () -> {
                                    setAside(
                                            refused.stream()
                                                    .map(i -> entries.get(i).index())
                                                    .sorted()
                                                    .toList());
                                    done.run();
                                }));
    }

    /// The log's origin.
    public String origin() {
        return journal.origin();
    }

    /// A signed checkpoint over everything that is durable now.
    SignedCheckpoint checkpoint() throws IOException, InterruptedException {
        return signed.sign()
                .orElseThrow(() -> new IOException("the log has no entry, nothing is shown"));
    }

    /// The proof that an entry stands in this log when it has that size.
    InclusionProof inclusion(long index, long size) throws InterruptedException {
        return journal.inclusion(index, size);
    }

    /// The latest signed checkpoint.
    public Optional<SignedCheckpoint> latestCheckpoint() {
        return signed.latest();
    }

    /// Writes the record so far as tiles, entry bundles and checkpoint into a folder, for witnesses
    /// and verifiers.
    public SignedCheckpoint publishTiles(Path folder) throws IOException, InterruptedException {
        var checkpoint =
                signed.sign()
                        .orElseThrow(
                                () -> new IOException("the log has no entry, nothing is shown"));
        new TilePublication(journal, folder).publish(checkpoint);
        return checkpoint;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        asked.add(new Asked(-1, _ -> {}));
        try {
            checkpoints.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }

    // --- on the journal's writing thread

    private void groupDone() {
        if (group.isEmpty()) {
            return;
        }
        var done = group;
        group = new ArrayList<>(done.size());
        if (copies.equals(Copies.NONE)) {
            lane.execute(() -> tell(done, Set.of()));
        } else {
            var entries = new ArrayList<Copied>(done.size());
            for (var one : done) {
                entries.add(
                        new Copied(
                                one.index,
                                one.entry,
                                one.leaf,
                                one.attachment,
                                placeOf(one.entry),
                                one.tenure));
            }
            copies.copy(
                    journal.origin(), entries, refused -> lane.execute(() -> tell(done, refused)));
        }
    }

    // --- in the lane

    private void tell(List<Pending> done, Set<Integer> refused) {
        waiting.addAndGet(-done.size());
        tookNanos.accept(System.nanoTime() - done.getFirst().takenNanos);
        var lost = new ArrayList<Long>();
        for (int i = 0; i < done.size(); i++) {
            var one = done.get(i);
            if (refused.contains(i)) {
                lost.add(one.index);
                if (one.tenure == tenureOf(one.entry)) {
                    outrun.accept(one.entry);
                }
            } else {
                one.durable.accept(one.index);
            }
        }
        setAside(lost);
        afterGroup.run();
    }

    /// Enters that entries of this log do not count (`exam-record.md` section 6).
    private void setAside(List<Long> indices) {
        for (int from = 0; from < indices.size(); from += SittingEntry.SetAside.MOST) {
            var some =
                    List.copyOf(
                            indices.subList(
                                    from,
                                    Math.min(indices.size(), from + SittingEntry.SetAside.MOST)));
            setAsideOnce(some);
        }
    }

    private void setAsideOnce(List<Long> indices) {
        var entry = new SittingEntry.SetAside(clock.instant(), indices);
        if (append(entry, NOTHING, Urgency.TIME, _ -> {}) == Taking.TAKEN) {
            aside.addAll(indices);
        } else if (!closing) {
            var _ = lane.after(AGAIN_AFTER, () -> setAsideOnce(indices));
        }
    }

    private Optional<StoredEntry.Place> placeOf(Entry entry) {
        return switch (entry) {
            case SessionEntry one ->
                    Optional.of(new StoredEntry.Place(one.session(), one.ordinal()));
            case SittingEntry.Absent one ->
                    sessionOf.apply(one.candidate()).map(id -> new StoredEntry.Place(id, 0));
            case SittingEntry _ -> Optional.empty();
        };
    }

    private long tenureOf(Entry entry) {
        return entry instanceof SessionEntry one ? copies.tenure(one.session()) : 0;
    }

    // --- on the checkpoints' thread

    private void giveCheckpoints() {
        try {
            while (true) {
                var batch = new ArrayList<Asked>();
                var first = asked.poll(CHECKPOINT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    asked.drainTo(batch);
                }
                var _ = signed.sign();
                for (var one : batch) {
                    if (one.index < 0) {
                        return;
                    }
                    give(one);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException failed) {
            if (!closing) {
                lane.execute(stopped);
            }
        }
    }

    private void give(Asked one) throws InterruptedException, IOException {
        var included = signed.include(one.index);
        var receipt =
                new Receipt(
                                Octets.of(journal.reader().entry(one.index).leaf()),
                                one.index,
                                included.proof().path(),
                                included.checkpoint().note().toString())
                        .toText();
        lane.execute(() -> one.then.accept(receipt));
    }
}

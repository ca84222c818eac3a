package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.admission.Doors;
import org.gongyuan.server.delivery.SeatFiles;
import org.gongyuan.server.record.DiskPressure;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.release.ReleaseRoom;
import org.gongyuan.server.release.ShareWatch;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.sitting.Closing;
import org.gongyuan.server.sitting.Node;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.Sitting;
import org.gongyuan.server.sitting.SittingForm;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.server.time.ClockAtRestart;
import org.gongyuan.server.time.ClockInDoubt;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// All sittings a node holds: opens them, brings them back at start, closes them. Its methods wait
/// for disks, so they are called on virtual threads, never in the lane.
public final class Hall implements AutoCloseable {

    private static final long MOST_UNCOPIED = 150_000;
    private static final int COPIED_AT_ONCE = 2_000;

    private final HallGround ground;
    private final Node node;
    private final Lane lane;
    private final Doors doors;
    private final SeatFiles files;
    private final Map<SittingId, Held> held =
            new ConcurrentSkipListMap<>(Comparator.comparing(SittingId::text));
    private final AtomicLong alarms = new AtomicLong();
    private volatile boolean stopped;
    private volatile ShareWatch shareWatch = ShareWatch.NONE;
    private Instant lastEntry = Instant.EPOCH;

    /// One sitting with what belongs to it at this node.
    public record Held(
            Sitting sitting,
            Manifest manifest,
            JournalLog log,
            ReleaseRoom room,
            SittingFolder folder,
            SaidWordsFile said,
            DoorOverridesFile letPass,
            EvidenceFolder evidence) {}

    /// What the hall stands on.
    ///
    /// @param data the node's data folder
    /// @param keys the node's key folder
    /// @param acceptance which sealed forms are taken
    /// @param checkpointKey signs the checkpoints of every log of the node
    /// @param admissionKey under which rosters are kept
    /// @param journals how a journal of an origin is kept
    /// @param alarm told of what staff must look into, in a sentence
    /// @param others the other nodes that hold the same sittings
    /// @param clock sets the node's clock once all logs have been read back
    public record HallGround(
            Path data,
            Path keys,
            Acceptance acceptance,
            SigningKeyPair checkpointKey,
            AdmissionKey admissionKey,
            Function<String, JournalSettings> journals,
            JournalLog.Copies copies,
            Consumer<String> alarm,
            Others others,
            ClockAtRestart clock) {

        public HallGround {
            requireNonNull(data, "data");
            requireNonNull(keys, "keys");
            requireNonNull(acceptance, "acceptance");
            requireNonNull(checkpointKey, "checkpointKey");
            requireNonNull(admissionKey, "admissionKey");
            requireNonNull(journals, "journals");
            requireNonNull(copies, "copies");
            requireNonNull(alarm, "alarm");
            requireNonNull(others, "others");
            requireNonNull(clock, "clock");
        }
    }

    /// An empty hall.
    public Hall(HallGround ground, Node node, Lane lane, Doors doors, SeatFiles files) {
        this.ground = requireNonNull(ground, "ground");
        this.node = requireNonNull(node, "node");
        this.lane = requireNonNull(lane, "lane");
        this.doors = requireNonNull(doors, "doors");
        this.files = requireNonNull(files, "files");
    }

    /// Opens a sitting with a sealed form and a roster as it is brought.
    ///
    /// @throws HallRefused when it cannot be opened, with the reason
    public Sitting open(SittingPlan plan, Path sealedForm, Roster roster) {
        var folder = SittingFolder.of(ground.data(), plan.sitting());
        if (plan.sitting().equals(StaffLog.NAME)) {
            throw new HallRefused(Sentence.SITTING_NAME_TAKEN.of(StaffLog.NAME));
        }
        synchronized (this) {
            if (held.containsKey(plan.sitting()) || folder.exists()) {
                throw new HallRefused(Sentence.SITTING_OPENED.of(plan.sitting()));
            }
            try {
                var form = read(sealedForm);
                var manifest = form.manifest();
                if (!plan.rules().notBefore().equals(manifest.notBefore())) {
                    throw new HallRefused(
                            Sentence.FORM_OPENS_OTHERWISE.of(
                                    manifest.notBefore(), plan.rules().notBefore()));
                }
                if (plan.rules().starts().isBefore(manifest.notBefore())) {
                    throw new HallRefused(
                            Sentence.SITTING_STARTS_TOO_EARLY.of(
                                    plan.rules().starts(), manifest.notBefore()));
                }
                folder.make(
                        plan,
                        roster.keptUnder(ground.admissionKey()),
                        ground.admissionKey(),
                        node.random(),
                        sealedForm);
                return put(folder, plan, folder.roster(ground.admissionKey()), form, true);
            } catch (IOException failed) {
                throw new HallRefused(
                        Sentence.SITTING_CANNOT_OPEN.of(plan.sitting(), failed.getMessage()),
                        failed);
            }
        }
    }

    /// Brings back every sitting that lies in the data folder; returns how many entries were read.
    ///
    /// @throws HallRefused when one cannot be brought back
    public long recover() {
        long entries = 0;
        try {
            for (var folder : SittingFolder.all(ground.data())) {
                var sitting =
                        put(
                                folder,
                                folder.plan(),
                                folder.roster(ground.admissionKey()),
                                read(folder.form()),
                                false);
                entries += held.get(sitting.id()).log().reader().size();
            }
            setClock();
            for (var one : sittings()) {
                recopy(one.log());
                goOn(one.sitting());
            }
            return entries;
        } catch (ClockInDoubt doubt) {
            alarm(doubt.getMessage());
            throw new HallRefused(doubt.getMessage(), doubt);
        } catch (IOException failed) {
            throw new HallRefused(
                    "the sittings in %s cannot be brought back: %s"
                            .formatted(ground.data(), failed.getMessage()),
                    failed);
        }
    }

    /// Tells somebody of every share that is refused, in rooms that are opened or brought back from
    /// now on.
    public void watchShares(ShareWatch watch) {
        shareWatch = requireNonNull(watch, "watch");
    }

    /// The sitting of that id.
    public Optional<Held> sitting(SittingId id) {
        return Optional.ofNullable(held.get(id));
    }

    /// All sittings.
    public List<Held> sittings() {
        return List.copyOf(held.values());
    }

    /// Closes a sitting if the sums agree.
    public CompletableFuture<Closing> close(SittingId id) {
        var closing = new CompletableFuture<Closing>();
        var one = held.get(id);
        if (one == null) {
            closing.complete(new Closing.Refused(Sentence.NOT_HELD.of(), List.of()));
        } else {
            Runnable close = () -> one.sitting().close(closing::complete);
            lane.enter(ground.others().areThere() ? () -> one.sitting().gatherAll(close) : close);
        }
        return closing.thenApply(
                outcome -> {
                    if (outcome instanceof Closing.Closed) {
                        ground.others().closed(id);
                    }
                    return outcome;
                });
    }

    /// Lets nobody in with these tickets of a sitting, and with all others.
    public void bar(SittingId id, Set<String> tickets) {
        doors.recusals().bar(id, tickets);
    }

    /// Destroys the keys over what is kept of candidates of a sitting; of all when none is named.
    /// Returns of how many.
    public int erase(SittingId id, Optional<Digest> candidate) {
        var one = held.get(id);
        try {
            return one.folder()
                    .erase(
                            candidate
                                    .<Collection<Digest>>map(List::of)
                                    .orElseGet(() -> one.sitting().roster().commitments()),
                            ground.admissionKey());
        } catch (IOException failed) {
            throw new HallRefused(
                    "the keys over candidates of %s cannot be destroyed: %s"
                            .formatted(id, failed.getMessage()),
                    failed);
        }
    }

    /// How many candidates' names, facts and photos can still be opened.
    public int keptCandidates(SittingId id) {
        try {
            return held.get(id).folder().keptCandidates(ground.admissionKey());
        } catch (IOException failed) {
            throw new HallRefused(
                    "what is kept of candidates of %s cannot be read: %s"
                            .formatted(id, failed.getMessage()),
                    failed);
        }
    }

    /// Whether a candidate's can.
    public boolean keeps(SittingId id, Digest candidate) {
        try {
            return held.get(id).folder().keeps(candidate, ground.admissionKey());
        } catch (IOException failed) {
            throw new HallRefused(
                    "what is kept of a candidate of %s cannot be read: %s"
                            .formatted(id, failed.getMessage()),
                    failed);
        }
    }

    /// The rooms of a sitting whose pictures can still be opened here.
    public List<String> evidenceRooms(SittingId id) {
        try {
            return held.get(id).evidence().rooms();
        } catch (IOException failed) {
            throw unread(id, failed);
        }
    }

    /// The rooms of a sitting whose pictures lie here although their key is gone and was not
    /// destroyed by this node.
    public List<String> orphanedRooms(SittingId id) {
        try {
            return held.get(id).evidence().orphans();
        } catch (IOException failed) {
            throw unread(id, failed);
        }
    }

    /// The rooms of a sitting whose pictures were being destroyed here when it broke off.
    public List<String> unfinishedRooms(SittingId id) {
        try {
            return held.get(id).evidence().unfinished();
        } catch (IOException failed) {
            throw unread(id, failed);
        }
    }

    private static HallRefused unread(SittingId id, IOException failed) {
        return new HallRefused(
                "what is kept of pictures of %s cannot be read: %s"
                        .formatted(id, failed.getMessage()),
                failed);
    }

    /// Destroys the key over the pictures of a room, and removes them.
    public void destroyEvidence(SittingId id, String room) {
        try {
            held.get(id).evidence().destroy(room);
        } catch (IOException failed) {
            throw new HallRefused(
                    "the pictures of room %s of %s cannot be destroyed: %s"
                            .formatted(room, id, failed.getMessage()),
                    failed);
        }
    }

    /// Whether results of a sitting, or what they were made of, are kept here.
    public boolean keepsResults(SittingId id) {
        try {
            return results(id).isKept();
        } catch (IOException failed) {
            throw new HallRefused(
                    "what is kept of results of %s cannot be read: %s"
                            .formatted(id, failed.getMessage()),
                    failed);
        }
    }

    /// Whether results of a sitting were being destroyed here when it broke off, or came back
    /// since.
    public boolean hasUnfinishedResults(SittingId id) {
        return results(id).isEnded() && keepsResults(id);
    }

    /// Destroys the key over the results of a sitting, and removes them.
    public void destroyResults(SittingId id) {
        try {
            results(id).destroy();
        } catch (IOException failed) {
            throw new HallRefused(
                    "the results of %s cannot be destroyed: %s".formatted(id, failed.getMessage()),
                    failed);
        }
    }

    private KeptResults results(SittingId id) {
        return new KeptResults(held.get(id).folder().conclusion());
    }

    /// How often an alarm was raised since the start.
    public long alarms() {
        return alarms.get();
    }

    /// Whether every record still takes entries.
    public boolean isRecording() {
        return !stopped
                && held.values().stream().allMatch(one -> one.log().health().stopped().isEmpty());
    }

    /// How much the node can take beyond responses (`seat-protocol.md` section 10).
    public int credit() {
        return held.values().stream()
                .mapToInt(one -> Credit.of(one.log().health().pressure(), one.log().waiting()))
                .min()
                .orElse(Credit.EVERYTHING);
    }

    /// The worst pressure of any journal's disk.
    public DiskPressure pressure() {
        return held.values().stream()
                .map(one -> one.log().health().pressure())
                .max(Comparator.naturalOrder())
                .orElse(DiskPressure.AMPLE);
    }

    @Override
    public void close() {
        for (var one : held.values()) {
            lane.ask(
                            () -> {
                                one.sitting().leave();
                                one.room().close();
                                doors.forget(one.sitting().id());
                                return true;
                            })
                    .join();
            try {
                one.log().close();
                one.said().close();
                one.letPass().close();
                one.evidence().close();
            } catch (Exception failed) {
                alarm(
                        "sitting %s was not left in order: %s"
                                .formatted(one.sitting().id(), failed.getMessage()));
            }
        }
        held.clear();
    }

    /// Raises an alarm.
    public void alarm(String sentence) {
        alarms.incrementAndGet();
        ground.alarm().accept(sentence);
    }

    private SealedForm read(Path file) throws IOException {
        try {
            return SealedForm.read(file, ground.acceptance());
        } catch (FormRefused refused) {
            throw new HallRefused(
                    "the sealed form %s is refused: %s"
                            .formatted(file.getFileName(), refused.getMessage()),
                    refused);
        }
    }

    private Sitting put(
            SittingFolder folder, SittingPlan plan, Roster roster, SealedForm form, boolean isNew)
            throws IOException {
        var manifest = form.manifest();
        if (!Files.exists(folder.seatFile())) {
            try {
                form.writeSeatFile(folder.seatFile());
            } catch (FormRefused refused) {
                throw new IOException(refused.getMessage(), refused);
            }
        }
        long size = form.seatFileSize();
        form.close();
        var id = plan.sitting();
        var origin = node.body() + "/" + id + "/" + node.name();
        var signer = new NoteSigner(origin, ground.checkpointKey());
        var log =
                JournalLog.open(
                        folder.journal(),
                        ground.journals().apply(origin),
                        signer,
                        lane,
                        ground.copies(),
                        node.clock(),
                        () -> recordStopped(id));
        var evidence =
                new EvidenceFolder(
                        EvidenceArchive.folder(ground.data()),
                        id,
                        EvidenceArchive.keyFolder(ground.keys(), id),
                        manifest.suite(),
                        node.random(),
                        lane);
        var sittingForm = sittingForm(manifest, size);
        var key = Octets.of(ground.checkpointKey().verifyingKey().toBytes());
        log.sessionOf(
                commitment ->
                        roster.withCommitment(commitment)
                                .map(one -> one.session(manifest.suite(), id)));
        Sitting sitting;
        if (isNew || log.reader().size() == 0) {
            var opened = new CompletableFuture<Void>();
            sitting =
                    lane.ask(
                                    () ->
                                            Sitting.open(
                                                    plan,
                                                    sittingForm,
                                                    roster,
                                                    node,
                                                    log,
                                                    evidence,
                                                    key,
                                                    () -> opened.complete(null)))
                            .join();
            opened.join();
        } else {
            sitting = Sitting.again(plan, sittingForm, roster, node, log, evidence, key);
            replay(sitting, log);
        }
        var others = ground.others();
        sitting.among(others.elsewhere(), session -> others.tookOver(id, session));
        log.afterGroup(sitting::flush);
        log.outrun(
                entry -> {
                    switch (entry) {
                        case SessionEntry lost -> sitting.letGo(lost.session());
                        case SittingEntry.Absent came -> sitting.cameElsewhere(came.candidate());
                        case SittingEntry _ -> {}
                    }
                });
        var said = new SaidWordsFile(folder.said(), this::alarm);
        said.sayAgain(sitting);
        sitting.orders().keepWordsIn(said);
        var letPass =
                new DoorOverridesFile(folder.letPass(), sitting, ground.others(), this::alarm);
        files.shelve(manifest.digest(), folder.seatFile(), size);
        var room =
                new ReleaseRoom(
                        manifest,
                        sitting,
                        node.random(),
                        this::alarm,
                        () -> ground.others().released(id),
                        shareWatch);
        held.put(id, new Held(sitting, manifest, log, room, folder, said, letPass, evidence));
        if (isNew) {
            goOn(sitting);
        }
        return sitting;
    }

    /// Nothing is done by the clock before all logs have told what they know of time.
    private void setClock() {
        if (held.isEmpty()) {
            return;
        }
        var known = ground.clock().known(lastEntry);
        boolean timeRuns = held.values().stream().anyMatch(one -> one.sitting().mayRunAt(known));
        ground.clock().goOn(lastEntry, timeRuns);
    }

    private void goOn(Sitting sitting) {
        lane.ask(
                        () -> {
                            sitting.goOn();
                            doors.hold(sitting);
                            return true;
                        })
                .join();
        ground.others().opened(sitting.id());
    }

    /// Reads a log back. In a cluster a session may have gone on in another node's log, so its
    /// entries come from the store, when they are needed.
    private void replay(Sitting sitting, JournalLog log) {
        boolean alone = !ground.others().areThere();
        long size = log.reader().size();
        log.reader()
                .read(
                        0,
                        size,
                        found -> {
                            var entry = Leaf.read(found.leaf());
                            if (entry instanceof SittingEntry.SetAside aside) {
                                log.wereSetAside(aside.indices());
                            }
                            if (alone || entry instanceof SittingEntry) {
                                sitting.replay(entry, found.index());
                            }
                            if (found.index() == size - 1) {
                                lastEntry = lastEntry.isBefore(entry.at()) ? entry.at() : lastEntry;
                            }
                        });
    }

    /// Entries that were journaled when the node went down and may not have been copied yet.
    private void recopy(JournalLog log) {
        if (!ground.others().areThere()) {
            return;
        }
        long size = log.reader().size();
        for (long from = Math.max(0, size - MOST_UNCOPIED); from < size; from += COPIED_AT_ONCE) {
            var copied = new CompletableFuture<Void>();
            log.copyAgain(from, Math.min(size, from + COPIED_AT_ONCE), () -> copied.complete(null));
            copied.join();
        }
    }

    private void recordStopped(SittingId id) {
        if (!stopped) {
            stopped = true;
            var one = held.get(id);
            alarm(
                    "the record of sitting %s takes nothing any more: %s"
                            .formatted(
                                    id,
                                    one == null
                                            ? "?"
                                            : one.log().health().stopped().orElse("copies")));
            doors.open(false);
            if (one != null) {
                one.sitting().leave();
            }
        }
    }

    private static SittingForm sittingForm(Manifest manifest, long seatFileSize) {
        return new SittingForm(
                manifest.digest(),
                Octets.of(manifest.toBytes()),
                manifest.form().id(),
                manifest.form().revision(),
                manifest.suite(),
                manifest.notBefore(),
                manifest.formKey().k(),
                manifest.formKey().n(),
                List.of(manifest.signers().assembler(), manifest.signers().reviewer()),
                manifest.formKey().key(),
                IntStream.rangeClosed(1, manifest.outline().size())
                        .mapToObj(PlacementId::new)
                        .collect(Collectors.toSet()),
                seatFileSize);
    }
}

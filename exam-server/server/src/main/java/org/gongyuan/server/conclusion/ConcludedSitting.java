package org.gongyuan.server.conclusion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.Gathering;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.MarkingQuorum;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.node.KeptResults;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.result.BundleExport;
import org.gongyuan.server.result.Publication;
import org.gongyuan.server.scoring.ClosedRecord;
import org.gongyuan.server.scoring.CutScoreDocument;
import org.gongyuan.server.scoring.DocumentRefused;
import org.gongyuan.server.scoring.MarksDocument;
import org.gongyuan.server.scoring.OpenedSheet;
import org.gongyuan.server.scoring.Scoring;
import org.gongyuan.server.scoring.ScoringStopped;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.server.store.StoredEntries;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.PasskeyKey;
import org.gongyuan.trust.seal.ResultKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// A closed sitting on its way to the public.
///
///     closed --marking quorum, cut score, human scores--> scored --two approvals--> approved
///     approved --notice--> in notice --after its end, approvers' quorum--> published
///
/// Every arrow is an entry; a step out of order is refused and changes nothing.
public final class ConcludedSitting implements AutoCloseable {

    private static final String RUN = "[a-z0-9][a-z0-9-]{0,59}";

    private final NodeRecord first;
    private final List<HeldLog> logs;
    private final SealedForm form;
    private final Documents documents;
    private final Clock clock;
    private final SecureRandom random;

    /// A node that held the sitting and runs no more.
    ///
    /// @param data its data folder
    /// @param keys its key folder
    /// @param passphrase of its keys; empty when they lie open
    public record Node(Path data, Path keys, String body, String name, String passphrase) {

        public Node {
            requireNonNull(data, "data");
            requireNonNull(keys, "keys");
            requireNonNull(body, "body");
            requireNonNull(name, "name");
            requireNonNull(passphrase, "passphrase");
        }

        @Override
        public String toString() {
            return "Node[%s, %s]".formatted(name, data);
        }
    }

    /// Who may see and approve results: how many of the sealing keys open them, and the keys that
    /// sign approvals.
    public record Approvers(int k, List<SealingPublicKey> seals, List<VerifyingKey> signers) {

        public Approvers {
            seals = List.copyOf(seals);
            signers = List.copyOf(signers);
        }
    }

    private ConcludedSitting(
            NodeRecord first,
            List<HeldLog> logs,
            SealedForm form,
            Documents documents,
            Clock clock,
            SecureRandom random) {
        this.first = first;
        this.logs = new ArrayList<>(logs);
        this.form = form;
        this.documents = documents;
        this.clock = clock;
        this.random = random;
    }

    /// Takes over the logs of a sitting from its nodes, and those that were restored there; new
    /// entries go into the first one's.
    ///
    /// @throws IOException when a node still runs, or a log cannot be read
    public static ConcludedSitting takeOver(
            SittingId sitting,
            List<Node> nodes,
            Acceptance acceptance,
            Clock clock,
            SecureRandom random)
            throws IOException, InterruptedException, FormRefused {
        var logs = new ArrayList<HeldLog>();
        try {
            var own = new ArrayList<NodeRecord>();
            for (var node : nodes) {
                var record = NodeRecord.takeOver(node, sitting, clock, random);
                logs.add(record);
                own.add(record);
            }
            for (var record : own) {
                for (var folder : RestoredLog.in(record.folder().restored())) {
                    var origin = sibling(record.origin(), folder.getFileName().toString());
                    if (isHere(origin, logs)) {
                        throw new IOException(
                                "log %s is here twice: restored in %s, and of a node that is given"
                                        .formatted(origin, folder));
                    }
                    logs.add(RestoredLog.open(folder, origin, record.checkpointKey(), clock));
                }
            }
            var first = own.getFirst();
            return new ConcludedSitting(
                    first,
                    logs,
                    SealedForm.read(first.folder().form(), acceptance),
                    Documents.in(first.documents()),
                    clock,
                    random);
        } catch (IOException | InterruptedException | FormRefused | RuntimeException failed) {
            for (var log : logs) {
                log.close();
            }
            throw failed;
        }
    }

    /// The logs of the sitting, in the order of the nodes.
    public List<JournalReader> logs() {
        return logs.stream().map(HeldLog::reader).toList();
    }

    /// A log that was restored.
    ///
    /// @param size how many leaves it has
    /// @param missing the indices of which the store has no copy
    public record Restored(String origin, long size, List<Long> missing) {

        public Restored {
            requireNonNull(origin, "origin");
            missing = List.copyOf(missing);
        }
    }

    /// Restores the log of a node that was lost with its disk, from the copies that the store
    /// keeps under `durability: cluster`, and enters into the first node's log who restored what.
    /// The two persons' order has been checked. Repeating what was cut short ends it.
    public Restored restore(String node, StaffId proposer, StaffId approver, StoredEntries store)
            throws ConclusionRefused, IOException, InterruptedException {
        var origin = sibling(first.origin(), node);
        if (isHere(origin, logs)) {
            throw new ConclusionRefused(
                    "log %s is here; what is here is not lost".formatted(origin));
        }
        var folder = first.folder().restored().resolve(node);
        var unfinished = folder.resolveSibling(node + ".unfinished");
        var sitting = first.folder().plan().sitting();
        var written = new LogRestoration(origin, sitting, store, clock).write(unfinished);
        var said =
                entries(SittingEntry.LogRestored.class).stream()
                        .filter(one -> one.origin().equals(origin))
                        .findFirst();
        if (said.isEmpty()) {
            enter(
                    new SittingEntry.LogRestored(
                            now(),
                            origin,
                            written.size(),
                            written.root(),
                            written.missing().size(),
                            proposer,
                            approver));
        } else if (said.get().size() != written.size()
                || !said.get().root().equals(written.root())) {
            throw new ConclusionRefused(
                    ("log %s was restored before with %d entries, and the store has others now:"
                                    + " find out who changed the store")
                            .formatted(origin, said.get().size()));
        }
        var _ = Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        logs.add(RestoredLog.open(folder, origin, first.checkpointKey(), clock));
        return new Restored(origin, written.size(), written.missing());
    }

    /// The origin of another node's log of the same sitting.
    private static String sibling(String origin, String node) {
        return origin.substring(0, origin.lastIndexOf('/') + 1) + node;
    }

    private static boolean isHere(String origin, List<HeldLog> logs) {
        return logs.stream().anyMatch(log -> log.origin().equals(origin));
    }

    /// The sitting's sealed form.
    public SealedForm form() {
        return form;
    }

    /// Brings the shares of the marking quorum together. Of a sitting that was opened by an act,
    /// only under an act to open its responses (`scoring.md` 1.6). The caller closes the key.
    public SealingKeyPair openMarking(SealingKeyPair node, List<HandIn> handIns)
            throws ConclusionRefused, ScoringStopped, IOException, InterruptedException {
        var _ = record();
        var sitting = first.folder().plan().sitting();
        OpeningActs.in(logs()).demand(new OpeningPayload(sitting, form.manifestDigest()));
        var shares = received(SharePurpose.MARKING, form.manifestDigest(), node, handIns);
        return switch (MarkingQuorum.combine(form.manifest(), shares)) {
            case MarkingQuorum.Opened(var key, var used) -> {
                enter(
                        new SittingEntry.OpenedByQuorum(
                                now(),
                                SharePurpose.MARKING.word(),
                                form.manifest().markingKey().quorum().key(),
                                used));
                yield key;
            }
            case MarkingQuorum.Refused(var reason, _, var because) ->
                    throw new ConclusionRefused(reason.word() + ": " + because);
        };
    }

    /// Takes in a signed cut score; it is in force until another is adopted. The one in force is
    /// not adopted again.
    public CutScoreDocument adopt(byte[] document)
            throws DocumentRefused, IOException, InterruptedException {
        var read = CutScoreDocument.read(document, form.manifest(), Optional.empty());
        if (inForce().filter(read.digest()::equals).isEmpty()) {
            documents.write("cut-score-" + read.digest().hex(), document);
            enter(
                    new SittingEntry.CutScoreAdopted(
                            now(),
                            read.digest(),
                            form.manifestDigest(),
                            read.signers().stream().map(VerifyingKey::fingerprint).toList()));
        }
        return read;
    }

    /// Takes in a signed document of human scores, once.
    public MarksDocument takeIn(byte[] document)
            throws DocumentRefused, IOException, InterruptedException {
        var read = MarksDocument.read(document, form.manifest());
        var name = "human-scores-" + read.digest().hex();
        if (entries(SittingEntry.HumanScoresRecorded.class).stream()
                .noneMatch(entry -> entry.document().equals(read.digest()))) {
            documents.write(name, document);
            enter(
                    new SittingEntry.HumanScoresRecorded(
                            now(),
                            read.digest(),
                            read.marks().marks().size(),
                            new StaffId(read.marks().firstMarker()),
                            new StaffId(read.marks().secondMarker())));
        }
        return read;
    }

    /// The answer sheets, opened for those who mark by hand.
    public List<OpenedSheet> forMarkers(SealingKeyPair markingKey) throws ScoringStopped {
        var opened = new ArrayList<OpenedSheet>();
        for (var session : record().sessions()) {
            if (session.standing().isScored()) {
                opened.add(OpenedSheet.open(session, form.manifest(), markingKey));
            }
        }
        return opened;
    }

    /// Scores all sheets by the cut score in force and all human scores taken in, and seals the
    /// results to the approvers.
    public SittingEntry.Scored score(String run, SealingKeyPair markingKey, Approvers approvers)
            throws ConclusionRefused,
                    ScoringStopped,
                    DocumentRefused,
                    IOException,
                    InterruptedException {
        if (!run.matches(RUN)) {
            throw new ConclusionRefused(
                    "a run is named by 1 to 60 characters a-z, 0-9 and -, not \"%s\""
                            .formatted(run));
        }
        if (scored(run).isPresent()) {
            throw new ConclusionRefused("run %s is scored already; name another".formatted(run));
        }
        var cutScore =
                cutScore()
                        .orElseThrow(
                                () ->
                                        new ConclusionRefused(
                                                "no cut score is adopted; adopt one first"));
        var scored =
                new Scoring(
                                form,
                                cutScore,
                                marks(),
                                new Scoring.Approvers(approvers.k(), approvers.seals()),
                                Clock.fixed(now(), ZoneOffset.UTC),
                                random)
                        .run(run, record(), markingKey);
        var _ =
                Publication.of(
                        form.manifest().suite(),
                        scored.entry(),
                        first().folder().plan().notice(),
                        approvers.signers());
        documents.write(run + ".approvers", approversText(approvers).getBytes(UTF_8));
        documents.write(run + ".results", scored.sealed().toBytes());
        enter(scored.entry());
        return scored.entry();
    }

    /// Where the sealed results of a run lie, for approvers to take their shares from.
    public Path resultsFile(String run) throws ConclusionRefused {
        if (scored(run).isEmpty() || !documents.has(run + ".results")) {
            throw new ConclusionRefused("no results of a run \"%s\" are here".formatted(run));
        }
        return documents.path(run + ".results");
    }

    /// Opens the results by the approvers' quorum, so that they may see what they approve.
    public SealedResults.Opened open(String run, SealingKeyPair node, List<HandIn> handIns)
            throws ConclusionRefused, IOException, InterruptedException {
        try (var key = resultKey(run, node, handIns)) {
            return sealedResults(run).open(key);
        } catch (SealBroken broken) {
            throw new ConclusionRefused("the results: " + broken.getMessage(), broken);
        }
    }

    /// How far a run is on its way to the public.
    public Publication publication(String run) throws ConclusionRefused, IOException {
        var entry =
                scored(run)
                        .orElseThrow(
                                () ->
                                        new ConclusionRefused(
                                                "no run \"%s\" is scored".formatted(run)));
        var publication =
                Publication.of(
                        form.manifest().suite(),
                        entry,
                        first().folder().plan().notice(),
                        approverKeys(run));
        for (var later : first().entries()) {
            publication = publication.after(later);
        }
        return publication;
    }

    /// An approver approves a run's results.
    public Publication approve(String run, SigningKeyPair approver)
            throws ConclusionRefused, IOException, InterruptedException {
        var standing = publication(run);
        var signature =
                approver.sign(Publication.toSign(form.manifest().suite(), run, standing.results()));
        return taken(
                standing.approve(
                        run,
                        standing.results(),
                        approver.verifyingKey().fingerprint(),
                        signature,
                        now()));
    }

    /// The notice period begins.
    public Publication beginNotice(String run)
            throws ConclusionRefused, IOException, InterruptedException {
        return taken(publication(run).beginNotice(now()));
    }

    /// The results become public: after the notice, opened by the approvers' quorum.
    public SealedResults.Opened publish(String run, SealingKeyPair node, List<HandIn> handIns)
            throws ConclusionRefused, IOException, InterruptedException {
        if (publication(run).publish(now()) instanceof Publication.Step.Refused(_, var because)) {
            throw new ConclusionRefused(because);
        }
        try (var key = resultKey(run, node, handIns)) {
            var opened = sealedResults(run).open(key);
            documents.write(run + ".logs", logsText().getBytes(UTF_8));
            documents.write(run + ".parts", parts().text().getBytes(UTF_8));
            var _ = taken(publication(run).publish(now()));
            documents.write(run + ".result-key", KeyFile.lyingOpen(key).text().getBytes(UTF_8));
            return opened;
        } catch (SealBroken broken) {
            throw new ConclusionRefused("the results: " + broken.getMessage(), broken);
        }
    }

    /// Writes the bundle an outsider checks, as far as the record has come.
    public void bundle(Path to, List<Receipt> receipts, boolean releaseAnswerKey)
            throws ConclusionRefused,
                    DocumentRefused,
                    FormRefused,
                    IOException,
                    InterruptedException {
        var exported = new ArrayList<BundleExport.ExportedLog>();
        for (var log : logs) {
            exported.add(log.export());
        }
        var sitting = first().folder().plan().sitting().text();
        var bundle = new BundleExport(form, sitting, exported);
        if (logs.stream()
                .flatMap(log -> log.entries().stream())
                .anyMatch(SittingEntry.SittingClosed.class::isInstance)) {
            bundle.closed();
        }
        var cutScore = cutScore();
        cutScore.ifPresent(bundle::cutScore);
        var scored = entries(SittingEntry.Scored.class);
        var published = entries(SittingEntry.Published.class);
        if (!scored.isEmpty()) {
            bundle.scored(scored.getLast().run());
        }
        if (!published.isEmpty()) {
            var run = published.getLast().run();
            if (new KeptResults(documents.folder()).isEnded()) {
                bundle.ended(run, approverKeys(run));
            } else {
                bundle.published(run, published(run), marks(), approverKeys(run), releaseAnswerKey);
            }
        }
        for (var drawn : entries(SittingEntry.ProposedHolders.class)) {
            bundle.holders(drawn.list(), documents.read("holders-" + drawn.list().hex()));
        }
        for (var log : logs) {
            if (log instanceof NodeRecord record) {
                staffKeys(record.folder().staffKeys(), bundle);
            }
        }
        for (var receipt : receipts) {
            bundle.receipt(receipt.name(), receipt.text());
        }
        bundle.write(to);
    }

    private static void staffKeys(Path file, BundleExport bundle) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (var line : Files.readAllLines(file)) {
            var words = line.split(" ", 2);
            bundle.staffKey(
                    new StaffId(words[0]),
                    PasskeyKey.decode(Base64.getUrlDecoder().decode(words[1])));
        }
    }

    /// A receipt offered for checking with the bundle.
    public record Receipt(String name, String text) {}

    private SealedResults.Opened published(String run) throws ConclusionRefused, IOException {
        try (var key =
                KeyFile.parse(new String(documents.read(run + ".result-key"), UTF_8))
                        .secret(ResultKey.KIND, new char[0])) {
            return sealedResults(run).open(key);
        } catch (SealBroken broken) {
            throw new ConclusionRefused("the published results: " + broken.getMessage(), broken);
        }
    }

    private ResultKey resultKey(String run, SealingKeyPair node, List<HandIn> handIns)
            throws ConclusionRefused, IOException, InterruptedException {
        var results = sealedResults(run);
        var shares = received(SharePurpose.RESULTS, results.results(), node, handIns);
        return switch (results.combine(shares)) {
            case Gathering.Complete<ResultKey>(var key, var used) -> {
                enter(
                        new SittingEntry.OpenedByQuorum(
                                now(), SharePurpose.RESULTS.word(), results.quorum().key(), used));
                yield key;
            }
            case Gathering.Incomplete<ResultKey>(var reason, _, var because) ->
                    throw new ConclusionRefused(reason.word() + ": " + because);
        };
    }

    private SealedResults sealedResults(String run) throws ConclusionRefused, IOException {
        var results = SealedResults.parse(Files.readAllBytes(resultsFile(run)));
        if (!results.results().equals(scored(run).orElseThrow().results())) {
            throw new ConclusionRefused(
                    "the sealed results of run %s are not those of the record".formatted(run));
        }
        return results;
    }

    /// Opens hand-ins and enters each: received, or refused and why.
    private List<Share> received(
            SharePurpose purpose, Digest of, SealingKeyPair node, List<HandIn> handIns)
            throws ConclusionRefused, IOException, InterruptedException {
        var shares = new ArrayList<Share>();
        var custodians = new HashSet<Digest>();
        for (var handIn : handIns) {
            if (handIn.purpose() != purpose || !handIn.manifest().equals(of)) {
                throw refused(
                        purpose,
                        handIn,
                        "foreign-share",
                        "a share of the %s key of something else"
                                .formatted(handIn.purpose().word()));
            }
            if (!custodians.add(handIn.custodian())) {
                throw refused(purpose, handIn, "repeated-share", "one person's share twice");
            }
            try {
                shares.add(handIn.open(node));
            } catch (SealBroken broken) {
                throw refused(purpose, handIn, "wrong-share", broken.getMessage());
            }
        }
        for (int i = 0; i < shares.size(); i++) {
            enter(
                    new SittingEntry.ShareReceived(
                            now(),
                            purpose.word(),
                            handIns.get(i).custodian(),
                            shares.get(i).index()));
        }
        return shares;
    }

    private ConclusionRefused refused(
            SharePurpose purpose, HandIn handIn, String reason, String because)
            throws IOException, InterruptedException {
        enter(new SittingEntry.ShareRefused(now(), purpose.word(), handIn.custodian(), reason));
        return new ConclusionRefused(reason + ": " + because);
    }

    private Publication taken(Publication.Step step)
            throws ConclusionRefused, IOException, InterruptedException {
        return switch (step) {
            case Publication.Step.Taken(var entry, var next) -> {
                enter(entry);
                yield next;
            }
            case Publication.Step.Refused(_, var because) -> throw new ConclusionRefused(because);
        };
    }

    private Optional<Digest> inForce() {
        var adopted = entries(SittingEntry.CutScoreAdopted.class);
        return adopted.isEmpty() ? Optional.empty() : Optional.of(adopted.getLast().document());
    }

    private Optional<CutScoreDocument> cutScore() throws DocumentRefused, IOException {
        var digest = inForce();
        return digest.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        CutScoreDocument.read(
                                documents.read("cut-score-" + digest.get().hex()),
                                form.manifest(),
                                Optional.empty()));
    }

    private List<MarksDocument> marks() throws DocumentRefused, IOException {
        var marks = new ArrayList<MarksDocument>();
        for (var entry : entries(SittingEntry.HumanScoresRecorded.class)) {
            marks.add(
                    MarksDocument.read(
                            documents.read("human-scores-" + entry.document().hex()),
                            form.manifest()));
        }
        return marks;
    }

    private Optional<SittingEntry.Scored> scored(String run) {
        return entries(SittingEntry.Scored.class).stream()
                .filter(entry -> entry.run().equals(run))
                .findFirst();
    }

    private String logsText() {
        return String.join("\n", logs.stream().map(log -> log.noteKey().text()).toList()) + "\n";
    }

    /// Who had a part in the sitting, by the logs of all its nodes.
    private PartsTaken parts() {
        var parts = new PartsTaken();
        logs.forEach(log -> log.entries().forEach(parts::add));
        return parts;
    }

    private static String approversText(Approvers approvers) {
        return String.join("\n", approvers.signers().stream().map(VerifyingKey::text).toList())
                + "\n";
    }

    private List<VerifyingKey> approverKeys(String run) throws IOException {
        return new String(documents.read(run + ".approvers"), UTF_8)
                .lines()
                .map(VerifyingKey::parse)
                .toList();
    }

    private <E extends SittingEntry> List<E> entries(Class<E> kind) {
        return first().entries().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private ClosedRecord record() throws ScoringStopped {
        return ClosedRecord.read(logs.stream().map(HeldLog::reader).toList());
    }

    private NodeRecord first() {
        return first;
    }

    private void enter(SittingEntry entry) throws IOException, InterruptedException {
        first().enter(entry);
    }

    /// The wall clock, but never before the last entry (`server-configuration.md`, 3.2).
    private Instant now() {
        var wall = Instant.ofEpochMilli(clock.millis());
        var last = first().lastAt();
        return wall.isBefore(last) ? last : wall;
    }

    @Override
    public void close() throws IOException {
        form.close();
        for (var log : logs) {
            log.close();
        }
    }
}

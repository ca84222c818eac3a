package org.gongyuan.rehearsal.candidate;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.Points;
import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.rehearsal.stage.NodeProcess;
import org.gongyuan.rehearsal.stage.SampleForm;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.conclusion.ConclusionRefused;
import org.gongyuan.server.node.EvidenceArchive;
import org.gongyuan.server.record.SetAsideEntries;
import org.gongyuan.server.scoring.CutScore;
import org.gongyuan.server.scoring.CutScoreDocument;
import org.gongyuan.server.scoring.DocumentRefused;
import org.gongyuan.server.scoring.Marks;
import org.gongyuan.server.scoring.MarksDocument;
import org.gongyuan.server.scoring.OpenedSheet;
import org.gongyuan.server.scoring.ScoringStopped;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.server.store.StoredEntries;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;

/// What the people of a rehearsal do after the close, each with his own key, through the same
/// [ConcludedSitting] as the command line: from the marking quorum to the bundle.
public final class Afterwards implements AutoCloseable {

    private static final String RUN = "run-1";
    private static final BigDecimal SHARE_TO_PASS = new BigDecimal("0.6");

    private final Suite suite = Suite.INTL_1;
    private final Stage stage;
    private final SecureRandom random = new SecureRandom();
    private final List<NodeProcess> nodes;
    private ConcludedSitting sitting;
    private SealingKeyPair markingKey;

    /// Takes over the record of a stage whose node has ended.
    public Afterwards(Stage stage) throws IOException, InterruptedException, FormRefused {
        this(stage, List.of(stage.node()));
    }

    /// Takes over the records of these nodes of a stage; new entries go into the first one's.
    public Afterwards(Stage stage, List<NodeProcess> nodes)
            throws IOException, InterruptedException, FormRefused {
        this.stage = stage;
        this.nodes = List.copyOf(nodes);
        sitting = takeOver();
    }

    private ConcludedSitting takeOver() throws IOException, InterruptedException, FormRefused {
        return ConcludedSitting.takeOver(
                stage.sitting(),
                nodes.stream().map(Afterwards::concluding).toList(),
                Acceptance.upTo(Classification.INTERNAL),
                stage.clock(),
                random);
    }

    /// Gives the record back to the stage's node for an act upon it, and takes it over again.
    public void whileTheNodeRuns(Runnable act)
            throws IOException, InterruptedException, FormRefused {
        sitting.close();
        var _ = stage.node().start();
        try {
            act.run();
        } finally {
            stage.node().close();
        }
        sitting = takeOver();
    }

    private static ConcludedSitting.Node concluding(NodeProcess one) {
        return new ConcludedSitting.Node(
                one.data(), one.data().resolve("keys"), SampleForm.BODY, one.name(), "");
    }

    /// Restores the log of a node that is gone with its disk from the store's copies.
    public ConcludedSitting.Restored restore(NodeProcess lost, StoredEntries store)
            throws ConclusionRefused, IOException, InterruptedException {
        return sitting.restore(lost.name(), new StaffId("li.na"), new StaffId("wang.wei"), store);
    }

    private Path keys() {
        return stage.node().data().resolve("keys");
    }

    /// Custodians open marking, each with his share.
    public void openMarking(List<Integer> custodians)
            throws ConclusionRefused,
                    ScoringStopped,
                    IOException,
                    InterruptedException,
                    FormRefused {
        try (var node = SealingKeyPair.generate(suite, Purpose.NODE, random)) {
            var handIns = new ArrayList<HandIn>();
            for (int custodian : custodians) {
                handIns.add(
                        sitting.form()
                                .handIn(
                                        SharePurpose.MARKING,
                                        stage.people().custodians().get(custodian),
                                        node.publicKey()));
            }
            markingKey = sitting.openMarking(node, handIns);
        }
    }

    /// A panel's cut score, signed by two authorities, is adopted: six tenths of the maximum.
    public CutScore adoptCutScore(BigDecimal maximum)
            throws DocumentRefused, IOException, InterruptedException {
        var now = stage.clock().instant();
        var manifest = sitting.form().manifest();
        var cutScore =
                new CutScore(
                        SampleForm.BODY,
                        "auto-junior",
                        manifest.form(),
                        sitting.form().manifestDigest(),
                        "modified Angoff, two rounds",
                        Points.of(maximum),
                        List.of(
                                new CutScore.Level(
                                        "junior", Points.of(maximum.multiply(SHARE_TO_PASS)))),
                        new CutScore.Panel(
                                "study-1",
                                9,
                                2,
                                now.minusSeconds(400),
                                Digest.of(new byte[Digest.LENGTH])),
                        List.of(
                                new CutScore.Approval(
                                        CutScore.Step.PROPOSAL, "committee", now.minusSeconds(300)),
                                new CutScore.Approval(
                                        CutScore.Step.GUIDANCE, "ministry", now.minusSeconds(200)),
                                new CutScore.Approval(
                                        CutScore.Step.DETERMINATION,
                                        "body",
                                        now.minusSeconds(100))),
                        now);
        var _ = sitting.adopt(CutScoreDocument.sign(cutScore, stage.people().authorities()));
        return cutScore;
    }

    /// Two markers mark what people score; longer essays get more, up to ten.
    ///
    /// @return how many responses were marked
    public int mark(List<PlacementId> byHand)
            throws ScoringStopped, DocumentRefused, IOException, InterruptedException {
        var given = new ArrayList<Marks.Mark>();
        for (var sheet : sitting.forMarkers(markingKey)) {
            for (var placement : byHand) {
                var response = sheet.responses().get(placement);
                if (response != null) {
                    given.add(mark(sheet, placement, response));
                }
            }
        }
        if (!given.isEmpty()) {
            var marks =
                    new Marks(
                            sitting.form().manifest().form(),
                            sitting.form().manifestDigest(),
                            "chen.jie",
                            "sun.li",
                            Optional.empty(),
                            Points.of(BigDecimal.TWO),
                            given);
            var _ = sitting.takeIn(MarksDocument.sign(suite, marks, stage.people().markers()));
        }
        return given.size();
    }

    private static Marks.Mark mark(
            OpenedSheet sheet, PlacementId placement, OpenedSheet.Response response) {
        int length = response.saltAndBody().length();
        var first = Points.of(BigDecimal.valueOf(Math.min(10, 2 + length / 20)));
        var second = Points.of(BigDecimal.valueOf(Math.min(10, 3 + length / 20)));
        return new Marks.Mark(
                sheet.session(), placement, response.commitment(), first, second, Optional.empty());
    }

    /// Scores all sheets; the results are sealed to the approvers.
    ///
    /// @return how many sheets were scored
    public int score()
            throws ConclusionRefused,
                    ScoringStopped,
                    DocumentRefused,
                    IOException,
                    InterruptedException {
        var people = stage.people();
        return sitting.score(
                        RUN,
                        markingKey,
                        new ConcludedSitting.Approvers(
                                2,
                                people.approverSeals().stream()
                                        .map(SealingKeyPair::publicKey)
                                        .toList(),
                                people.approvers().stream()
                                        .map(SigningKeyPair::verifyingKey)
                                        .toList()))
                .sheets();
    }

    /// Both approvers sign, the notice runs, and the results are published; before its end they
    /// cannot be.
    public SealedResults.Opened publish(Duration notice)
            throws ConclusionRefused, IOException, InterruptedException, SealBroken {
        for (var approver : stage.people().approvers()) {
            var _ = sitting.approve(RUN, approver);
        }
        var _ = sitting.beginNotice(RUN);
        try (var node = SealingKeyPair.generate(suite, Purpose.NODE, random)) {
            var handIns = handIns(node);
            try {
                var _ = sitting.publish(RUN, node, handIns);
                throw new IllegalStateException("results were published before the notice had run");
            } catch (ConclusionRefused early) {
                Thread.sleep(notice.plusMillis(50));
            }
            return sitting.publish(RUN, node, handIns);
        }
    }

    /// Results that were announced at the console are opened by the approvers and published, once
    /// the notice period is over.
    public SealedResults.Opened publishAnnounced()
            throws ConclusionRefused, IOException, InterruptedException, SealBroken {
        try (var node = SealingKeyPair.generate(suite, Purpose.NODE, random)) {
            return sitting.publish(RUN, node, handIns(node));
        }
    }

    private List<HandIn> handIns(SealingKeyPair node)
            throws ConclusionRefused, IOException, SealBroken {
        var handIns = new ArrayList<HandIn>();
        var results =
                SealedResults.parse(java.nio.file.Files.readAllBytes(sitting.resultsFile(RUN)));
        for (var approver : stage.people().approverSeals()) {
            handIns.add(results.handIn(approver, node.publicKey()));
        }
        return handIns;
    }

    /// Writes the bundle with the receipts offered.
    public void bundle(Path to, List<String> receipts)
            throws ConclusionRefused,
                    DocumentRefused,
                    FormRefused,
                    IOException,
                    InterruptedException {
        var offered = new ArrayList<ConcludedSitting.Receipt>();
        int number = 0;
        for (var receipt : receipts) {
            number++;
            offered.add(new ConcludedSitting.Receipt("receipt-%04d".formatted(number), receipt));
        }
        sitting.bundle(to, offered, true);
    }

    /// The answer sheets that are scored, opened.
    public List<OpenedSheet> sheets() throws ScoringStopped {
        return sitting.forMarkers(markingKey);
    }

    /// How many responses lie on the sheets that are scored: the last one of each placement.
    public long responsesOnSheets() throws ScoringStopped {
        return sheets().stream().mapToLong(sheet -> sheet.responses().size()).sum();
    }

    /// In how many placements the record has a response of a session that handed in or was
    /// collected, counted from its entries alone.
    public long answeredInRecord() {
        var answered = new HashMap<SessionId, Set<PlacementId>>();
        var scored = new HashSet<SessionId>();
        each(
                entry -> {
                    switch (entry) {
                        case SessionEntry.ResponseSaved saved -> {
                            var _ =
                                    answered.computeIfAbsent(saved.session(), _ -> new HashSet<>())
                                            .add(saved.placement());
                        }
                        case SessionEntry.Submitted submitted -> scored.add(submitted.session());
                        case SessionEntry.Expired expired -> scored.add(expired.session());
                        default -> {}
                    }
                });
        answered.keySet().retainAll(scored);
        return answered.values().stream().mapToLong(Set::size).sum();
    }

    /// How many responses the record holds.
    public long responsesInRecord() {
        var count = new long[1];
        each(
                entry -> {
                    if (entry instanceof SessionEntry.ResponseSaved) {
                        count[0]++;
                    }
                });
        return count[0];
    }

    /// How many responses of one session the record holds.
    public long responsesInRecord(SessionId session) {
        var count = new long[1];
        each(
                entry -> {
                    if (entry instanceof SessionEntry.ResponseSaved saved
                            && saved.session().equals(session)) {
                        count[0]++;
                    }
                });
        return count[0];
    }

    /// How many entries the record holds.
    public long entries() {
        return sitting.logs().stream().mapToLong(log -> log.size()).sum();
    }

    /// What was observed at the seats, by the record, in its order.
    public List<String> observed() {
        var signals = new ArrayList<String>();
        each(
                entry -> {
                    if (entry instanceof SessionEntry.Observed observed) {
                        signals.add(observed.signal());
                    }
                });
        return signals;
    }

    /// How many pictures the record names, and how many of them are kept, are those the seats sent,
    /// and can be looked at.
    public record Pictures(long recorded, long good) {}

    /// Opens every picture of the record and looks at it.
    public Pictures pictures() throws IOException {
        var taken = new ArrayList<SessionEntry.FrameTaken>();
        each(
                entry -> {
                    if (entry instanceof SessionEntry.FrameTaken frame) {
                        taken.add(frame);
                    }
                });
        long good = 0;
        try (var archive =
                EvidenceArchive.open(stage.node().data(), keys(), stage.sitting(), suite)) {
            for (var frame : taken) {
                good += isGood(archive, frame) ? 1 : 0;
            }
        }
        return new Pictures(taken.size(), good);
    }

    /// The archive itself holds a picture against both digests of its entry.
    private static boolean isGood(EvidenceArchive archive, SessionEntry.FrameTaken frame)
            throws IOException {
        try {
            var picture = archive.picture(frame);
            return picture.isPresent() && canBeLookedAt(picture.get());
        } catch (SealBroken _) {
            return false;
        }
    }

    /// Whether these bytes are a picture, of whatever size the camera at the seat has.
    static boolean canBeLookedAt(byte[] picture) throws IOException {
        try {
            return ImageIO.read(new ByteArrayInputStream(picture)) != null;
        } catch (IIOException _) {
            return false;
        }
    }

    private void each(Consumer<Entry> reader) {
        for (var log : sitting.logs()) {
            var aside = SetAsideEntries.of(log);
            log.read(
                    0,
                    log.size(),
                    found -> {
                        if (!aside.contains(found.index())) {
                            reader.accept(Leaf.read(found.leaf()));
                        }
                    });
        }
    }

    @Override
    public void close() throws IOException {
        if (markingKey != null) {
            markingKey.close();
        }
        sitting.close();
    }
}

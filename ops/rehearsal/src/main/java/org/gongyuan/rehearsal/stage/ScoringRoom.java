package org.gongyuan.rehearsal.stage;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.Points;
import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.MarkingQuorum;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.node.NodeKeys;
import org.gongyuan.server.node.SittingFolder;
import org.gongyuan.server.record.Checkpoints;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.result.BundleExport;
import org.gongyuan.server.result.JournalExport;
import org.gongyuan.server.result.Publication;
import org.gongyuan.server.scoring.ClosedRecord;
import org.gongyuan.server.scoring.CutScore;
import org.gongyuan.server.scoring.CutScoreDocument;
import org.gongyuan.server.scoring.DocumentRefused;
import org.gongyuan.server.scoring.Marks;
import org.gongyuan.server.scoring.MarksDocument;
import org.gongyuan.server.scoring.OpenedSheet;
import org.gongyuan.server.scoring.Scoring;
import org.gongyuan.server.scoring.ScoringStopped;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.ResultKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.share.Share;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// Where a closed sitting is scored and published: takes over the record of a node that has let go
/// of
/// it, and carries the sitting from the marking quorum to the bundle. Every step is an entry.
public final class ScoringRoom implements AutoCloseable {

    private static final String RUN = "run-1";
    private static final BigDecimal SHARE_TO_PASS = new BigDecimal("0.6");

    private final Suite suite = Suite.INTL_1;
    private final People people;
    private final SealedForm form;
    private final Journal journal;
    private final SigningKeyPair checkpointKey;
    private final Checkpoints checkpoints;
    private final List<byte[]> notes = new ArrayList<>();
    private final Clock clock;
    private final Duration notice;
    private final SittingId sitting;
    private final String node;
    private final SecureRandom random = new SecureRandom();

    private SealingKeyPair markingKey;
    private CutScoreDocument cutScore;
    private final List<MarksDocument> marks = new ArrayList<>();
    private Scoring.Scored scored;
    private SealedResults.Opened opened;

    /// Takes over the record of a stage whose node has ended.
    public ScoringRoom(Stage stage, String node, Duration notice)
            throws IOException, InterruptedException {
        this.people = stage.people();
        this.form = stage.form().open();
        this.clock = stage.clock();
        this.notice = notice;
        this.sitting = stage.sitting();
        this.node = node;
        var data = stage.node().data();
        checkpointKey = NodeKeys.checkpointKey(data.resolve("keys"), suite, new char[0], random);
        var origin = "%s/%s/%s".formatted(SampleForm.BODY, sitting, node);
        var opening =
                Journal.open(
                        JournalFolder.at(SittingFolder.of(data, sitting).journal()),
                        JournalSettings.standard(origin),
                        clock);
        if (!(opening instanceof JournalOpening.Ready(var ready, _))) {
            throw new IllegalStateException("the record is damaged: " + opening);
        }
        journal = ready;
        checkpoints = new Checkpoints(journal, List.of(new NoteSigner(origin, checkpointKey)));
    }

    /// Three custodians open marking.
    public void openMarking(List<Integer> custodians) {
        var one = SealingKeyPair.generate(suite, Purpose.NODE, random);
        var shares = new ArrayList<Share>();
        try {
            for (int custodian : custodians) {
                var pair = people.custodians().get(custodian);
                var share = form.handIn(SharePurpose.MARKING, pair, one.publicKey()).open(one);
                enter(
                        new SittingEntry.ShareReceived(
                                now(),
                                SharePurpose.MARKING.word(),
                                pair.publicKey().fingerprint(),
                                share.index()));
                shares.add(share);
            }
        } catch (FormRefused | SealBroken broken) {
            throw new IllegalStateException("a share does not open", broken);
        }
        switch (MarkingQuorum.combine(form.manifest(), shares)) {
            case MarkingQuorum.Opened(var key, var used) -> {
                markingKey = key;
                enter(
                        new SittingEntry.OpenedByQuorum(
                                now(),
                                SharePurpose.MARKING.word(),
                                form.manifest().markingKey().quorum().key(),
                                used));
            }
            case MarkingQuorum.Refused refused ->
                    throw new IllegalStateException("the marking quorum was refused: " + refused);
        }
    }

    /// A panel's cut score, signed by two authorities, is adopted: six tenths of the maximum.
    public CutScore adoptCutScore(BigDecimal maximum) {
        var now = now();
        var document =
                new CutScore(
                        SampleForm.BODY,
                        "auto-junior",
                        form.manifest().form(),
                        form.manifestDigest(),
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
        try {
            cutScore =
                    CutScoreDocument.read(
                            CutScoreDocument.sign(document, people.authorities()),
                            form.manifest(),
                            Optional.empty());
        } catch (DocumentRefused refused) {
            throw new IllegalStateException("our own cut score is refused", refused);
        }
        enter(
                new SittingEntry.CutScoreAdopted(
                        now(),
                        cutScore.digest(),
                        form.manifestDigest(),
                        cutScore.signers().stream().map(key -> key.fingerprint()).toList()));
        return document;
    }

    /// Two markers mark what people score; longer essays get more, up to ten.
    ///
    /// @return how many responses were marked
    public int mark(List<PlacementId> byHand) throws ScoringStopped {
        var given = new ArrayList<Marks.Mark>();
        for (var sheet : scoring().forMarkers(record(), markingKey)) {
            for (var placement : byHand) {
                var response = sheet.responses().get(placement);
                if (response != null) {
                    given.add(mark(sheet, placement, response));
                }
            }
        }
        if (given.isEmpty()) {
            return 0;
        }
        var marked =
                new Marks(
                        form.manifest().form(),
                        form.manifestDigest(),
                        "chen.jie",
                        "sun.li",
                        Optional.empty(),
                        Points.of(BigDecimal.TWO),
                        given);
        try {
            var document =
                    MarksDocument.read(
                            MarksDocument.sign(suite, marked, people.markers()), form.manifest());
            marks.add(document);
            enter(
                    new SittingEntry.HumanScoresRecorded(
                            now(), document.digest(), given.size(), People.PROCTOR, People.HEAD));
        } catch (DocumentRefused refused) {
            throw new IllegalStateException("our own marks are refused", refused);
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
    public int score() throws ScoringStopped, IOException {
        scored = scoring().run(RUN, record(), markingKey);
        enter(scored.entry());
        return scored.entry().sheets();
    }

    /// Both approvers see the results and sign them, the notice runs, and they are published.
    public SealedResults.Opened publish() throws InterruptedException {
        open();
        var publication =
                Publication.of(
                        suite,
                        scored.entry(),
                        notice,
                        people.approvers().stream().map(SigningKeyPair::verifyingKey).toList());
        for (var approver : people.approvers()) {
            publication =
                    taken(
                            publication.approve(
                                    RUN,
                                    scored.sealed().results(),
                                    approver.verifyingKey().fingerprint(),
                                    approver.sign(
                                            Publication.toSign(
                                                    suite, RUN, scored.sealed().results())),
                                    now()));
        }
        publication = taken(publication.beginNotice(now()));
        if (!(publication.publish(now()) instanceof Publication.Step.Refused)) {
            throw new IllegalStateException("results could be published before the notice had run");
        }
        Thread.sleep(notice.plusMillis(50));
        taken(publication.publish(now()));
        return opened;
    }

    private void open() {
        var one = SealingKeyPair.generate(suite, Purpose.NODE, random);
        var shares = new ArrayList<Share>();
        try {
            for (var approver : people.approverSeals()) {
                var share = scored.sealed().handIn(approver, one.publicKey()).open(one);
                enter(
                        new SittingEntry.ShareReceived(
                                now(),
                                SharePurpose.RESULTS.word(),
                                approver.publicKey().fingerprint(),
                                share.index()));
                shares.add(share);
            }
            var gathered = scored.sealed().combine(shares);
            switch (gathered) {
                case org.gongyuan.bank.sealing.Gathering.Complete<ResultKey>(var key, var used) -> {
                    enter(
                            new SittingEntry.OpenedByQuorum(
                                    now(),
                                    SharePurpose.RESULTS.word(),
                                    scored.sealed().quorum().key(),
                                    used));
                    try (key) {
                        opened = scored.sealed().open(key);
                    }
                }
                case org.gongyuan.bank.sealing.Gathering.Incomplete<ResultKey> refused ->
                        throw new IllegalStateException("the approvers' quorum: " + refused);
            }
        } catch (SealBroken broken) {
            throw new IllegalStateException("the results do not open", broken);
        }
    }

    private Publication taken(Publication.Step step) {
        return switch (step) {
            case Publication.Step.Taken(var entry, var next) -> {
                enter(entry);
                yield next;
            }
            case Publication.Step.Refused refused ->
                    throw new IllegalStateException("publication: " + refused);
        };
    }

    /// Writes the bundle with the receipts offered.
    public void bundle(Path to, List<String> receipts) throws IOException, InterruptedException {
        checkpoint();
        var export =
                new BundleExport(
                                form,
                                sitting.text(),
                                List.of(
                                        new JournalExport(
                                                node,
                                                journal,
                                                checkpointKey.verifyingKey(),
                                                notes)))
                        .closed()
                        .cutScore(cutScore)
                        .scored(RUN)
                        .published(
                                RUN,
                                opened,
                                marks,
                                people.approvers().stream()
                                        .map(SigningKeyPair::verifyingKey)
                                        .toList(),
                                true);
        int number = 0;
        for (var receipt : receipts) {
            export.receipt("receipt-%04d".formatted(++number), receipt);
        }
        try {
            export.write(to);
        } catch (FormRefused refused) {
            throw new IllegalStateException("our own form is refused", refused);
        }
    }

    /// How many responses the record holds.
    public long responsesInRecord() {
        var count = new long[1];
        journal.reader()
                .read(
                        0,
                        journal.size(),
                        entry -> {
                            if (Leaf.read(entry.leaf())
                                    instanceof
                                    org.gongyuan.protocol.record.SessionEntry.ResponseSaved) {
                                count[0]++;
                            }
                        });
        return count[0];
    }

    /// How many entries the record holds.
    public long entries() {
        return journal.size();
    }

    private Scoring scoring() {
        return new Scoring(
                form,
                cutScore,
                marks,
                new Scoring.Approvers(
                        2, people.approverSeals().stream().map(SealingKeyPair::publicKey).toList()),
                clock,
                random);
    }

    private ClosedRecord record() throws ScoringStopped {
        return ClosedRecord.read(List.of(journal.reader()));
    }

    private void enter(Entry entry) {
        try {
            long _ = journal.append(Leaf.of(entry), Urgency.TIME).get();
            checkpoint();
        } catch (ExecutionException | IOException failed) {
            throw new IllegalStateException("the entry was not recorded", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    private void checkpoint() throws IOException, InterruptedException {
        checkpoints
                .sign()
                .ifPresent(
                        signed -> {
                            var note = signed.note().toBytes();
                            if (notes.isEmpty()
                                    || !java.util.Arrays.equals(notes.getLast(), note)) {
                                notes.add(note);
                            }
                        });
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    @Override
    public void close() throws IOException {
        if (markingKey != null) {
            markingKey.close();
        }
        journal.close();
        form.close();
        checkpointKey.close();
    }
}

package org.gongyuan.server.contract;

import org.gongyuan.bank.scoring.Points;
import org.gongyuan.bank.sealing.Acceptance;
import org.gongyuan.bank.sealing.Classification;
import org.gongyuan.bank.sealing.HandIn;
import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.LoopbackExam;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.conclusion.ConcludedSitting;
import org.gongyuan.server.scoring.CutScore;
import org.gongyuan.server.scoring.CutScoreDocument;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.trust.seal.Purpose;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Those who score a closed sitting on the node's machine while the node is down: three custodians
/// of the marking key, two authorities for the cut score, two approvers of the results.
final class ScoringDesk {

    private static final String RUN = "run-1";
    private static final int ITEMS = 3;

    private final SecureRandom random = new SecureRandom();
    private final LoopbackExam exam;
    private final SittingId sitting;
    private final List<SigningKeyPair> authorities = signers(SigningPurpose.AUTHORITY);
    private final List<SigningKeyPair> approvers = signers(SigningPurpose.APPROVER);
    private final List<SealingKeyPair> openers =
            IntStream.range(0, 2)
                    .mapToObj(
                            _ ->
                                    SealingKeyPair.generate(
                                            SealedExam.SUITE, Purpose.APPROVER, random))
                    .toList();

    ScoringDesk(LoopbackExam exam, String sitting) {
        this.exam = exam;
        this.sitting = new SittingId(sitting);
    }

    private List<SigningKeyPair> signers(SigningPurpose purpose) {
        return IntStream.range(0, 2)
                .mapToObj(_ -> SigningKeyPair.generate(SealedExam.SUITE, purpose, random))
                .toList();
    }

    private ConcludedSitting takeOver(Clock clock) throws Exception {
        var data = exam.folder.resolve("data-node-1");
        return ConcludedSitting.takeOver(
                sitting,
                List.of(
                        new ConcludedSitting.Node(
                                data, data.resolve("keys"), "test", "node-1", "")),
                Acceptance.upTo(Classification.INTERNAL),
                clock,
                random);
    }

    /// Scores all sheets of the sitting by a cut score of one point.
    SittingEntry.Scored score() throws Exception {
        try (var closed = takeOver(Clock.systemUTC());
                var node = SealingKeyPair.generate(SealedExam.SUITE, Purpose.NODE, random)) {
            var shares = new ArrayList<HandIn>();
            for (int i = 0; i < 3; i++) {
                shares.add(
                        closed.form()
                                .handIn(
                                        SharePurpose.MARKING,
                                        exam.exam.custodian(i),
                                        node.publicKey()));
            }
            try (var marking = closed.openMarking(node, shares)) {
                var _ = closed.adopt(CutScoreDocument.sign(cutScore(), authorities));
                return closed.score(
                        RUN,
                        marking,
                        new ConcludedSitting.Approvers(
                                2,
                                openers.stream().map(SealingKeyPair::publicKey).toList(),
                                approvers.stream().map(SigningKeyPair::verifyingKey).toList()));
            }
        }
    }

    private CutScore cutScore() {
        var now = Clock.systemUTC().instant();
        var manifest = exam.exam.manifest;
        return new CutScore(
                "caam.example",
                "automotive-junior",
                manifest.form(),
                manifest.digest(),
                "modified Angoff, two rounds",
                Points.of(BigDecimal.valueOf(ITEMS)),
                List.of(new CutScore.Level("junior", Points.of(BigDecimal.ONE))),
                new CutScore.Panel(
                        "study-1", 9, 2, now.minusSeconds(40), Digest.of(new byte[Digest.LENGTH])),
                List.of(
                        new CutScore.Approval(
                                CutScore.Step.PROPOSAL, "committee", now.minusSeconds(30)),
                        new CutScore.Approval(
                                CutScore.Step.GUIDANCE, "ministry", now.minusSeconds(20)),
                        new CutScore.Approval(
                                CutScore.Step.DETERMINATION, "body", now.minusSeconds(10))),
                now);
    }

    /// Opens the results to the public so long after now.
    SealedResults.Opened publish(Duration later) throws Exception {
        try (var closed = takeOver(Clock.offset(Clock.systemUTC(), later));
                var node = SealingKeyPair.generate(SealedExam.SUITE, Purpose.NODE, random)) {
            return closed.publish(
                    RUN,
                    node,
                    handIns(
                            SealedResults.parse(Files.readAllBytes(closed.resultsFile(RUN))),
                            node.publicKey()));
        }
    }

    private List<HandIn> handIns(SealedResults results, SealingPublicKey node) throws Exception {
        var handIns = new ArrayList<HandIn>();
        for (var opener : openers) {
            handIns.add(results.handIn(opener, node));
        }
        return handIns;
    }
}

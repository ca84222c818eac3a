package org.gongyuan.verify.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.AnswerSheet;
import org.gongyuan.bank.scoring.HumanScores;
import org.gongyuan.bank.scoring.PlacedItem;
import org.gongyuan.bank.scoring.ScoredPlacement;
import org.gongyuan.bank.scoring.SheetScorer;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.Documents;
import org.gongyuan.verify.bundle.PublishedKeys;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// From opened answer sheets to published results, all computed anew (V23–V28).
final class SheetChecks {

    private static final byte[] ANSWER_KEY = label("gongyuan/answer-key/1");
    private static final byte[] CUT_SCORE = label("gongyuan/cut-score/1");
    private static final byte[] CUT_SCORE_DOCUMENT = label("gongyuan/cut-score-document/1");
    private static final byte[] HUMAN_SCORES = label("gongyuan/human-scores/1");
    private static final byte[] HUMAN_SCORES_DOCUMENT = label("gongyuan/human-scores-document/1");
    private static final byte[] INPUTS = label("gongyuan/score-inputs/1");
    private static final byte[] RESULTS = label("gongyuan/results/1");
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final Bundle bundle;
    private final PublishedKeys keys;
    private final Suite suite;
    private final Documents.Manifest manifest;
    private final Digest manifestDigest;
    private final SittingTrail sitting;
    private final Findings findings;

    private final Map<SessionId, Map<PlacementId, byte[]>> bodies = new TreeMap<>(bytewise());
    private final Map<SessionId, Map<PlacementId, BigDecimal>> byHand = new HashMap<>();
    private final List<Digest> humanDocuments = new ArrayList<>();

    SheetChecks(
            Bundle bundle,
            PublishedKeys keys,
            Suite suite,
            Documents.Manifest manifest,
            Digest manifestDigest,
            SittingTrail sitting,
            Findings findings) {
        this.bundle = bundle;
        this.keys = keys;
        this.suite = suite;
        this.manifest = manifest;
        this.manifestDigest = manifestDigest;
        this.sitting = sitting;
        this.findings = findings;
    }

    void run() {
        var cutScore = cutScore();
        if (bundle.sheets().isEmpty() || bundle.results().isEmpty()) {
            var because = "the bundle holds no opened sheets and results";
            List.of(Check.V23, Check.V24, Check.V25, Check.V27, Check.V28)
                    .forEach(check -> findings.notReached(check, because));
            return;
        }
        try {
            sheets(Documents.sheets(bundle.sheets().get()));
            humanScores();
            var results = Documents.results(bundle.results().get());
            scores(results);
            cutScore.ifPresentOrElse(
                    adopted -> decisions(results, adopted),
                    () -> findings.notReached(Check.V27, "no cut score can be read"));
            digests(results);
        } catch (BundleRefused refused) {
            findings.fails(Check.V28, "results", refused.getMessage());
        }
    }

    // ---- V23: answer sheets

    private void sheets(List<Documents.Sheet> sheets) {
        for (var sheet : sheets) {
            var where = "sheet of " + sheet.session();
            var trail = sitting.sessions().get(sheet.session());
            boolean due = trail != null && isScored(trail) && !bodies.containsKey(sheet.session());
            if (!findings.claim(due, Check.V23, where, "no sheet is due for this session")) {
                continue;
            }
            var last = trail.last();
            var opened = new TreeMap<PlacementId, byte[]>();
            for (var response : sheet.responses()) {
                var plain = response.saltAndBody().toBytes();
                findings.claim(
                        plain.length >= Chains.SALT
                                && Chains.response(suite, plain)
                                        .equals(last.get(response.placement())),
                        Check.V23,
                        where + " placement " + response.placement(),
                        "the opened response is not the last one committed to");
                opened.put(
                        response.placement(),
                        Arrays.copyOfRange(
                                plain, Math.min(Chains.SALT, plain.length), plain.length));
            }
            findings.claim(
                    opened.keySet().equals(last.keySet())
                            && opened.size() == sheet.responses().size(),
                    Check.V23,
                    where,
                    "%d responses are opened, %d were given"
                            .formatted(sheet.responses().size(), last.size()));
            bodies.put(sheet.session(), opened);
        }
        for (var trail : sitting.sessions().values()) {
            findings.claim(
                    !isScored(trail) || bodies.containsKey(trail.id()),
                    Check.V23,
                    "session " + trail.id(),
                    "it has no opened sheet");
        }
    }

    private static boolean isScored(SessionTrail trail) {
        return trail.state() == SessionTrail.State.SUBMITTED
                || trail.state() == SessionTrail.State.EXPIRED;
    }

    // ---- V24: human scores

    private void humanScores() {
        var recorded = sitting.all(SittingEntry.HumanScoresRecorded.class);
        if (recorded.isEmpty()) {
            findings.notReached(Check.V24, "no human scores were recorded");
        }
        for (var record : recorded) {
            var digest = record.entry().document();
            var bytes = bundle.humanScores(digest);
            if (!findings.claim(
                    bytes.isPresent()
                            && suite.digest(HUMAN_SCORES_DOCUMENT, bytes.get()).equals(digest),
                    Check.V24,
                    record.where(),
                    "the recorded document of human scores is not in the bundle")) {
                continue;
            }
            humanDocuments.add(digest);
            humanScores(record.where(), bytes.get());
        }
    }

    private void humanScores(String where, byte[] bytes) {
        var document = Documents.signed("the human scores", bytes);
        var signed = suite.digest(HUMAN_SCORES, document.body().toBytes());
        var signers = new HashSet<Object>();
        for (var signature : document.signatures()) {
            findings.claim(
                    keys.of("marker").stream().anyMatch(key -> key.key().equals(signature.key()))
                            && Signatures.by(
                                    SigningPurpose.MARKER,
                                    signature.key(),
                                    signed.toBytes(),
                                    signature.signature()),
                    Check.V24,
                    where,
                    "a marker's signature does not hold");
            signers.add(signature.key());
        }
        findings.claim(
                signers.size() >= 2 && signers.size() == document.signatures().size(),
                Check.V24,
                where,
                "not signed by two different markers");
        var scores = Documents.humanScores(document.body().toBytes());
        findings.claim(
                scores.manifest().equals(manifestDigest),
                Check.V24,
                where,
                "the scores are for another form");
        for (var score : scores.scores()) {
            var trail = sitting.sessions().get(score.session());
            findings.claim(
                    trail != null
                            && Optional.of(score.commitment()).equals(trail.last(score.placement()))
                            && byHand.computeIfAbsent(score.session(), _ -> new HashMap<>())
                                            .put(
                                                    score.placement(),
                                                    judged(scores.largestDifference(), score))
                                    == null,
                    Check.V24,
                    "%s session %s placement %s"
                            .formatted(where, score.session(), score.placement()),
                    "another response than the last was marked, or it was marked twice");
        }
    }

    private BigDecimal judged(BigDecimal largestDifference, Documents.HumanScore score) {
        boolean differ =
                score.first().subtract(score.second()).abs().compareTo(largestDifference) > 0;
        findings.claim(
                differ == score.third().isPresent(),
                Check.V24,
                "session %s placement %s".formatted(score.session(), score.placement()),
                "a third score is due exactly when two differ by more than " + largestDifference);
        return score.third()
                .orElseGet(
                        () -> score.first().add(score.second()).divide(TWO, MathContext.UNLIMITED));
    }

    // ---- V25: scores

    private void scores(Documents.Results results) {
        var opened = bundle.answerKey();
        if (opened.isEmpty()) {
            findings.notReached(Check.V25, "the body has not released the answer key");
            return;
        }
        if (!findings.claim(
                suite.digest(ANSWER_KEY, opened.get()).equals(manifest.answerKey()),
                Check.V25,
                "form/answer-key",
                "the answer key is not the one the manifest commits to")) {
            return;
        }
        var placed = new ArrayList<PlacedItem>();
        for (var marked : Documents.answerKey(opened.get())) {
            placed.add(
                    new PlacedItem(
                            marked.placement().number(),
                            AnswerKeys.scoring(marked),
                            marked.weight()));
        }
        var scorer = new SheetScorer(placed);
        for (var result : results.scored()) {
            score(scorer, result);
        }
        var scored = results.scored().stream().map(Documents.Scored::session).toList();
        findings.claim(
                scored.equals(List.copyOf(bodies.keySet())),
                Check.V25,
                "results",
                "the sessions scored are not those that were submitted or collected, in order");
    }

    private void score(SheetScorer scorer, Documents.Scored result) {
        var where = "result of " + result.session();
        var sheet = new HashMap<Integer, byte[]>();
        bodies.getOrDefault(result.session(), Map.of())
                .forEach((placement, body) -> sheet.put(placement.number(), body));
        var marks = new HashMap<Integer, BigDecimal>();
        byHand.getOrDefault(result.session(), Map.of())
                .forEach((placement, mark) -> marks.put(placement.number(), mark));
        try {
            var scored = scorer.score(AnswerSheet.of(sheet), new HumanScores(marks));
            for (var placement : scored.placements()) {
                if (placement.state() == ScoredPlacement.State.AWAITING_HUMAN_SCORE) {
                    findings.examined(Check.V24);
                    findings.fails(
                            Check.V24,
                            where + " placement " + placement.placement(),
                            "the response is marked by hand and no human score is recorded");
                }
                var said = result.points().get(new PlacementId(placement.placement()));
                findings.claim(
                        said != null && said.compareTo(placement.points().toDecimal()) == 0,
                        Check.V25,
                        where + " placement " + placement.placement(),
                        "%s points computed, the result says %s"
                                .formatted(placement.points(), said));
            }
            var raw = scored.rawScore().toDecimal().max(BigDecimal.ZERO);
            findings.claim(
                    raw.compareTo(result.raw()) == 0
                            && result.points().size() == scored.placements().size(),
                    Check.V25,
                    where,
                    "the raw score computed is %s, the result says %s"
                            .formatted(raw, result.raw()));
        } catch (IllegalArgumentException refused) {
            findings.examined(Check.V25);
            findings.fails(Check.V25, where, refused.getMessage());
        }
    }

    // ---- V26: cut score

    private Optional<Documents.CutScore> cutScore() {
        var adoptions = sitting.all(SittingEntry.CutScoreAdopted.class);
        if (adoptions.isEmpty()) {
            findings.notReached(Check.V26, "no cut score was adopted");
            return Optional.empty();
        }
        var adoption = adoptions.getLast();
        var bytes = bundle.cutScore();
        if (!findings.claim(
                bytes.isPresent()
                        && suite.digest(CUT_SCORE_DOCUMENT, bytes.get())
                                .equals(adoption.entry().document()),
                Check.V26,
                adoption.where(),
                "the cut score of the bundle is not the one adopted")) {
            return Optional.empty();
        }
        var document = Documents.signed("the cut score", bytes.get());
        var signed = suite.digest(CUT_SCORE, document.body().toBytes());
        var signers = new HashSet<Object>();
        for (var signature : document.signatures()) {
            var known =
                    keys.of("authority").stream()
                            .filter(key -> key.key().equals(signature.key()))
                            .findFirst();
            findings.claim(
                    known.isPresent()
                            && adoption.entry().signers().contains(known.get().fingerprint())
                            && Signatures.by(
                                    SigningPurpose.AUTHORITY,
                                    signature.key(),
                                    signed.toBytes(),
                                    signature.signature()),
                    Check.V26,
                    adoption.where(),
                    "an authority's signature does not hold");
            signers.add(signature.key());
        }
        findings.claim(
                signers.size() >= 2, Check.V26, adoption.where(), "not signed by two authorities");
        var cutScore = Documents.cutScore(document.body().toBytes());
        findings.claim(
                cutScore.manifest().equals(manifestDigest)
                        && adoption.entry().manifest().equals(manifestDigest),
                Check.V26,
                adoption.where(),
                "the cut score is for another form");
        findings.claim(
                cutScore.panelClosed() <= cutScore.adopted()
                        && cutScore.adopted() <= adoption.entry().at().toEpochMilli(),
                Check.V26,
                adoption.where(),
                "adopted before its panel was closed, or after it was entered");
        for (var scored : sitting.all(SittingEntry.Scored.class)) {
            findings.claim(
                    !scored.entry().at().isBefore(adoption.entry().at())
                            && scored.entry().cutScore().equals(adoption.entry().document()),
                    Check.V26,
                    scored.where(),
                    "scored before the cut score was adopted, or with another");
        }
        return Optional.of(cutScore);
    }

    // ---- V27: decisions

    private void decisions(Documents.Results results, Documents.CutScore cutScore) {
        for (var result : results.scored()) {
            Optional<Integer> level = Optional.empty();
            for (int i = 0; i < cutScore.levels().size(); i++) {
                if (result.raw().compareTo(cutScore.levels().get(i).lowest()) >= 0) {
                    level = Optional.of(i);
                }
            }
            findings.claim(
                    level.equals(result.level()),
                    Check.V27,
                    "result of " + result.session(),
                    "%s points reach level %s, the result says %s"
                            .formatted(result.raw(), level, result.level()));
        }
        findings.claim(
                results.levels()
                                .equals(
                                        cutScore.levels().stream()
                                                .map(Documents.Level::name)
                                                .toList())
                        && results.maximum().compareTo(cutScore.maximum()) == 0,
                Check.V27,
                "results",
                "the levels of the results are not those of the cut score");
    }

    // ---- V28: digests of inputs and results

    private void digests(Documents.Results results) {
        var digest = suite.digest(RESULTS, bundle.results().orElseThrow());
        var runs = sitting.all(SittingEntry.Scored.class);
        if (runs.isEmpty()) {
            findings.notReached(Check.V28, "nothing was scored");
            return;
        }
        var run =
                runs.stream()
                        .filter(
                                scored ->
                                        bundle.index()
                                                .run()
                                                .equals(Optional.of(scored.entry().run())))
                        .findFirst()
                        .orElse(runs.getLast());
        findings.claim(
                run.entry().results().equals(digest),
                Check.V28,
                run.where(),
                "the results are not those of the run");
        var inputs = inputs(run.entry().cutScore());
        findings.claim(
                inputs.equals(run.entry().inputs()) && inputs.equals(results.inputs()),
                Check.V28,
                run.where(),
                "the inputs are not those of the run");
        findings.claim(
                run.entry().sheets() == results.scored().size()
                        && results.manifest().equals(manifestDigest)
                        && results.cutScore().equals(run.entry().cutScore()),
                Check.V28,
                run.where(),
                "the results name another form, cut score or number of sheets");
    }

    private Digest inputs(Digest cutScore) {
        var to = new CborWriter(4096);
        to.array(6)
                .uint(1)
                .bytes(manifestDigest.toBytes())
                .bytes(manifest.answerKey().toBytes())
                .bytes(cutScore.toBytes());
        humanDocuments.sort(Comparator.comparing(Digest::hex));
        to.array(humanDocuments.size());
        humanDocuments.forEach(document -> to.bytes(document.toBytes()));
        var sessions = new TreeMap<SessionId, SessionTrail>(bytewise());
        sessions.putAll(sitting.sessions());
        to.array(sessions.size());
        sessions.values()
                .forEach(
                        trail ->
                                to.array(3)
                                        .bytes(trail.id().toBytes())
                                        .uint(standing(trail.state()))
                                        .bytes(sheet(trail).toBytes()));
        return suite.digest(INPUTS, to.toBytes());
    }

    private Digest sheet(SessionTrail trail) {
        return isScored(trail)
                ? Chains.sheet(suite, trail.id(), trail.last())
                : Digest.of(new byte[Digest.LENGTH]);
    }

    private static long standing(SessionTrail.State state) {
        return switch (state) {
            case SUBMITTED -> 0;
            case EXPIRED -> 1;
            case VOIDED -> 2;
            case TRANSFERRED -> 3;
            case NONE, SEATED, RUNNING, ON_HOLD -> 9;
        };
    }

    private static Comparator<SessionId> bytewise() {
        return (one, other) -> Arrays.compareUnsigned(one.toBytes(), other.toBytes());
    }

    private static byte[] label(String text) {
        return (text + "\0").getBytes(UTF_8);
    }
}

package org.gongyuan.server.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.item.MarkingItem;
import org.gongyuan.bank.scoring.HumanScores;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.bank.scoring.PlacedItem;
import org.gongyuan.bank.scoring.ScoredPlacement;
import org.gongyuan.bank.scoring.ScoredSheet;
import org.gongyuan.bank.scoring.SheetScorer;
import org.gongyuan.bank.scoring.UnsupportedProcessing;
import org.gongyuan.bank.sealing.Manifest;
import org.gongyuan.bank.sealing.MarkingPart;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Turns opened sheets into results: a pure function of what the inputs digest names (`scoring.md`
/// 1.4). It knows no clock, no randomness and no file.
public final class ScoreRun {

    private static final byte[] INPUTS = "gongyuan/score-inputs/1\0".getBytes(UTF_8);

    private final Manifest manifest;
    private final String sitting;
    private final CutScoreDocument cutScore;
    private final List<MarksDocument> documents;
    private final SheetScorer scorer;
    private final Map<SessionId, Map<PlacementId, Marks.Mark>> marks = new HashMap<>();

    /// A run over one form with the cut score in force and all human scores.
    public ScoreRun(
            Manifest manifest,
            String sitting,
            MarkingPart marking,
            CutScoreDocument cutScore,
            List<MarksDocument> documents)
            throws ScoringStopped {
        this.manifest = requireNonNull(manifest, "manifest");
        this.sitting = requireNonNull(sitting, "sitting");
        this.cutScore = requireNonNull(cutScore, "cutScore");
        this.documents =
                documents.stream().sorted(Comparator.comparing(MarksDocument::digest)).toList();
        this.scorer = scorer(marking);
        for (var document : this.documents) {
            for (var mark : document.marks().marks()) {
                var before =
                        marks.computeIfAbsent(mark.session(), _ -> new TreeMap<>())
                                .put(mark.placement(), mark);
                if (before != null) {
                    throw new ScoringStopped(
                            "session %s, placement %s is marked in two documents"
                                    .formatted(mark.session(), mark.placement()));
                }
            }
        }
    }

    private static SheetScorer scorer(MarkingPart marking) throws ScoringStopped {
        var items = new ArrayList<PlacedItem>();
        for (var marked : marking.placements()) {
            try {
                var item = MarkingItem.read(marked.scoring().getBytes(UTF_8));
                items.add(
                        new PlacedItem(
                                marked.placement().number(),
                                new ItemScoring(
                                        item.responses(), item.outcomes(), item.processing()),
                                marked.weight().value()));
            } catch (IllegalArgumentException | UnsupportedProcessing wrong) {
                throw new ScoringStopped(
                        "placement %s cannot be scored: %s"
                                .formatted(marked.placement(), wrong.getMessage()),
                        wrong);
            }
        }
        return new SheetScorer(items);
    }

    /// Scores the opened sheets and names the excluded sessions.
    public Results score(List<OpenedSheet> sheets, List<Results.Excluded> excluded)
            throws ScoringStopped {
        var sortedSheets =
                sheets.stream()
                        .sorted(Comparator.comparing(OpenedSheet::session, SessionOrder.RISING))
                        .toList();
        var sortedExcluded =
                excluded.stream()
                        .sorted(
                                Comparator.comparing(
                                        Results.Excluded::session, SessionOrder.RISING))
                        .toList();
        checkMarked(sortedSheets, sortedExcluded);
        var results = new ArrayList<Results.Result>();
        var missing = new ArrayList<String>();
        for (var sheet : sortedSheets) {
            results.add(result(sheet, missing));
        }
        if (!missing.isEmpty()) {
            throw new ScoringStopped(
                    "%d responses await a human score, the first is %s"
                            .formatted(missing.size(), missing.getFirst()));
        }
        var terms = cutScore.cutScore();
        return new Results(
                manifest.identity().body(),
                manifest.identity().exam(),
                sitting,
                manifest.form(),
                manifest.digest(),
                cutScore.digest(),
                inputs(sortedSheets, sortedExcluded),
                terms.maximum(),
                terms.levels().stream().map(CutScore.Level::name).toList(),
                results,
                sortedExcluded);
    }

    private void checkMarked(List<OpenedSheet> sheets, List<Results.Excluded> excluded)
            throws ScoringStopped {
        Set<SessionId> known = new HashSet<>();
        sheets.forEach(sheet -> known.add(sheet.session()));
        excluded.forEach(one -> known.add(one.session()));
        if (known.size() != sheets.size() + excluded.size()) {
            throw new ScoringStopped("a session is given twice");
        }
        for (var session : marks.keySet()) {
            if (!known.contains(session)) {
                throw new ScoringStopped(
                        "session %s is marked and not in the sitting".formatted(session));
            }
        }
    }

    private Results.Result result(OpenedSheet sheet, List<String> missing) throws ScoringStopped {
        var scored = scored(sheet);
        for (var placement : scored.placements()) {
            switch (placement.state()) {
                case BY_RULES, BY_HAND -> {}
                case AWAITING_HUMAN_SCORE ->
                        missing.add(
                                "session %s, placement %d"
                                        .formatted(sheet.session(), placement.placement()));
                case NOT_SCORABLE ->
                        throw new ScoringStopped(
                                "session %s, placement %d cannot be scored"
                                        .formatted(sheet.session(), placement.placement()));
            }
        }
        return new Results.Result(
                sheet.session(),
                sheet.standing(),
                sheet.sheet(),
                scored.placements().stream().map(ScoredPlacement::points).toList(),
                scored.rawScore(),
                cutScore.cutScore().levelOf(scored.rawScore()));
    }

    private ScoredSheet scored(OpenedSheet sheet) throws ScoringStopped {
        var given = new HashMap<Integer, BigDecimal>();
        for (var mark : marks.getOrDefault(sheet.session(), Map.of()).values()) {
            var response = sheet.responses().get(mark.placement());
            if (response == null || !response.commitment().equals(mark.response())) {
                throw new ScoringStopped(
                        "session %s, placement %s: marked was another response than the last"
                                .formatted(mark.session(), mark.placement()));
            }
            given.put(mark.placement().number(), mark.score());
        }
        try {
            return scorer.score(sheet.answers(), new HumanScores(given));
        } catch (IllegalArgumentException wrong) {
            throw new ScoringStopped(
                    "session %s: %s".formatted(sheet.session(), wrong.getMessage()), wrong);
        }
    }

    private Digest inputs(List<OpenedSheet> sheets, List<Results.Excluded> excluded) {
        var sessions = new TreeMap<SessionId, byte[]>(SessionOrder.RISING);
        for (var sheet : sheets) {
            sessions.put(
                    sheet.session(), session(sheet.session(), sheet.standing(), sheet.sheet()));
        }
        var none = Digest.of(new byte[Digest.LENGTH]);
        for (var one : excluded) {
            sessions.put(one.session(), session(one.session(), one.standing(), none));
        }
        var to =
                new CborWriter(4096)
                        .array(6)
                        .uint(1)
                        .bytes(manifest.digest().toBytes())
                        .bytes(manifest.vault().answerKey().toBytes())
                        .bytes(cutScore.digest().toBytes())
                        .array(documents.size());
        documents.forEach(document -> to.bytes(document.digest().toBytes()));
        to.array(sessions.size());
        sessions.values().forEach(to::raw);
        return manifest.suite().digest(INPUTS, to.toBytes());
    }

    private static byte[] session(SessionId session, Standing standing, Digest sheet) {
        return new CborWriter()
                .array(3)
                .bytes(session.toBytes())
                .uint(standing.code())
                .bytes(sheet.toBytes())
                .toBytes();
    }
}

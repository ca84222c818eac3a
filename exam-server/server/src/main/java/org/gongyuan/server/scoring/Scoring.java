package org.gongyuan.server.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.seal.SealingKeyPair;
import org.gongyuan.trust.seal.SealingPublicKey;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The act of scoring a closed sitting (`scoring.md` 1.1): opens, scores, decides and seals. The
/// quorum that rebuilt the marking key is the caller's, and so are the entries it gets back to
/// append.
public final class Scoring {

    private final SealedForm form;
    private final CutScoreDocument cutScore;
    private final List<MarksDocument> marks;
    private final Approvers approvers;
    private final Clock clock;
    private final SecureRandom random;

    /// Who may open the results, and how many of them it takes.
    public record Approvers(int k, List<SealingPublicKey> keys) {

        public Approvers {
            keys = List.copyOf(keys);
        }
    }

    /// What a run gave.
    ///
    /// @param sealed the results, for the store
    /// @param entry for the record
    public record Scored(SealedResults sealed, SittingEntry.Scored entry) {

        public Scored {
            requireNonNull(sealed, "sealed");
            requireNonNull(entry, "entry");
        }
    }

    /// Scoring of one form with the cut score in force and all human scores.
    public Scoring(
            SealedForm form,
            CutScoreDocument cutScore,
            List<MarksDocument> marks,
            Approvers approvers,
            Clock clock,
            SecureRandom random) {
        this.form = requireNonNull(form, "form");
        this.cutScore = requireNonNull(cutScore, "cutScore");
        this.marks = List.copyOf(marks);
        this.approvers = requireNonNull(approvers, "approvers");
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
    }

    /// Scores the sitting with the marking key its quorum rebuilt.
    public Scored run(String run, ClosedRecord record, SealingKeyPair markingKey)
            throws ScoringStopped, IOException {
        var manifest = form.manifest();
        if (!record.opened().manifest().equals(form.manifestDigest())) {
            throw new ScoringStopped(
                    "the sitting was held with another form than " + manifest.form());
        }
        try {
            var marking = form.marking(markingKey);
            var sitting = record.opened().sitting().text();
            var scoring = new ScoreRun(manifest, sitting, marking, cutScore, marks);
            var sheets = open(record, markingKey);
            var results = scoring.score(sheets, excluded(record));
            var sealed =
                    SealedResults.seal(
                            manifest.suite(),
                            run,
                            results,
                            sheets,
                            marking,
                            marks,
                            approvers.k(),
                            approvers.keys(),
                            random);
            return new Scored(
                    sealed,
                    new SittingEntry.Scored(
                            Instant.ofEpochMilli(clock.millis()),
                            run,
                            results.inputs(),
                            sealed.results(),
                            sheets.size(),
                            cutScore.digest()));
        } catch (FormRefused refused) {
            throw new ScoringStopped(refused.getMessage(), refused);
        }
    }

    private List<OpenedSheet> open(ClosedRecord record, SealingKeyPair markingKey)
            throws ScoringStopped {
        var sheets = new ArrayList<OpenedSheet>();
        for (var session : record.sessions()) {
            if (session.standing().isScored()) {
                sheets.add(OpenedSheet.open(session, form.manifest(), markingKey));
            }
        }
        return sheets;
    }

    /// The responses people score, for markers: opened, by session and placement.
    public List<OpenedSheet> forMarkers(ClosedRecord record, SealingKeyPair markingKey)
            throws ScoringStopped {
        return open(record, markingKey);
    }

    private static List<Results.Excluded> excluded(ClosedRecord record) {
        return record.sessions().stream()
                .filter(session -> !session.standing().isScored())
                .map(session -> new Results.Excluded(session.session(), session.standing()))
                .toList();
    }
}

package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingEntry.DeletionAnnounced;
import org.gongyuan.protocol.record.SittingEntry.RetentionEnded;
import org.gongyuan.protocol.record.SittingEntry.SittingOpened;
import org.gongyuan.verify.check.SittingTrail.Placed;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Checks that personal data of a sitting ended when its time was over and not sooner (V48): by an
/// entry that says so, announced a week before, once in each log, after the sitting was closed and
/// its results could be objected to no more.
final class RetentionEnds {

    /// How long before it happens a deletion is announced (`exam-record.md` 4.7).
    private static final Duration ANNOUNCED_BEFORE = Duration.ofDays(7);

    private static final Set<String> OF_A_SITTING =
            Set.of("candidate", "evidence", "results", "responses");

    private final SittingTrail sitting;
    private final Findings findings;

    RetentionEnds(SittingTrail sitting, Findings findings) {
        this.sitting = sitting;
        this.findings = findings;
    }

    void check() {
        sitting.all(DeletionAnnounced.class).forEach(this::announcement);
        var ended = new HashSet<String>();
        for (var placed : sitting.all(RetentionEnded.class)) {
            var entry = placed.entry();
            findings.claim(
                    isOfTheSitting(entry.purpose(), entry.scope()),
                    Check.V48,
                    placed.where(),
                    "%s of \"%s\" is nothing that is kept of this sitting"
                            .formatted(entry.purpose(), entry.scope()));
            findings.claim(
                    ended.add(placed.log() + " " + entry.purpose() + " " + entry.scope()),
                    Check.V48,
                    placed.where(),
                    "%s of %s ended twice in one log".formatted(entry.purpose(), entry.scope()));
            var free = objectionsOver();
            findings.claim(
                    free.isPresent() && !entry.at().isBefore(free.get()),
                    Check.V48,
                    placed.where(),
                    "%s of %s ended at %s, it was needed until %s"
                            .formatted(
                                    entry.purpose(),
                                    entry.scope(),
                                    entry.at(),
                                    free.map(Instant::toString)
                                            .orElse("the end of a notice that never began")));
            findings.claim(
                    wasAnnounced(placed),
                    Check.V48,
                    placed.where(),
                    "%s of %s ended without having been announced %d days before"
                            .formatted(entry.purpose(), entry.scope(), ANNOUNCED_BEFORE.toDays()));
        }
    }

    private void announcement(Placed<DeletionAnnounced> placed) {
        var entry = placed.entry();
        findings.claim(
                isOfTheSitting(entry.purpose(), entry.scope()) && !entry.due().isAfter(entry.at()),
                Check.V48,
                placed.where(),
                "an announcement of what is not kept of this sitting, or not due yet");
    }

    private boolean isOfTheSitting(String purpose, String scope) {
        var id =
                sitting.all(SittingOpened.class).stream()
                        .map(opened -> opened.entry().sitting().text())
                        .findFirst()
                        .orElse("");
        return OF_A_SITTING.contains(purpose) && (scope.equals(id) || scope.startsWith(id + "/"));
    }

    private boolean wasAnnounced(Placed<RetentionEnded> ended) {
        var of = ended.entry();
        return sitting.all(DeletionAnnounced.class).stream()
                .filter(one -> one.log().equals(ended.log()))
                .map(Placed::entry)
                .filter(one -> one.purpose().equals(of.purpose()))
                .filter(one -> one.scope().equals(of.scope()))
                .anyMatch(one -> !one.at().plus(ANNOUNCED_BEFORE).isAfter(of.at()));
    }

    /// When the sitting was closed and the last notice had run; nothing when one of them is
    /// missing.
    private Optional<Instant> objectionsOver() {
        var closed =
                sitting.all(SittingEntry.SittingClosed.class).stream()
                        .map(one -> one.entry().at())
                        .max(Comparator.naturalOrder());
        var notice =
                sitting.all(SittingEntry.NoticeBegun.class).stream()
                        .map(one -> one.entry().until())
                        .max(Comparator.naturalOrder());
        return closed.flatMap(at -> notice.map(until -> until.isAfter(at) ? until : at));
    }
}

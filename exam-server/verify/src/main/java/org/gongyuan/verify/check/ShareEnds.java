package org.gongyuan.verify.check;

import org.gongyuan.protocol.act.ActProof;
import org.gongyuan.protocol.act.ShareEnding;
import org.gongyuan.protocol.record.SittingEntry.DeletionAnnounced;
import org.gongyuan.protocol.record.SittingEntry.ManifestAccepted;
import org.gongyuan.protocol.record.SittingEntry.OpenedByQuorum;
import org.gongyuan.protocol.record.SittingEntry.ResponsesHeld;
import org.gongyuan.protocol.record.SittingEntry.RetentionEnded;
import org.gongyuan.protocol.record.SittingEntry.ShareEnded;
import org.gongyuan.protocol.record.SittingEntry.ShareReceived;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.verify.bundle.Documents;
import org.gongyuan.verify.bundle.PublishedKeys;
import org.gongyuan.verify.check.SittingTrail.Placed;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Checks how responses ended (V50): each share of the marking key that is said to be no more was
/// said so by whose it was, once, a week after the announcement and under no legal hold; the record
/// says that responses ended only where too few shares could be left, and nothing was opened
/// afterwards.
final class ShareEnds {

    private static final String RESPONSES = "responses";
    private static final String MARKING = "marking";
    private static final Duration ANNOUNCED_BEFORE = Duration.ofDays(7);

    private final SittingTrail sitting;
    private final SittingId id;
    private final Digest manifest;
    private final Documents.Quorum marking;
    private final StaffProofs proofs;
    private final Findings findings;

    ShareEnds(
            SittingTrail sitting,
            SittingId id,
            Digest manifest,
            Documents.Quorum marking,
            PublishedKeys keys,
            Findings findings) {
        this.sitting = sitting;
        this.id = id;
        this.manifest = manifest;
        this.marking = marking;
        this.proofs = new StaffProofs(keys);
        this.findings = findings;
    }

    void check() {
        var said = new HashSet<Integer>();
        for (var placed : sitting.all(ShareEnded.class)) {
            var because = refusal(placed, said);
            findings.claim(because.isEmpty(), Check.V50, placed.where(), because.orElse(""));
        }
        for (var placed : sitting.all(RetentionEnded.class)) {
            if (placed.entry().purpose().equals(RESPONSES)) {
                end(placed);
            }
        }
        holds();
        if (said.isEmpty()) {
            findings.notReached(Check.V50, "no share of the marking key is said to be no more");
        }
    }

    private Optional<String> refusal(Placed<ShareEnded> placed, Set<Integer> said) {
        var entry = placed.entry();
        int share = entry.share();
        if (!said.add(share)) {
            return Optional.of("share %d was said to be no more before".formatted(share));
        }
        if (!isOfTheForm(entry)) {
            return Optional.of("share %d is of another form".formatted(share));
        }
        if (share > marking.custodians().size()
                || !marking.custodians().get(share - 1).equals(entry.custodian())) {
            return Optional.of("share %d was not sealed to the key named".formatted(share));
        }
        if (entry.at().isBefore(entry.asked())) {
            return Optional.of(
                    "entered at %s, asked for at %s".formatted(entry.at(), entry.asked()));
        }
        if (!isAnnounced(placed.log(), entry.at())) {
            return Optional.of(
                    "share %d ended though the end of responses was not announced %d days before"
                            .formatted(share, ANNOUNCED_BEFORE.toDays()));
        }
        if (isHeld(placed)) {
            return Optional.of("share %d ended under a legal hold".formatted(share));
        }
        if (sitting.all(ShareReceived.class).stream()
                .map(Placed::entry)
                .filter(received -> received.purpose().equals(MARKING))
                .filter(received -> received.share() == share)
                .anyMatch(received -> received.at().isAfter(entry.at()))) {
            return Optional.of("share %d was given after it was no more".formatted(share));
        }
        try {
            return proofs.refusal(
                    entry.person(),
                    ActProof.read(entry.proof().toBytes()),
                    ShareEnding.of(id, entry).toProve());
        } catch (IllegalArgumentException unreadable) {
            return Optional.of("this is no proof: " + unreadable.getMessage());
        }
    }

    /// That the bundle's manifest is the one accepted is V07.
    private boolean isOfTheForm(ShareEnded entry) {
        return entry.manifest().equals(manifest)
                || sitting.all(ManifestAccepted.class).stream()
                        .anyMatch(accepted -> accepted.entry().manifest().equals(entry.manifest()));
    }

    private void end(Placed<RetentionEnded> placed) {
        var at = placed.entry().at();
        long gone =
                sitting.all(ShareEnded.class).stream()
                        .map(Placed::entry)
                        .filter(one -> !one.at().isAfter(at))
                        .map(ShareEnded::share)
                        .distinct()
                        .count();
        long left = marking.custodians().size() - gone;
        findings.claim(
                left < marking.k(),
                Check.V50,
                placed.where(),
                "responses ended with %d shares left, %d open them".formatted(left, marking.k()));
        findings.claim(
                !isHeld(placed), Check.V50, placed.where(), "responses ended under a legal hold");
        findings.claim(
                sitting.all(OpenedByQuorum.class).stream()
                        .map(Placed::entry)
                        .filter(opened -> opened.purpose().equals(MARKING))
                        .noneMatch(opened -> opened.at().isAfter(at)),
                Check.V50,
                placed.where(),
                "responses were opened after they ended");
    }

    private boolean isAnnounced(String log, Instant by) {
        return sitting.all(DeletionAnnounced.class).stream()
                .filter(one -> one.log().equals(log))
                .map(Placed::entry)
                .filter(one -> one.purpose().equals(RESPONSES))
                .anyMatch(one -> !one.at().plus(ANNOUNCED_BEFORE).isAfter(by));
    }

    /// Whether a hold stood in this log before this entry.
    private boolean isHeld(Placed<?> placed) {
        return sitting.all(ResponsesHeld.class).stream()
                .filter(one -> one.log().equals(placed.log()) && one.index() < placed.index())
                .max(Comparator.comparingLong(Placed::index))
                .filter(one -> one.entry().isHeld())
                .isPresent();
    }

    /// In each log a hold begins and ends in turn.
    private void holds() {
        for (var placed : sitting.all(ResponsesHeld.class)) {
            findings.claim(
                    placed.entry().isHeld() != isHeld(placed),
                    Check.V50,
                    placed.where(),
                    "responses are %s as they were before"
                            .formatted(placed.entry().isHeld() ? "held" : "free"));
        }
    }
}

package org.gongyuan.verify.check;

import org.gongyuan.protocol.act.ActDocument;
import org.gongyuan.protocol.act.OpeningPayload;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.verify.check.SittingTrail.Placed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Acts by which two persons let a sitting's responses be opened (V46). That both stood for the act
/// is V40; that enough custodians opened them is V22.
final class OpeningOfResponses {

    private static final String OPEN_SITTING = "open-sitting";
    private static final String MARKING = "marking";

    private final SittingTrail sitting;
    private final List<Placed<SittingEntry.Acted>> acts;

    private OpeningOfResponses(SittingTrail sitting) {
        this.sitting = sitting;
        this.acts = sitting.all(SittingEntry.Acted.class);
    }

    static void check(SittingTrail sitting, Findings findings) {
        var responses = new OpeningOfResponses(sitting);
        for (var act : responses.acts) {
            if (isOf(act, OpeningPayload.WORD)) {
                findings.claim(
                        responses.mayLetOpen(act),
                        Check.V46,
                        act.where(),
                        "the act lets other responses be opened, or before the closing, or by one");
            }
        }
        if (responses.acts.stream().noneMatch(act -> isOf(act, OPEN_SITTING))) {
            return;
        }
        for (var opened : sitting.all(SittingEntry.OpenedByQuorum.class)) {
            if (opened.entry().purpose().equals(MARKING)) {
                findings.claim(
                        responses.isLet(opened.entry().at()),
                        Check.V46,
                        opened.where(),
                        "the responses were opened while no act of two persons to open them stood");
            }
        }
    }

    /// Whether an act stood then: it was entered, and nothing was scored in between.
    private boolean isLet(Instant opened) {
        return acts.stream()
                .filter(act -> isOf(act, OpeningPayload.WORD) && mayLetOpen(act))
                .map(act -> act.entry().at())
                .filter(at -> !at.isAfter(opened))
                .anyMatch(at -> !isScoredBetween(at, opened));
    }

    private boolean isScoredBetween(Instant from, Instant until) {
        return sitting.all(SittingEntry.Scored.class).stream()
                .map(scored -> scored.entry().at())
                .anyMatch(at -> at.isAfter(from) && at.isBefore(until));
    }

    private boolean mayLetOpen(Placed<SittingEntry.Acted> placed) {
        var act = read(placed);
        return act.isPresent()
                && !act.get().proposer().equals(placed.entry().approver())
                && OpeningPayload.of(placed.entry().act().toBytes())
                        .filter(what -> isOfTheSitting(what, placed.log()))
                        .isPresent()
                && sitting.all(SittingEntry.SittingClosed.class).stream()
                        .anyMatch(closed -> !closed.entry().at().isAfter(placed.entry().at()));
    }

    private boolean isOfTheSitting(OpeningPayload what, String log) {
        return log.contains("/" + what.sitting().text() + "/")
                && sitting.all(SittingEntry.ManifestAccepted.class).stream()
                        .anyMatch(accepted -> accepted.entry().manifest().equals(what.manifest()));
    }

    private static boolean isOf(Placed<SittingEntry.Acted> placed, String kind) {
        return read(placed).filter(act -> act.kind().equals(kind)).isPresent();
    }

    private static Optional<ActDocument> read(Placed<SittingEntry.Acted> placed) {
        try {
            return Optional.of(ActDocument.read(placed.entry().act().toBytes()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

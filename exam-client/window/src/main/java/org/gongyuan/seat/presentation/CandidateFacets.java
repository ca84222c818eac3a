package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.message.Who;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.Stage;
import org.gongyuan.seat.shell.Asset;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the page shows of the candidate who was let in: his data for confirmation, his photo while
/// he looks at them and not longer, and the rules of his sitting (seat-page.md section 4). Used on
/// the seat's loop, but for [#photo].
final class CandidateFacets {

    private final Facets facets;

    private Who confirming;
    private Rules rules;
    private volatile Asset photo;

    CandidateFacets(Facets facets) {
        this.facets = requireNonNull(facets, "facets");
        facets.put("candidate", null);
        facets.put("rules", null);
        facets.put(
                "texts",
                Json.object(
                        "rules",
                        List.of(),
                        "pledge",
                        null,
                        "faceNotice",
                        null,
                        "afterwards",
                        null));
        facets.put("handIn", Json.object("earliest", 0));
    }

    /// The candidate was let in.
    void known(Notice.Known known) {
        rules = known.rules();
        confirming = known.candidate();
        photo =
                known.photo()
                        .map(each -> new Asset(each.mediaType(), each.bytes().toBytes()))
                        .orElse(null);
        putCandidate();
        facets.put(
                "rules",
                Json.object(
                        "opens", rules.opens().toEpochMilli(),
                        "starts", rules.starts().toEpochMilli(),
                        "ends", rules.ends().toEpochMilli(),
                        "duration", rules.duration().toMillis(),
                        "lastEntry", rules.lastEntry().toMillis(),
                        "earliestHandIn", rules.earliestHandIn().toMillis()));
        facets.put("handIn", Json.object("earliest", earliestHandIn().toEpochMilli()));
    }

    /// The session moved: the photo is there for the confirmation only.
    void moved(Stage stage) {
        if (stage == Stage.CONFIRMING || stage == Stage.SIGNING_IN || confirming == null) {
            return;
        }
        if (photo != null) {
            photo = null;
            putCandidate();
        }
        confirming = null;
    }

    /// When the candidate may hand in, once the rules are known.
    Instant earliestHandIn() {
        return rules.starts().plus(rules.earliestHandIn());
    }

    /// The candidate's photo, if it may be shown now. May be called on any thread.
    Optional<Asset> photo() {
        return Optional.ofNullable(photo);
    }

    private void putCandidate() {
        facets.put(
                "candidate",
                Json.object(
                        "name",
                        confirming.name(),
                        "ticket",
                        confirming.ticketNumber(),
                        "seat",
                        confirming.seat().text(),
                        "photo",
                        photo == null ? null : "/photo",
                        "facts",
                        confirming.facts().stream()
                                .map(
                                        fact ->
                                                Json.object(
                                                        "label",
                                                        Json.object(
                                                                "zh", fact.zh(), "en", fact.en()),
                                                        "value",
                                                        fact.value()))
                                .toList()));
    }
}

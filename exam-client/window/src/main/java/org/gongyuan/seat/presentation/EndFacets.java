package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.Receipts;
import org.gongyuan.seat.session.Stopping;
import org.gongyuan.seat.session.Words;

import java.util.Map;

/// What the page shows in the end: how the session closed and its receipt, why the seat stopped,
/// and what became of the machine (seat-page.md section 4). Used on the seat's loop.
final class EndFacets {

    private final Facets facets;

    private Map<String, Object> closed;
    private long notTaken;

    EndFacets(Facets facets) {
        this.facets = requireNonNull(facets, "facets");
        facets.put("closed", null);
        facets.put("stopped", null);
        facets.put("after", null);
    }

    /// Time is over, and so many responses were not taken any more.
    void collected(long at, long count) {
        notTaken = count;
        over("collected", at, "");
    }

    void voided(long at, String cause) {
        over("voided", at, cause);
    }

    private void over(String how, long at, String cause) {
        closed =
                Json.object(
                        "how",
                        how,
                        "at",
                        at,
                        "cause",
                        cause,
                        "notTaken",
                        notTaken,
                        "receipt",
                        null);
        facets.put("closed", closed);
    }

    /// Whether it is told already how the session ended.
    boolean isOver() {
        return closed != null;
    }

    /// There is a receipt; unless something else ended the session it was handed in.
    void receipt(long at, Notice.Closed receipt) {
        if (!isOver()) {
            over("submitted", at, "");
        }
        closed.put(
                "receipt",
                Json.object(
                        "text",
                        receipt.receipt(),
                        "code",
                        receipt.shortCode(),
                        "finding",
                        switch (receipt.finding()) {
                            case Receipts.Finding.Holds() -> "holds";
                            case Receipts.Finding.SignerNotKnown() -> "signer-not-known";
                            case Receipts.Finding.Fails _ -> "fails";
                        }));
        facets.put("closed", closed);
    }

    void stopped(Stopping because, Words words) {
        var reason =
                switch (because) {
                    case MOVED -> "moved";
                    case RECORD_DIFFERS -> "record-differs";
                    case FORM -> "form";
                    case CLOSED -> "closed";
                };
        facets.put("stopped", Json.object("reason", reason, "words", MachineCheck.words(words)));
    }

    /// The machine was given back.
    void after(boolean isWiped, GivenBack back) {
        facets.put("after", back.facet(isWiped));
    }
}

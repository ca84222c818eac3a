package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.Words;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// What the page shows of the line to the server: whether it is up, the queue at the door, why a
/// candidate was not let in, and his raised hand, which falls when the line does (seat-page.md
/// section 4). Used on the seat's loop.
final class LineFacets {

    private final Facets facets;

    private boolean isUp;
    private boolean isSilent;
    private boolean isKnown;
    private Map<String, Object> queue;
    private Words words;
    private long refusals;

    LineFacets(Facets facets) {
        this.facets = requireNonNull(facets, "facets");
        refusalPasses();
        hand(false);
        put();
    }

    /// Whether the seat is connected, and the server heard.
    boolean isUp() {
        return isUp && !isSilent;
    }

    /// Nothing is heard over the line. The hand stays as it is: the proctor sees it, if he does,
    /// until the line is lost.
    void silent(boolean now) {
        isSilent = now;
        put();
    }

    void connected(boolean now) {
        isUp = now;
        isSilent = false;
        isKnown |= now;
        queue = null;
        words = null;
        if (!now) {
            hand(false);
        }
        put();
    }

    void queued(int place, Duration expected) {
        isKnown = true;
        queue = Json.object("place", place, "expected", expected.toMillis());
        put();
    }

    void unreachable(Words why) {
        words = why;
        put();
    }

    /// A node does not let the seat in again; it goes on trying.
    void refusedAgain(Notice.Refused refused) {
        isKnown = true;
        words = refused.words();
        put();
    }

    /// A node does not let the candidate in.
    void refused(Notice.Refused refused) {
        isKnown = true;
        refusals++;
        facets.put(
                "refusal",
                Json.object(
                        "number",
                        refusals,
                        "reason",
                        refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "words",
                        MachineCheck.words(refused.words()),
                        "retry",
                        refused.retryAfter().toMillis()));
        put();
    }

    /// The candidate was let in, or tries anew.
    void refusalPasses() {
        facets.put("refusal", null);
    }

    /// Nobody is signed in any more.
    void signedOut() {
        queue = null;
        put();
    }

    /// The candidate's hand is up or down.
    void hand(boolean isRaised) {
        facets.put("help", Json.object("raised", isRaised));
    }

    private void put() {
        facets.put(
                "line",
                Json.object(
                        "up",
                        isUp(),
                        "known",
                        isKnown,
                        "queue",
                        queue,
                        "words",
                        MachineCheck.words(words)));
    }
}

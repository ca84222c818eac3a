package org.gongyuan.seat.presentation;

import static java.util.Objects.requireNonNull;

import org.gongyuan.seat.session.SaveState;
import org.gongyuan.seat.session.SeatSession;

import java.time.Instant;
import java.time.ZoneId;

/// What stands on the page all the time: the candidate's time, and how his work stands
/// (seat-page.md section 4). Used on the seat's loop.
final class ClockFacets {

    /// How the candidate's time stands, by its word on the wire.
    enum Time {
        NONE,
        RUNNING,
        HELD,
        OVER;

        private String word() {
            return switch (this) {
                case NONE -> "none";
                case RUNNING -> "running";
                case HELD -> "held";
                case OVER -> "over";
            };
        }
    }

    private final Facets facets;
    private final SeatSession session;
    private final ZoneId zone;
    private Time state = Time.NONE;

    ClockFacets(Facets facets, SeatSession session, ZoneId zone) {
        this.facets = requireNonNull(facets, "facets");
        this.session = requireNonNull(session, "session");
        this.zone = requireNonNull(zone, "zone");
        putTime();
        putWork();
    }

    Time state() {
        return state;
    }

    void is(Time now) {
        state = now;
        putTime();
    }

    /// Tells the time as it is now.
    void putTime() {
        var now = session.serverTime();
        boolean isCounted = state == Time.RUNNING || state == Time.HELD;
        facets.put(
                "time",
                Json.object(
                        "state",
                        state.word(),
                        "left",
                        isCounted ? session.left().toMillis() : 0,
                        "now",
                        now.map(Instant::toEpochMilli).orElse(0L),
                        "zone",
                        zone.getRules().getOffset(now.orElse(Instant.EPOCH)).getTotalSeconds()
                                / 60));
    }

    /// Tells how the candidate's work stands now.
    void putWork() {
        var progress = session.progress();
        var work = session.work();
        facets.put(
                "work",
                Json.object(
                        "state",
                        switch (work) {
                            case SaveState.Untouched() -> "untouched";
                            case SaveState.Saving() -> "saving";
                            case SaveState.Saved _ -> "saved";
                            case SaveState.KeptHere() -> "kept";
                        },
                        "at",
                        work instanceof SaveState.Saved(var at) ? at.toEpochMilli() : 0L,
                        "given",
                        progress.given(),
                        "saved",
                        progress.saved()));
    }
}

package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.suite.Digest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A candidate has one session, a session one seat and a seat one session at a time, and nothing is
/// taken for a session but from the seat and key in force.
final class OneOpenSeatPerSession implements Invariant {

    private final Map<SessionId, World.Speaker> places = new HashMap<>();
    private final Map<Digest, SessionId> candidates = new HashMap<>();
    private final Map<SeatId, SessionId> seats = new HashMap<>();
    private int read;
    private int crashes;

    @Override
    public Optional<String> brokenBy(World world) {
        if (world.record.crashes() != crashes) {
            crashes = world.record.crashes();
            places.clear();
            candidates.clear();
            seats.clear();
            read = 0;
        }
        var entries = world.record.durable();
        while (read < entries.size()) {
            var kept = entries.get(read++);
            if (kept.entry() instanceof SessionEntry entry) {
                var broken = moved(entry, kept.speaker());
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> moved(SessionEntry entry, World.Speaker speaker) {
        return switch (entry) {
            case SessionEntry.Admitted e -> {
                var other = candidates.put(e.candidate(), e.session());
                yield other != null
                        ? Optional.of(
                                "sessions %s and %s are one candidate's"
                                        .formatted(other, e.session()))
                        : sits(e.session(), new World.Speaker(e.seat(), e.seatKey()));
            }
            case SessionEntry.Moved e -> sits(e.session(), new World.Speaker(e.to(), e.seatKey()));
            case SessionEntry.Readmitted e ->
                    sits(e.session(), new World.Speaker(e.seat(), e.seatKey()));
            case SessionEntry.ResponseSaved _,
                    SessionEntry.Submitted _,
                    SessionEntry.HeadSigned _,
                    SessionEntry.Observed _ -> {
                var place = places.get(entry.session());
                boolean isFromThere = speaker != null && speaker.equals(place);
                if (entry instanceof SessionEntry.Submitted) {
                    leaves(entry.session());
                }
                yield isFromThere
                        ? Optional.empty()
                        : Optional.of(
                                "%s was taken from %s, in force is %s"
                                        .formatted(entry, speaker, place));
            }
            case SessionEntry.Expired _, SessionEntry.Voided _, SessionEntry.Transferred _ -> {
                leaves(entry.session());
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Optional<String> sits(SessionId session, World.Speaker place) {
        leaves(session);
        var other = seats.put(place.seat(), session);
        places.put(session, place);
        return other == null
                ? Optional.empty()
                : Optional.of(
                        "seat %s holds sessions %s and %s".formatted(place.seat(), other, session));
    }

    private void leaves(SessionId session) {
        var before = places.remove(session);
        if (before != null) {
            seats.remove(before.seat(), session);
        }
    }
}

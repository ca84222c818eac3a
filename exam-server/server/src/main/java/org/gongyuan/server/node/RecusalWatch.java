package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.duty.Conflicts;
import org.gongyuan.server.sitting.Candidate;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps staff out of the sittings whose candidates they declared to be, whenever that was declared
/// (`staff-access.md` 5.3). Who sits already is not thrown out: the node raises an alarm, and
/// people hold the session and open a case.
public final class RecusalWatch {

    private final Hall hall;
    private final Lane lane;
    private final Conflicts conflicts;
    private final Map<SittingId, Set<String>> alarmed = new ConcurrentHashMap<>();

    /// Watches over the sittings of a hall.
    public RecusalWatch(Hall hall, Lane lane, Conflicts conflicts) {
        this.hall = requireNonNull(hall, "hall");
        this.lane = requireNonNull(lane, "lane");
        this.conflicts = requireNonNull(conflicts, "conflicts");
    }

    /// Looks through all declarations again.
    public void look() {
        for (var held : hall.sittings()) {
            var sitting = held.sitting();
            var tickets =
                    sitting.roster().candidates().stream().map(Candidate::ticketNumber).toList();
            var own = conflicts.ownTickets(sitting.id(), tickets);
            hall.bar(sitting.id(), own.keySet());
            var seen = alarmed.computeIfAbsent(sitting.id(), _ -> new HashSet<>());
            own.forEach(
                    (ticket, person) -> {
                        if (sits(held, ticket) && seen.add(ticket)) {
                            hall.alarm(
                                    "%s, who is staff, sits as a candidate in sitting %s"
                                                    .formatted(person, sitting.id())
                                            + ": hold the session and open a case");
                        }
                    });
        }
    }

    private boolean sits(Hall.Held held, String ticket) {
        return lane.ask(
                        () ->
                                held.sitting()
                                        .roster()
                                        .withTicket(ticket)
                                        .flatMap(held.sitting()::sessionOf)
                                        .isPresent())
                .join();
    }
}

package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A seat on hold shows as left what the record says is left, with the extensions given meanwhile:
/// never a time that no entry gives.
final class HeldSeatsShowWhatIsLeft implements Invariant {

    private final Map<SessionId, Duration> left = new HashMap<>();
    private final Map<SessionId, Set<Duration>> given = new HashMap<>();
    private int read;
    private int looked;

    @Override
    public Optional<String> brokenBy(World world) {
        var entries = world.record.durable();
        while (read < entries.size()) {
            switch (entries.get(read++).entry()) {
                case SessionEntry.Held held -> gives(held.session(), held.left());
                case SessionEntry.Extended more when left.containsKey(more.session()) ->
                        gives(more.session(), left.get(more.session()).plus(more.by()));
                case SessionEntry.Resumed resumed -> left.remove(resumed.session());
                default -> {}
            }
        }
        while (looked < world.shownLeft.size()) {
            var shown = world.shownLeft.get(looked++);
            var right = given.getOrDefault(shown.session(), Set.of());
            if (!right.contains(shown.left())) {
                return Optional.of(
                        "seat %s shows %s left, the record gives %s"
                                .formatted(shown.seat(), shown.left(), right));
            }
        }
        return Optional.empty();
    }

    private void gives(SessionId session, Duration now) {
        left.put(session, now);
        given.computeIfAbsent(session, _ -> new HashSet<>()).add(now);
    }
}

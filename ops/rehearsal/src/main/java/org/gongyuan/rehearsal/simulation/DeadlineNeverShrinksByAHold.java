package org.gongyuan.rehearsal.simulation;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A hold gives back exactly the time that was left; an extension adds what it says; no deadline
/// ever comes nearer, whatever the wall clock does.
final class DeadlineNeverShrinksByAHold implements Invariant {

    private final Map<SessionId, Time> times = new HashMap<>();
    private int read;
    private int crashes;

    private static final class Time {
        private Instant deadline = Instant.MIN;
        private Duration left;
    }

    @Override
    public Optional<String> brokenBy(World world) {
        if (world.record.crashes() != crashes) {
            crashes = world.record.crashes();
            times.clear();
            read = 0;
        }
        var entries = world.record.durable();
        while (read < entries.size()) {
            if (entries.get(read++).entry() instanceof SessionEntry entry) {
                var broken = moved(entry);
                if (broken.isPresent()) {
                    return broken;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> moved(SessionEntry entry) {
        var time = times.computeIfAbsent(entry.session(), _ -> new Time());
        switch (entry) {
            case SessionEntry.Started started -> time.deadline = started.deadline();
            case SessionEntry.Held held -> {
                var left = Duration.between(held.at(), time.deadline);
                time.left = left.isNegative() ? Duration.ZERO : left;
                if (!held.left().equals(time.left)) {
                    return broken(entry, "%s were left, not %s", time.left, held.left());
                }
            }
            case SessionEntry.Extended extended -> {
                if (time.left != null) {
                    time.left = time.left.plus(extended.by());
                } else if (!extended.deadline().equals(time.deadline.plus(extended.by()))) {
                    return broken(
                            entry, "%s and more is not %s", time.deadline, extended.deadline());
                } else {
                    time.deadline = extended.deadline();
                }
            }
            case SessionEntry.Resumed resumed -> {
                if (time.left == null) {
                    return broken(entry, "it was not on hold at %s", resumed.at(), "");
                }
                var given = Duration.between(resumed.at(), resumed.deadline());
                if (!given.equals(time.left)) {
                    return broken(entry, "%s were left, %s are given back", time.left, given);
                }
                if (resumed.deadline().isBefore(time.deadline)) {
                    return broken(
                            entry,
                            "the deadline %s comes nearer: %s",
                            time.deadline,
                            resumed.deadline());
                }
                time.deadline = resumed.deadline();
                time.left = null;
            }
            default -> {}
        }
        return Optional.empty();
    }

    private static Optional<String> broken(
            SessionEntry entry, String because, Object one, Object other) {
        return Optional.of("session " + entry.session() + ": " + because.formatted(one, other));
    }
}

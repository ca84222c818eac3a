package org.gongyuan.server.duty;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sentence.Sentence;

import java.time.Instant;

/// A duty that a person holds for an area and a time (`staff-access.md` 4.3).
///
/// @param from the instant from which it counts
/// @param until the instant from which it counts no more
/// @param by who granted it
public record Grant(Duty duty, Area area, Instant from, Instant until, StaffId by) {

    public Grant {
        requireNonNull(duty, "duty");
        requireNonNull(area, "area");
        requireNonNull(by, "by");
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(Sentence.DUTY_TIMES.of(from, until));
        }
    }

    /// Whether it counts at this instant.
    public boolean holdsAt(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }
}

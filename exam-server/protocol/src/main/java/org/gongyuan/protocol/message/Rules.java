package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.encoding.CborWriter;

import java.time.Duration;
import java.time.Instant;

/// The clock rules of a sitting, frozen when it opened (`seat-protocol.md` section 4.3).
/// `lastEntry` and `earliestHandIn` count from `starts`; no session runs past `ends` unless a
/// recorded extension says so.
public record Rules(
        Instant opens,
        Instant starts,
        Instant ends,
        Duration duration,
        Duration lastEntry,
        Duration earliestHandIn,
        Instant notBefore) {

    public Rules {
        requireNonNull(opens, "opens");
        requireNonNull(notBefore, "notBefore");
        if (starts.isBefore(opens)) {
            throw new IllegalArgumentException(
                    "a sitting starts at %s, before it opens at %s".formatted(starts, opens));
        }
        if (!ends.isAfter(starts)) {
            throw new IllegalArgumentException(
                    "a sitting ends at %s, not after its start %s".formatted(ends, starts));
        }
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("duration must be positive: " + duration);
        }
        if (lastEntry.isNegative() || earliestHandIn.isNegative()) {
            throw new IllegalArgumentException(
                    "last entry %s and earliest hand-in %s must not be negative"
                            .formatted(lastEntry, earliestHandIn));
        }
    }

    void write(CborWriter to) {
        to.array(7)
                .uint(opens.toEpochMilli())
                .uint(starts.toEpochMilli())
                .uint(ends.toEpochMilli())
                .uint(duration.toMillis())
                .uint(lastEntry.toMillis())
                .uint(earliestHandIn.toMillis())
                .uint(notBefore.toEpochMilli());
    }

    static Rules read(Fields field) {
        field.array(7, "rules");
        return new Rules(
                field.instant(),
                field.instant(),
                field.instant(),
                field.duration(),
                field.duration(),
                field.duration(),
                field.instant());
    }
}

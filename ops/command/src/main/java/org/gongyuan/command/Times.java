package org.gongyuan.command;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/// Instants as they are typed.
final class Times {

    private Times() {}

    /// An instant with `Z` or an offset: `2026-05-04T01:00:00Z`, `2026-05-04T09:00:00+08:00`.
    static Instant instant(String flag, String typed) {
        try {
            return OffsetDateTime.parse(typed).toInstant();
        } catch (DateTimeParseException _) {
            throw new Refused(
                    Refused.MISUSED,
                    "%s \"%s\" is no instant like 2026-05-04T09:00:00+08:00"
                            .formatted(flag, typed));
        }
    }
}

package org.gongyuan.bank.form;

import java.time.Duration;
import java.util.Optional;

/// The bounds of a time limit of a form, a section or a placement (`forms.md` 1.6).
final class TimeLimit {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private TimeLimit() {}

    static Optional<Duration> checked(String of, Optional<Duration> limit) {
        limit.ifPresent(
                some -> {
                    if (some.compareTo(SHORTEST) < 0 || some.compareTo(LONGEST) > 0) {
                        throw new IllegalArgumentException(
                                "time limit %s of %s is outside %s..%s"
                                        .formatted(some, of, SHORTEST, LONGEST));
                    }
                    if (some.toNanos() % 1_000_000 != 0) {
                        throw new IllegalArgumentException(
                                "time limit %s of %s is not in whole milliseconds"
                                        .formatted(some, of));
                    }
                });
        return limit;
    }
}

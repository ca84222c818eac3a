package org.gongyuan.bank.sealing;

import java.time.Duration;

/// The clock rules a form comes with (`sealed-form.md` 2.1). A sitting may set others when it
/// opens. `lastEntry` and `earliestHandIn` count from the start of the sitting; `preset` names
/// where the rules come from.
public record RuleDefaults(
        Duration duration, Duration lastEntry, Duration earliestHandIn, String preset) {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int LONGEST_PRESET = 100;

    public RuleDefaults {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "duration %s must be above 0 and at most %s".formatted(duration, LONGEST));
        }
        bounded("last entry", lastEntry);
        bounded("earliest hand-in", earliestHandIn);
        if (preset.isBlank() || preset.length() > LONGEST_PRESET) {
            throw new IllegalArgumentException(
                    "preset must have 1 to %d characters: \"%s\""
                            .formatted(LONGEST_PRESET, preset));
        }
        duration = Duration.ofMillis(duration.toMillis());
        lastEntry = Duration.ofMillis(lastEntry.toMillis());
        earliestHandIn = Duration.ofMillis(earliestHandIn.toMillis());
    }

    private static void bounded(String what, Duration value) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s %s is outside 0..%s".formatted(what, value, LONGEST));
        }
    }
}

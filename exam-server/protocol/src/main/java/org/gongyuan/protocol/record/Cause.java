package org.gongyuan.protocol.record;

import java.util.Locale;

/// Why a session was held, extended, moved or voided (`exam-record.md` section 5). A closed list,
/// so that the record
/// never carries a proctor's free words about a person.
public enum Cause {
    MACHINE_FAULT,
    POWER_CUT,
    NETWORK_FAULT,
    ILLNESS,
    ACCOMMODATION,
    LATE_START,
    DISTURBANCE,
    BREACH,
    CANDIDATE_REQUEST,
    IDENTITY,
    EVACUATION,
    CONTENT_FAULT,
    FALSE_ALARM,
    EXAMINED,
    OTHER;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The word as written in the record, for example `machine-fault`.
    public String text() {
        return text;
    }

    /// The cause of that word.
    ///
    /// @throws IllegalArgumentException when the list has no such word
    public static Cause named(String text) {
        for (var cause : values()) {
            if (cause.text.equals(text)) {
                return cause;
            }
        }
        throw new IllegalArgumentException("unknown cause \"" + text + "\"");
    }
}

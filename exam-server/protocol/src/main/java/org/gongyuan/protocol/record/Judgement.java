package org.gongyuan.protocol.record;

import java.util.Locale;

/// What follows from a finding about a seat's machine (`session.md` section 9), by the policy that
/// was frozen when the sitting opened.
public enum Judgement {
    /// The record has it.
    NOTE,
    /// The proctor is to look; the session starts all the same.
    WARN,
    /// The session does not start until two persons override it.
    REFUSE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The word for it in messages, orders and the record.
    public String word() {
        return word;
    }

    /// The judgement of that word.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Judgement named(String word) {
        for (var judgement : values()) {
            if (judgement.word.equals(word)) {
                return judgement;
            }
        }
        throw new IllegalArgumentException(
                "unknown judgement \"%s\"; known are note, warn, refuse".formatted(word));
    }
}

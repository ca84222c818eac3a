package org.gongyuan.protocol.record;

import java.util.Arrays;
import java.util.Locale;

/// What became of the key that a custodian's share was sealed to (`exam-record.md` 4.8).
public enum ShareEnd {
    /// He destroyed the key file and every copy he had of it.
    DESTROYED,
    /// He has it no more and knows of nobody who has.
    LOST;

    /// As it is written down.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads what [#word] wrote.
    ///
    /// @throws IllegalArgumentException when it is another word
    public static ShareEnd of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "a share ends destroyed or lost, not \"" + word + "\""));
    }
}

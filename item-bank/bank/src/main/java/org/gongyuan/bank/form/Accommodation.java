package org.gongyuan.bank.form;

import java.util.Arrays;
import java.util.stream.Collectors;

/// An approved change of the conditions at one seat (`forms.md` 3.1), beside extra time.
public enum Accommodation {
    FIXED_ORDER("fixed-order"),
    HIGH_CONTRAST("high-contrast"),
    LARGE_PRINT("large-print"),
    OWN_ROOM("own-room"),
    SCREEN_READER("screen-reader");

    private final String word;

    Accommodation(String word) {
        this.word = word;
    }

    /// The word for it in a seating plan.
    public String word() {
        return word;
    }

    /// The accommodation of that word.
    public static Accommodation named(String word) {
        for (var accommodation : values()) {
            if (accommodation.word.equals(word)) {
                return accommodation;
            }
        }
        throw new IllegalArgumentException(
                "unknown accommodation \"%s\"; known are %s"
                        .formatted(
                                word,
                                Arrays.stream(values())
                                        .map(Accommodation::word)
                                        .collect(Collectors.joining(", "))));
    }
}

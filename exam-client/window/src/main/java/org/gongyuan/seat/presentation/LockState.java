package org.gongyuan.seat.presentation;

import java.util.Locale;

/// Whether the seat's machine is in hand (seat-page.md section 4.5).
public enum LockState {
    /// It is not meant to be: a drill.
    OFF,
    /// Measures are taking hold.
    TAKING,
    /// All measures are in force.
    LOCKED,
    /// One was refused; none is in force.
    NOT_LOCKED,
    /// Over.
    GIVEN_BACK;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The word on the bridge.
    public String word() {
        return word;
    }
}

package org.gongyuan.seat.program;

/// The seat cannot start as it is set. The message names the setting, the value and what to do.
public final class NotSet extends Exception {

    private static final long serialVersionUID = 1L;

    NotSet(String message) {
        super(message);
    }
}

package org.gongyuan.seat.session;

/// Why a seat goes no further with a session.
public enum Stopping {
    /// The session goes on at another seat.
    MOVED,
    /// What this machine remembers and what the server has do not fit together.
    RECORD_DIFFERS,
    /// The form did not pass its checks, or is another one than before.
    FORM,
    /// The server says that the session is over.
    CLOSED
}

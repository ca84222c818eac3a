package org.gongyuan.seat.session;

/// What became of a change the candidate made.
public enum Giving {
    /// It is being kept and will be sent.
    TAKEN,
    /// Not running: the session has not started, is held, is being handed in, or is over.
    NOT_RUNNING,
    /// Time is over.
    TIME_IS_OVER,
    /// It is longer than a frame can carry.
    TOO_LONG
}

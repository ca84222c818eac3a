package org.gongyuan.seat.session;

/// Where a session stands, as its seat sees it.
///
///     SIGNED_OUT --sign in--> SIGNING_IN --admitted--> CONFIRMING --confirm--> WAITING
///     SIGNING_IN --refused--> SIGNED_OUT
///     WAITING --start--> RUNNING <--hold, resume--> ON_HOLD
///     RUNNING --hand in--> HANDING_IN --too early--> RUNNING
///     any but SIGNED_OUT, STOPPED --receipt or voided--> CLOSED
///     any but CLOSED --fork, another chain, another form--> STOPPED
public enum Stage {
    /// Nobody is signed in.
    SIGNED_OUT,
    /// Ticket number and secret are on their way.
    SIGNING_IN,
    /// The candidate looks whether the data shown are his.
    CONFIRMING,
    /// The form is fetched and checked; the start is waited for.
    WAITING,
    /// Responses are given.
    RUNNING,
    /// The clock stands still and the items are covered.
    ON_HOLD,
    /// The candidate wants to hand in; everything is being saved.
    HANDING_IN,
    /// It is over; there is a receipt, unless the session was voided.
    CLOSED,
    /// This seat does not go on.
    STOPPED
}

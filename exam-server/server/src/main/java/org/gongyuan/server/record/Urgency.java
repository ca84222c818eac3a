package org.gongyuan.server.record;

/// What an entry is about, as far as a filling disk must know: responses, submissions and what
/// moves a session's time come first, then observations, then pictures (`journal.md` section 7).
public enum Urgency {
    RESPONSE,
    SUBMISSION,
    /// Everything that moves a session or its clock: admission, start, hold, extension, release.
    TIME,
    OBSERVATION,
    PICTURE
}

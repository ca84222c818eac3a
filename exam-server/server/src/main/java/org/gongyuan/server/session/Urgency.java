package org.gongyuan.server.session;

/// What comes first when a node is short of room (`seat-protocol.md` section 10).
public enum Urgency {
    RESPONSE,
    SUBMISSION,
    /// Everything that moves a session or its clock.
    TIME,
    OBSERVATION,
    PICTURE
}

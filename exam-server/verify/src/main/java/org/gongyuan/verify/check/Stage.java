package org.gongyuan.verify.check;

/// How far a sitting has come, read from its record (`verification.md` section 1.3).
public enum Stage {
    /// The sitting is not closed yet.
    OPEN,
    /// Closed, nothing scored.
    CLOSED,
    /// Scored, nothing published.
    SCORED,
    /// Results are published.
    PUBLISHED
}

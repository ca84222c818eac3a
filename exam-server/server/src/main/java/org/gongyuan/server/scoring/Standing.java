package org.gongyuan.server.scoring;

/// How a session ended, as far as scoring cares (`scoring.md` section 5).
public enum Standing {
    SUBMITTED(0),
    EXPIRED(1),
    VOIDED(2),
    TRANSFERRED(3);

    private final int code;

    Standing(int code) {
        this.code = code;
    }

    /// The number in documents.
    public int code() {
        return code;
    }

    /// Whether a session that ended so is scored.
    public boolean isScored() {
        return this == SUBMITTED || this == EXPIRED;
    }

    static Standing coded(int code) {
        for (var standing : values()) {
            if (standing.code == code) {
                return standing;
            }
        }
        throw new IllegalArgumentException("a standing of code %d is not known".formatted(code));
    }
}

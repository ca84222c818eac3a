package org.gongyuan.bank.sealing;

/// Of which key a share is.
public enum SharePurpose {
    /// The form key: opens the form at its hour.
    FORM("form"),
    /// The marking private key: opens answer key and responses after the sitting.
    MARKING("marking"),
    /// The key of sealed results: lets the publication approvers see them (`scoring.md` section 7).
    RESULTS("results"),
    /// The key of a rehearsal, which opens nothing (`exam-server/spec/staff-access.md` 8.6).
    REHEARSAL("rehearsal");

    private final String word;

    SharePurpose(String word) {
        this.word = word;
    }

    /// The word for it in envelopes and in the exam record.
    public String word() {
        return word;
    }

    /// The purpose of that word.
    public static SharePurpose named(String word) {
        for (var purpose : values()) {
            if (purpose.word.equals(word)) {
                return purpose;
            }
        }
        throw new IllegalArgumentException(
                ("shares are for \"form\", \"marking\", \"results\" or \"rehearsal\", not for"
                                + " \"%s\"")
                        .formatted(word));
    }
}

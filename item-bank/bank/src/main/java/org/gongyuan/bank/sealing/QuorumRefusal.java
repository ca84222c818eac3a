package org.gongyuan.bank.sealing;

import java.util.Locale;

/// Why shares do not make a key (`sealed-form.md` 8.2), in the order in which it is looked for.
public enum QuorumRefusal {
    /// The instant is before the manifest's.
    TOO_EARLY,
    /// A share of another key or another form.
    FOREIGN_SHARE,
    /// One share more than once.
    REPEATED_SHARE,
    /// A share that is not the one committed to.
    WRONG_SHARE,
    /// Fewer good shares than it takes.
    TOO_FEW,
    /// All shares are good and make another key than the one committed to.
    WRONG_KEY;

    /// The name in the specification and in the exam record.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

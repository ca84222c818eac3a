package org.gongyuan.bank.item;

/// How grave a finding of an import is.
public enum Severity {
    /// The item, test or package is refused.
    REFUSED,
    /// Imported, but somebody should look.
    WARNING,
    /// Imported; something without meaning for the exam was not kept or was written otherwise.
    NOTE
}

package org.gongyuan.server.store;

/// What became of writing a document that is written once.
public enum Keeping {
    KEPT,
    /// The same bytes were there already: a repeat.
    KEPT_BEFORE,
    /// Something else has this id; it stays.
    OTHER_KEPT
}

package org.gongyuan.server.record;

/// What became of opening a journal.
public sealed interface JournalOpening {

    /// What was found.
    RecoveryReport report();

    /// The journal takes entries.
    record Ready(Journal journal, RecoveryReport report) implements JournalOpening {}

    /// Something is wrong that no crash explains: the entries before it can be read, nothing is
    /// written.
    record Damaged(JournalReader reader, RecoveryReport report) implements JournalOpening {}
}

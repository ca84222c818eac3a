package org.gongyuan.protocol.record;

import java.time.Instant;

/// One accepted fact of a sitting, as the exam record keeps it. Facts are appended and never
/// rewritten.
/// Specification: `exam-server/spec/exam-record.md`.
public sealed interface Entry permits SittingEntry, SessionEntry {

    /// When the node accepted the fact, by the node's clock, to the millisecond.
    Instant at();

    /// The number of the entry's kind (section 4).
    int kind();
}

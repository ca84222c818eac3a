package org.gongyuan.server.audit;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.JournalReader;

import java.time.Instant;
import java.util.function.Function;

/// The node's staff log, as the audit needs it.
public interface StaffEntries {

    /// Enters a fact at the instant the log gives it, and returns once it is durable.
    ///
    /// @throws IllegalStateException when the log takes nothing
    long enter(Function<Instant, SittingEntry> fact);

    /// Reads what was entered.
    JournalReader reader();
}

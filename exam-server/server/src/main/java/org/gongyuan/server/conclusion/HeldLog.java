package org.gongyuan.server.conclusion;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.result.JournalExport;
import org.gongyuan.trust.log.NoteKey;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A log of a sitting as its conclusion holds it: a node's own, or one restored from the store.
sealed interface HeldLog extends AutoCloseable permits NodeRecord, RestoredLog {

    /// Which log it is.
    String origin();

    /// Its entries as they lie in the journal.
    JournalReader reader();

    /// The name of the log and the key that signed checkpoints of receipts while its node ran.
    NoteKey noteKey();

    /// The log as a bundle publishes it, under its latest checkpoint.
    JournalExport export() throws IOException, InterruptedException;

    /// All entries of the sitting itself, in order.
    default List<SittingEntry> entries() {
        var entries = new ArrayList<SittingEntry>();
        reader().read(
                        0,
                        reader().size(),
                        found -> {
                            if (Leaf.read(found.leaf()) instanceof SittingEntry entry) {
                                entries.add(entry);
                            }
                        });
        return entries;
    }

    @Override
    void close() throws IOException;
}

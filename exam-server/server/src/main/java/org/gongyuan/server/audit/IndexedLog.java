package org.gongyuan.server.audit;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.SignedCheckpoint;
import org.gongyuan.trust.log.InclusionProof;

import java.io.IOException;
import java.util.Optional;

/// One log of this node as the audit searches it: the staff log, or that of a sitting.
public interface IndexedLog {

    /// The log's origin.
    String origin();

    /// The sitting it is of; nothing for the staff log.
    Optional<SittingId> sitting();

    /// Reads its durable entries.
    JournalReader reader();

    /// A checkpoint over everything that is durable now.
    SignedCheckpoint checkpoint() throws IOException, InterruptedException;

    /// The proof that an entry stands in the log of that size.
    InclusionProof inclusion(long index, long size) throws InterruptedException;
}

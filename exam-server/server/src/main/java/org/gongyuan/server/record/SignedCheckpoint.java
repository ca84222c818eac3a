package org.gongyuan.server.record;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.SignedNote;

/// What the record was at one moment, with the node's signature.
public record SignedCheckpoint(Checkpoint checkpoint, SignedNote note) {

    public SignedCheckpoint {
        requireNonNull(checkpoint, "checkpoint");
        requireNonNull(note, "note");
    }

    /// How many entries it covers.
    public long size() {
        return checkpoint.size();
    }
}

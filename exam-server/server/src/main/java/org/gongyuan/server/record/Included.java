package org.gongyuan.server.record;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.log.InclusionProof;

/// That an entry is in the record, for a receipt: the proof and the checkpoint it leads to.
public record Included(InclusionProof proof, SignedCheckpoint checkpoint) {

    public Included {
        requireNonNull(proof, "proof");
        requireNonNull(checkpoint, "checkpoint");
    }
}

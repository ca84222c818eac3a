package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The sealed form of a sitting, as far as holding the sitting needs it. Its signatures held when
/// it was read.
///
/// @param manifest digest of the manifest
/// @param manifestBytes the manifest, kept beside its entry in the record
/// @param keyCommitment what the form key must commit to
/// @param seatFileSize bytes of the file that seats fetch
public record SittingForm(
        Digest manifest,
        Octets manifestBytes,
        String form,
        int revision,
        Suite suite,
        Instant notBefore,
        int k,
        int n,
        List<Digest> signers,
        Digest keyCommitment,
        Set<PlacementId> placements,
        long seatFileSize) {

    public SittingForm {
        requireNonNull(manifest, "manifest");
        requireNonNull(manifestBytes, "manifestBytes");
        requireNonNull(form, "form");
        requireNonNull(suite, "suite");
        requireNonNull(notBefore, "notBefore");
        signers = List.copyOf(signers);
        requireNonNull(keyCommitment, "keyCommitment");
        placements = Set.copyOf(placements);
    }
}

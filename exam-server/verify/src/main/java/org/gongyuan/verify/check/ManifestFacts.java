package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.verify.bundle.Documents;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the checks of the sitting take from the manifest and the bundle's keys.
///
/// @param digest the manifest's digest
/// @param notBefore the instant before which the form may not be released
/// @param form the quorum of the form key
/// @param marking the quorum of the marking key
/// @param approvers the publication approvers' public keys by fingerprint
record ManifestFacts(
        Digest digest,
        Instant notBefore,
        Documents.Quorum form,
        Documents.Quorum marking,
        Map<Digest, Octets> approvers) {

    ManifestFacts {
        approvers = Map.copyOf(approvers);
    }

    Optional<Octets> approver(Digest fingerprint) {
        return Optional.ofNullable(approvers.get(fingerprint));
    }
}

package org.gongyuan.bank.sealing;

import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.Secret;
import org.gongyuan.trust.share.ShareEnvelope;
import org.gongyuan.trust.share.Shares;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// A key that was split: what the manifest says of it, and the envelopes for custody.
record KeySplit(Quorum quorum, List<byte[]> envelopes) {

    static KeySplit of(
            Secret key,
            SharePurpose purpose,
            Custodians custodians,
            Bindings bindings,
            SecureRandom random) {
        var holders = custodians.keys();
        try (var split =
                Shares.split(
                        key, custodians.k(), holders.size(), bindings.splitId(purpose), random)) {
            var envelopes = new ArrayList<byte[]>();
            for (var i = 0; i < holders.size(); i++) {
                envelopes.add(ShareEnvelope.seal(split.shares().get(i), holders.get(i)).toBytes());
            }
            return new KeySplit(
                    new Quorum(
                            split.commitments(),
                            holders.stream().map(SealingPublicKey::fingerprint).toList()),
                    envelopes);
        }
    }
}

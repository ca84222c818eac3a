package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of one room's pictures and observations. Destroying it ends their retention.
public final class EvidenceKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<EvidenceKey> KIND =
            new SecretKind<>(8, "evidence key", EvidenceKey::new);

    EvidenceKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new evidence key.
    public static EvidenceKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, EvidenceKey::new);
    }
}

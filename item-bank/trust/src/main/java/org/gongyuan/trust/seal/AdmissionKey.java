package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key under which a node keeps what it needs to check candidate secrets.
public final class AdmissionKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<AdmissionKey> KIND =
            new SecretKind<>(12, "admission key", AdmissionKey::new);

    AdmissionKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new admission key.
    public static AdmissionKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, AdmissionKey::new);
    }
}

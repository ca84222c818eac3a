package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of one score run's results until they are published.
public final class ResultKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<ResultKey> KIND =
            new SecretKind<>(9, "result key", ResultKey::new);

    ResultKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new result key.
    public static ResultKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, ResultKey::new);
    }
}

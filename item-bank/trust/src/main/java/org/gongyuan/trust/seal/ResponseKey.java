package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of one session's responses, wrapped to the marking key and, while the exam runs, under a
/// window key.
public final class ResponseKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<ResponseKey> KIND =
            new SecretKind<>(6, "response key", ResponseKey::new);

    ResponseKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new response key.
    public static ResponseKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, ResponseKey::new);
    }
}

package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of a sealed form's marking part, which holds what is right and never leaves the server.
public final class MarkingPartKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<MarkingPartKey> KIND =
            new SecretKind<>(5, "marking part key", MarkingPartKey::new);

    MarkingPartKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new marking part key.
    public static MarkingPartKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, MarkingPartKey::new);
    }
}

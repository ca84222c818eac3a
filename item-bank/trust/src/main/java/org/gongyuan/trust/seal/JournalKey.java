package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of a seat's own journal.
public final class JournalKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<JournalKey> KIND =
            new SecretKind<>(11, "journal key", JournalKey::new);

    JournalKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new journal key.
    public static JournalKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, JournalKey::new);
    }
}

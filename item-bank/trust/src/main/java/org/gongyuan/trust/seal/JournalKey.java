package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;

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

    /// The key that a short secret becomes with this salt and at this cost: what wraps the key of a
    /// journal, so that only its candidate opens it.
    public static JournalKey stretched(Suite suite, byte[] secret, byte[] salt, Argon2 stretching) {
        var bytes = stretching.hash(secret, salt);
        try {
            return new JournalKey(suite, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}

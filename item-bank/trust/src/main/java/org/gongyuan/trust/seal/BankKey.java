package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of an item bank: item keys are wrapped under it.
public final class BankKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<BankKey> KIND = new SecretKind<>(4, "bank key", BankKey::new);

    BankKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new bank key.
    public static BankKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, BankKey::new);
    }
}

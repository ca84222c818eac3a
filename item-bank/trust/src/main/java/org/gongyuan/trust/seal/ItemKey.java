package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of one item revision, wrapped under the bank key.
public final class ItemKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<ItemKey> KIND = new SecretKind<>(3, "item key", ItemKey::new);

    ItemKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new item key.
    public static ItemKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, ItemKey::new);
    }
}

package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key of one blob of a sealed form, derived from the form key and the blob's id.
public final class BlobKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<BlobKey> KIND = new SecretKind<>(2, "blob key", BlobKey::new);

    BlobKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new blob key.
    public static BlobKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, BlobKey::new);
    }
}

package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;

/// The key that opens one sealed form. It exists from sealing to splitting and from release to
/// loading, and is never stored.
public final class FormKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<FormKey> KIND = new SecretKind<>(1, "form key", FormKey::new);

    FormKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new form key.
    public static FormKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, FormKey::new);
    }

    /// The key of the blob with this id (`item-bank/spec/trust.md`, section 3.4). The same id
    /// always has the same key.
    public BlobKey blobKey(byte[] blobId) {
        var derived = derive(LENGTH, "blob key", blobId);
        try {
            return new BlobKey(suite(), derived);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }
}

package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key over what is kept of one person for one purpose. Destroying it is how that is deleted
/// (`exam-server/spec/staff-access.md` section 9).
public final class PersonKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<PersonKey> KIND =
            new SecretKind<>(14, "person key", PersonKey::new);

    PersonKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new person key.
    public static PersonKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, PersonKey::new);
    }
}

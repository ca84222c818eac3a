package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;

/// The key under which response keys are wrapped while the exam runs, so that a session can resume
/// on another seat. It lives in the memory of the nodes and is wiped at close.
public final class WindowKey extends SealKey {

    /// What kind of secret this is.
    public static final SecretKind<WindowKey> KIND =
            new SecretKind<>(7, "window key", WindowKey::new);

    WindowKey(Suite suite, byte[] secret) {
        super(KIND, suite, secret);
    }

    /// A new window key.
    public static WindowKey generate(Suite suite, SecureRandom random) {
        return generated(suite, random, WindowKey::new);
    }
}

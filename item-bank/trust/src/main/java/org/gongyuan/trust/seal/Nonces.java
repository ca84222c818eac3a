package org.gongyuan.trust.seal;

import java.security.SecureRandom;

/// Where nonces, salts and encapsulation seeds come from: the platform's generator. Key material
/// does not; the generator for that is handed in by whoever generates a key.
final class Nonces {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Nonces() {}

    static byte[] fresh(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static SecureRandom random() {
        return RANDOM;
    }
}

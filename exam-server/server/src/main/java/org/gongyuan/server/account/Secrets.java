package org.gongyuan.server.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Base64;

/// Random secrets that people or browsers carry, and the digests that are kept of them.
final class Secrets {

    private static final int LENGTH = 32;
    private static final byte[] LABEL = "gongyuan/staff-token/1\0".getBytes(UTF_8);

    private Secrets() {}

    static byte[] fresh(SecureRandom random) {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is kept of a text that is 32 random bytes: nothing can be guessed from it.
    static Digest digest(String text) {
        return Suite.INTL_1.digest(LABEL, text.getBytes(UTF_8));
    }
}

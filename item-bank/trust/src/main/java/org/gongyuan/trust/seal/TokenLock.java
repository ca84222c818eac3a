package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Suite;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.KeyAgreement;

/// The line by which a key file opens only with a key on a token, beside its passphrase
/// (`item-bank/spec/trust.md`, section 14.2). What the token computes is checked before any
/// passphrase is typed, so that a wrong token is told at once and a wrong passphrase still is not.
final class TokenLock {

    static final String FORM =
            "ecdh-p256 key=([A-Za-z0-9_-]{87}) once=([A-Za-z0-9_-]{87})"
                    + " check=([A-Za-z0-9_-]{22})";

    private static final int CHECK = 16;

    private final TokenPoint key;
    private final TokenPoint once;
    private final byte[] check;

    private TokenLock(TokenPoint key, TokenPoint once, byte[] check) {
        this.key = requireNonNull(key, "key");
        this.once = requireNonNull(once, "once");
        this.check = check;
    }

    /// A lock and what opens it, which whoever asked for the lock wipes.
    static final class Made {

        private final TokenLock lock;
        private final byte[] wrapping;

        private Made(TokenLock lock, byte[] wrapping) {
            this.lock = lock;
            this.wrapping = wrapping;
        }

        TokenLock lock() {
            return lock;
        }

        /// The 32 bytes themselves, no copy.
        byte[] wrapping() {
            return wrapping;
        }
    }

    /// A new lock on a token's key. The token is asked, and must agree with what was computed here.
    static Made made(Suite suite, TokenAgreement token, SecureRandom random) {
        var agreed = new byte[0];
        var expected = new byte[0];
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(pair.getPrivate());
            var _ = agreement.doPhase(token.point().key(), true);
            expected = agreement.generateSecret();
            var once = TokenPoint.of(pair.getPublic());
            agreed = token.agree(once);
            if (!MessageDigest.isEqual(agreed, expected)) {
                throw new KeyRefused("the token does not compute what its public key says");
            }
            var wrapping = wrapping(suite, expected, token.point(), once);
            return new Made(new TokenLock(token.point(), once, check(suite, wrapping)), wrapping);
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException("P-256 cannot be used here", unavailable);
        } finally {
            Arrays.fill(agreed, (byte) 0);
            Arrays.fill(expected, (byte) 0);
        }
    }

    /// The lock of a key file's line.
    static TokenLock parse(String key, String once, String check) {
        return new TokenLock(
                TokenPoint.parse(key),
                TokenPoint.parse(once),
                SealingPublicKey.fromText(check, "the check of the token"));
    }

    /// On which key of a token.
    TokenPoint key() {
        return key;
    }

    /// What the token gives: 32 bytes, which whoever asks wipes.
    byte[] open(Suite suite, TokenAgreement token) {
        if (!token.point().equals(key)) {
            throw new KeyRefused(
                    "this is another token's key: the key file needs the one that begins %s"
                            .formatted(key.text().substring(0, 12)));
        }
        var agreed = token.agree(once);
        try {
            var wrapping = wrapping(suite, agreed, key, once);
            if (!MessageDigest.isEqual(check, check(suite, wrapping))) {
                Arrays.fill(wrapping, (byte) 0);
                throw new KeyRefused(
                        "the token does not open this key file: its key was replaced, or the line"
                                + " of the token was altered");
            }
            return wrapping;
        } finally {
            Arrays.fill(agreed, (byte) 0);
        }
    }

    /// The hash of a passphrase, bound to what the token gave: neither is worth anything alone.
    static byte[] mixed(Suite suite, byte[] wrapping, byte[] hash) {
        return Derivation.extract(suite, wrapping, hash, Secret.LENGTH, "token and passphrase");
    }

    /// The line, without the word before it.
    String text() {
        return "ecdh-p256 key=%s once=%s check=%s"
                .formatted(
                        key.text(),
                        once.text(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(check));
    }

    private static byte[] wrapping(Suite suite, byte[] agreed, TokenPoint key, TokenPoint once) {
        return Derivation.extract(
                suite, agreed, new byte[0], Secret.LENGTH, "token", key.toBytes(), once.toBytes());
    }

    private static byte[] check(Suite suite, byte[] wrapping) {
        return Derivation.expand(suite, wrapping, CHECK, "token check");
    }

    @Override
    public String toString() {
        return "TokenLock[%s]".formatted(key);
    }
}

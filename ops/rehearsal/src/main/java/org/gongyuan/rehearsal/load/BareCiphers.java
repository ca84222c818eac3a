package org.gongyuan.rehearsal.load;

import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.gongyuan.trust.suite.Suite;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The ceilings of `ops/bench`: the same primitive called bare, without format, key or check of
/// ours.
final class BareCiphers {

    private static final int TAG_BITS = 128;
    private static final int NONCE = 12;

    private final Suite suite;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final byte[] nonce = new byte[NONCE];
    private long counter;

    BareCiphers(Suite suite, SecureRandom random) {
        this.suite = suite;
        var bytes = new byte[suite == Suite.INTL_1 ? 32 : 16];
        random.nextBytes(bytes);
        try {
            if (suite == Suite.INTL_1) {
                key = new SecretKeySpec(bytes, "AES");
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
            } else {
                key = new SecretKeySpec(bytes, "SM4");
                cipher = Cipher.getInstance("SM4/GCM/NoPadding", new BouncyCastleProvider());
            }
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("no bare cipher for " + suite, missing);
        }
    }

    int seal(byte[] plain, int from, int length, byte[] target, int at) {
        return run(Cipher.ENCRYPT_MODE, ++counter, plain, from, length, target, at);
    }

    /// Opens what the `number`-th call of [#seal] made.
    int open(long number, byte[] sealed, int from, int length, byte[] target, int at) {
        return run(Cipher.DECRYPT_MODE, number, sealed, from, length, target, at);
    }

    long sealed() {
        return counter;
    }

    private int run(
            int mode, long number, byte[] source, int from, int length, byte[] target, int at) {
        for (int i = 0; i < Long.BYTES; i++) {
            nonce[i] = (byte) (number >>> (8 * i));
        }
        try {
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(source, from, length, target, at);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("bare cipher of " + suite, broken);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("no SHA-256", missing);
        }
    }
}

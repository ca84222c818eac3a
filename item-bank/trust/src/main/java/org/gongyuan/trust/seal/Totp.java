package org.gongyuan.trust.seal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Codes of six digits that a person's telephone and the node compute from one secret and the time
/// (RFC 6238, HMAC-SHA-1, steps of 30 s: what every authenticator program knows). Who checks one
/// keeps the step of the last one taken, so that no code is taken twice (`item-bank/spec/trust.md`,
/// section 10.7).
public final class Totp {

    /// How many bytes a secret has.
    public static final int SECRET = 20;

    /// How long a step is.
    public static final Duration STEP = Duration.ofSeconds(30);

    /// A code of the step before or after counts too: clocks and thumbs are slow.
    private static final int STEPS_ASIDE = 1;

    private static final int MODULUS = 1_000_000;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    /// A new secret. Who asked wipes it.
    public static byte[] newSecret(SecureRandom random) {
        var secret = new byte[SECRET];
        random.nextBytes(secret);
        return secret;
    }

    /// The code of a step.
    public static String code(byte[] secret, long step) {
        var message = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            message[i] = (byte) (step >>> (8 * (Long.BYTES - 1 - i)));
        }
        byte[] hash;
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            hash = mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no HMAC with SHA-1", missing);
        }
        int at = hash[hash.length - 1] & 0x0f;
        int cut =
                ((hash[at] & 0x7f) << 24)
                        | ((hash[at + 1] & 0xff) << 16)
                        | ((hash[at + 2] & 0xff) << 8)
                        | (hash[at + 3] & 0xff);
        return "%06d".formatted(cut % MODULUS);
    }

    /// The step in which an instant lies.
    public static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /// The step whose code this is, if it is one of about now and after `last`, the step of the
    /// last code that was taken. Computes the same for every code.
    public static OptionalLong taken(byte[] secret, String code, Instant now, long last) {
        long found = Long.MIN_VALUE;
        for (long step = step(now) - STEPS_ASIDE; step <= step(now) + STEPS_ASIDE; step++) {
            if (isEqual(code(secret, step), code) && step > last) {
                found = step;
            }
        }
        return found == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /// The secret as authenticator programs take it: base32 without padding.
    public static String base32(byte[] secret) {
        var text = new StringBuilder();
        int bits = 0;
        int kept = 0;
        for (byte value : secret) {
            kept = (kept << 8) | (value & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((kept >>> bits) & 0x1f));
            }
            kept &= (1 << bits) - 1;
        }
        return bits == 0
                ? text.toString()
                : text.append(BASE32.charAt((kept << (5 - bits)) & 0x1f)).toString();
    }

    private static boolean isEqual(String expected, String said) {
        var padded = Arrays.copyOf(said.toCharArray(), expected.length());
        int differ = said.length() ^ expected.length();
        for (int i = 0; i < expected.length(); i++) {
            differ |= padded[i] ^ expected.charAt(i);
        }
        return differ == 0;
    }
}

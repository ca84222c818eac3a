package org.gongyuan.trust.seal;

import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.gongyuan.trust.suite.Suite;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/// The key that authenticates one direction of one session (`item-bank/spec/trust.md`, section
/// 6.3): HMAC with the suite's hash, cut to its first 16 bytes. Safe for several threads, one
/// message at a time.
public final class MacKey implements AutoCloseable {

    /// How many bytes a tag has.
    public static final int TAG = 16;

    private static final int FULL = 32;

    private final Code code;
    private final byte[] full = new byte[FULL];
    private boolean wiped;

    MacKey(Suite suite, byte[] secret) {
        code =
                switch (suite) {
                    case INTL_1 -> new HmacSha256(secret);
                    case SM_1 -> new HmacSm3(secret);
                };
    }

    /// The tag of a message.
    public byte[] tag(byte[] message) {
        return tag(message, 0, message.length);
    }

    /// The tag of `message[from..to)`.
    public byte[] tag(byte[] message, int from, int to) {
        var tag = new byte[TAG];
        tagInto(message, from, to, tag, 0);
        return tag;
    }

    /// Writes the tag of `message[from..to)` into `target` from `at` on.
    public synchronized void tagInto(byte[] message, int from, int to, byte[] target, int at) {
        compute(message, from, to);
        System.arraycopy(full, 0, target, at, TAG);
    }

    /// Whether `tag` is the tag of `message`.
    public boolean holds(byte[] tag, byte[] message) {
        return tag.length == TAG && holdsAt(tag, 0, message, 0, message.length);
    }

    /// Whether the tag of `message[from..to)` stands in `tags` from `at` on. Takes the same time
    /// wherever they differ.
    public synchronized boolean holdsAt(byte[] tags, int at, byte[] message, int from, int to) {
        if (at < 0 || at > tags.length - TAG) {
            return false;
        }
        compute(message, from, to);
        return MessageDigest.isEqual(
                Arrays.copyOf(full, TAG), Arrays.copyOfRange(tags, at, at + TAG));
    }

    /// All 32 bytes, for what is stored rather than sent.
    synchronized byte[] full(byte[] message) {
        compute(message, 0, message.length);
        return full.clone();
    }

    /// Wipes the key.
    @Override
    public synchronized void close() {
        wiped = true;
        code.wipe();
        Arrays.fill(full, (byte) 0);
    }

    @Override
    public String toString() {
        return "MacKey[secret]";
    }

    private void compute(byte[] message, int from, int to) {
        if (wiped) {
            throw new IllegalStateException("this session's MAC key has been wiped");
        }
        code.compute(message, from, to, full);
    }

    private sealed interface Code {

        void compute(byte[] message, int from, int to, byte[] full);

        void wipe();
    }

    private static final class HmacSha256 implements Code {

        private static final Provider SUN_JCE = Security.getProvider("SunJCE");

        private final Mac mac;

        private HmacSha256(byte[] secret) {
            try {
                mac = Mac.getInstance("HmacSHA256", SUN_JCE);
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("this Java has no HMAC with SHA-256", missing);
            }
            key(secret);
        }

        private void key(byte[] secret) {
            try {
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            } catch (InvalidKeyException refused) {
                throw new IllegalStateException("HMAC refused its key", refused);
            }
        }

        @Override
        public void compute(byte[] message, int from, int to, byte[] full) {
            mac.update(message, from, to - from);
            try {
                mac.doFinal(full, 0);
            } catch (ShortBufferException impossible) {
                throw new IllegalStateException("HMAC is longer than 32 bytes", impossible);
            }
        }

        @Override
        public void wipe() {
            key(new byte[FULL]);
        }
    }

    private static final class HmacSm3 implements Code {

        private final HMac mac = new HMac(new SM3Digest());

        private HmacSm3(byte[] secret) {
            mac.init(new KeyParameter(secret));
        }

        @Override
        public void compute(byte[] message, int from, int to, byte[] full) {
            mac.update(message, from, to - from);
            var _ = mac.doFinal(full, 0);
        }

        @Override
        public void wipe() {
            mac.init(new KeyParameter(new byte[FULL]));
        }
    }
}

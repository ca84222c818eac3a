package org.gongyuan.trust.suite;

import org.bouncycastle.crypto.digests.SM3Digest;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;

/// A digest being taken piece by piece. Belongs to one thread; taking the digest makes it ready for
/// the next, so one object can serve a long loop.
public abstract sealed class Hashing {

    private Hashing() {}

    /// SHA-256 whatever the suite: for formats that fix it, as the Merkle log does.
    public static Hashing sha256() {
        return new Sha256();
    }

    static Hashing sm3() {
        return new Sm3();
    }

    /// Adds one byte.
    public abstract Hashing update(byte value);

    /// Adds all of `part`.
    public Hashing update(byte[] part) {
        return update(part, 0, part.length);
    }

    /// Adds the 32 bytes of a digest, without a copy of them.
    public Hashing update(Digest part) {
        return part.into(this);
    }

    /// Adds `part[from..to)`.
    public abstract Hashing update(byte[] part, int from, int to);

    /// Writes the digest into `target` from `at` on, and begins anew.
    public abstract void into(byte[] target, int at);

    /// The digest of everything added, and begins anew.
    public Digest digest() {
        var bytes = new byte[Digest.LENGTH];
        into(bytes, 0);
        return Digest.owning(bytes);
    }

    private static final class Sha256 extends Hashing {

        private static final Provider SUN = Security.getProvider("SUN");

        private final MessageDigest digest;

        private Sha256() {
            try {
                digest = MessageDigest.getInstance("SHA-256", SUN);
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("this Java has no SHA-256", missing);
            }
        }

        @Override
        public Hashing update(byte value) {
            digest.update(value);
            return this;
        }

        @Override
        public Hashing update(byte[] part, int from, int to) {
            digest.update(part, from, to - from);
            return this;
        }

        @Override
        public void into(byte[] target, int at) {
            try {
                var _ = digest.digest(target, at, Digest.LENGTH);
            } catch (DigestException tooSmall) {
                throw new IllegalArgumentException(
                        "no room for 32 bytes at %d of %d".formatted(at, target.length), tooSmall);
            }
        }
    }

    private static final class Sm3 extends Hashing {

        private final SM3Digest digest = new SM3Digest();

        @Override
        public Hashing update(byte value) {
            digest.update(value);
            return this;
        }

        @Override
        public Hashing update(byte[] part, int from, int to) {
            digest.update(part, from, to - from);
            return this;
        }

        @Override
        public void into(byte[] target, int at) {
            var _ = digest.doFinal(target, at);
        }
    }
}

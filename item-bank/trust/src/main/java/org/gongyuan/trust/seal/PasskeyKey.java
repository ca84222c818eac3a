package org.gongyuan.trust.seal;

import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// The public key of a passkey: ES256 (ECDSA on P-256 with SHA-256) or Ed25519, as authenticators
/// have them (`item-bank/spec/trust.md`, section 7.3). It belongs to neither suite: what signs is
/// the person's device.
public final class PasskeyKey {

    private static final byte[] P256 =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
    private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int P256_LENGTH = 91;
    private static final int ED25519_LENGTH = 44;

    private final byte[] encoded;
    private final PublicKey key;
    private final String algorithm;

    private PasskeyKey(byte[] encoded, String family, String algorithm) {
        this.encoded = encoded;
        this.algorithm = algorithm;
        try {
            key = KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException refused) {
            throw offCurve();
        }
        if (key instanceof ECPublicKey point && !isOnCurve(point)) {
            throw offCurve();
        }
    }

    /// The platform's key factory takes any two coordinates.
    private static boolean isOnCurve(ECPublicKey key) {
        var curve = key.getParams().getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        var x = key.getW().getAffineX();
        var y = key.getW().getAffineY();
        var right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(prime);
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).mod(prime).equals(right);
    }

    private static KeyRefused offCurve() {
        return new KeyRefused("the public key of a passkey is no point of its curve");
    }

    /// The key whose SubjectPublicKeyInfo this is.
    ///
    /// @throws KeyRefused when it is another kind of key
    public static PasskeyKey decode(byte[] encoded) {
        if (begins(encoded, P256, P256_LENGTH)) {
            return new PasskeyKey(encoded.clone(), "EC", "SHA256withECDSA");
        }
        if (begins(encoded, ED25519, ED25519_LENGTH)) {
            return new PasskeyKey(encoded.clone(), "Ed25519", "Ed25519");
        }
        throw new KeyRefused(
                "a passkey is on P-256 (91 bytes) or Ed25519 (44 bytes), this key has %d bytes"
                        .formatted(encoded.length));
    }

    private static boolean begins(byte[] encoded, byte[] with, int length) {
        return encoded.length == length
                && Arrays.equals(encoded, 0, with.length, with, 0, with.length);
    }

    /// The key as [#decode] takes it.
    public byte[] toBytes() {
        return encoded.clone();
    }

    /// What names the key.
    public Digest fingerprint() {
        return Suite.INTL_1.digest(
                new CborWriter().array(2).text("gongyuan.org/passkey/1").bytes(encoded).toBytes());
    }

    /// Whether the device signed this.
    public boolean holds(byte[] signature, byte[] message) {
        try {
            var verifying = Signature.getInstance(algorithm);
            verifying.initVerify(key);
            verifying.update(message);
            return verifying.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasskeyKey passkey && Arrays.equals(encoded, passkey.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "PasskeyKey[" + fingerprint().hex().substring(0, 16) + "]";
    }
}

package org.gongyuan.trust.seal;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A public key on the curve P-256, as tokens have them (`item-bank/spec/trust.md`, section 14.2):
/// 65 bytes, uncompressed, shown to lie on the curve before anything is computed with it.
public final class TokenPoint {

    static final int LENGTH = 65;

    private static final byte[] HEAD =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private final byte[] encoded;
    private final ECPublicKey key;

    private TokenPoint(byte[] encoded) {
        this.encoded = encoded;
        if (encoded.length != LENGTH || encoded[0] != 4) {
            throw new KeyRefused(
                    "a key of a token is an uncompressed point of %d bytes, got %d"
                            .formatted(LENGTH, encoded.length));
        }
        var info = Arrays.copyOf(HEAD, HEAD.length + LENGTH);
        System.arraycopy(encoded, 0, info, HEAD.length, LENGTH);
        try {
            key =
                    (ECPublicKey)
                            KeyFactory.getInstance("EC")
                                    .generatePublic(new X509EncodedKeySpec(info));
        } catch (GeneralSecurityException _) {
            throw offCurve();
        }
        if (!isOnCurve(key)) {
            throw offCurve();
        }
    }

    /// The point that a public key is. A key of another kind or curve is refused.
    public static TokenPoint of(PublicKey key) {
        var info = key.getEncoded();
        if (info == null
                || info.length != HEAD.length + LENGTH
                || !Arrays.equals(info, 0, HEAD.length, HEAD, 0, HEAD.length)) {
            throw new KeyRefused(
                    "a key of a token must be on the curve P-256; this one is of another kind: "
                            + key.getAlgorithm());
        }
        return new TokenPoint(Arrays.copyOfRange(info, HEAD.length, info.length));
    }

    static TokenPoint parse(String text) {
        return new TokenPoint(SealingPublicKey.fromText(text, "the key of the token"));
    }

    /// The key for the platform's algorithms.
    public ECPublicKey key() {
        return key;
    }

    byte[] toBytes() {
        return encoded.clone();
    }

    /// The point in base64url, as key files have it.
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(encoded);
    }

    /// The platform's key factory takes any two coordinates.
    private static boolean isOnCurve(ECPublicKey key) {
        var curve = key.getParams().getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = key.getW().getAffineX();
        BigInteger y = key.getW().getAffineY();
        var right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(prime);
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).mod(prime).equals(right);
    }

    private static KeyRefused offCurve() {
        return new KeyRefused("a key of a token is no point of the curve P-256");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenPoint point && Arrays.equals(encoded, point.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "TokenPoint[%s]".formatted(text().substring(0, 12));
    }
}

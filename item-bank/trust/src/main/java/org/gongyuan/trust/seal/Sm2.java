package org.gongyuan.trust.seal;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

import java.math.BigInteger;
import java.security.SecureRandom;

/// SM2 as GB/T 32918 has it, on the recommended curve: encryption in the order C1 C3 C2, signatures
/// with SM3 and the default identity of GM/T 0009, written as r and s of 32 bytes each.
final class Sm2 {

    static final int PRIVATE = 32;
    static final int PUBLIC = 65;
    static final int SIGNATURE = 64;

    /// How many bytes a ciphertext is longer than its content: C1 and C3.
    static final int OVERHEAD = PUBLIC + 32;

    static final ECDomainParameters DOMAIN =
            new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

    private static final BigInteger LARGEST = DOMAIN.getN().subtract(BigInteger.TWO);

    private Sm2() {}

    static byte[] generate(SecureRandom random) {
        return BigIntegers.asUnsignedByteArray(
                PRIVATE, BigIntegers.createRandomInRange(BigInteger.ONE, LARGEST, random));
    }

    static ECPrivateKeyParameters privateKey(byte[] bytes) {
        var scalar = new BigInteger(1, bytes);
        if (scalar.signum() == 0 || scalar.compareTo(LARGEST) > 0) {
            throw new KeyRefused("an SM2 private key is not within the order of the curve");
        }
        return new ECPrivateKeyParameters(scalar, DOMAIN);
    }

    static byte[] publicKey(byte[] privateKey) {
        var scalar = privateKey(privateKey).getD();
        return new FixedPointCombMultiplier()
                .multiply(DOMAIN.getG(), scalar)
                .normalize()
                .getEncoded(false);
    }

    static ECPublicKeyParameters publicKeyOf(byte[] encoded) {
        if (encoded.length != PUBLIC || encoded[0] != 4) {
            throw new KeyRefused(
                    "an SM2 public key is 65 bytes, uncompressed, got %d"
                            .formatted(encoded.length));
        }
        try {
            return new ECPublicKeyParameters(DOMAIN.getCurve().decodePoint(encoded), DOMAIN);
        } catch (IllegalArgumentException _) {
            throw new KeyRefused("an SM2 public key is not a point of the curve");
        }
    }

    static byte[] encrypt(ECPublicKeyParameters to, byte[] plain, SecureRandom random) {
        var engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
        engine.init(true, new ParametersWithRandom(to, random));
        try {
            return engine.processBlock(plain, 0, plain.length);
        } catch (InvalidCipherTextException impossible) {
            throw new IllegalStateException("SM2 cannot encrypt", impossible);
        }
    }

    static byte[] decrypt(ECPrivateKeyParameters with, byte[] sealed, int from, int to)
            throws SealBroken {
        if (to - from <= OVERHEAD || sealed[from] != 4) {
            throw SealBroken.notAuthentic();
        }
        var engine = new SM2Engine(new SM3Digest(), SM2Engine.Mode.C1C3C2);
        engine.init(false, with);
        try {
            return engine.processBlock(sealed, from, to - from);
        } catch (InvalidCipherTextException | IllegalArgumentException _) {
            throw SealBroken.notAuthentic();
        }
    }

    static byte[] sign(ECPrivateKeyParameters key, byte[]... parts) {
        var signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(true, new ParametersWithRandom(key, Nonces.random()));
        for (var part : parts) {
            signer.update(part, 0, part.length);
        }
        try {
            return signer.generateSignature();
        } catch (CryptoException impossible) {
            throw new IllegalStateException("SM2 cannot sign", impossible);
        }
    }

    static boolean holds(ECPublicKeyParameters key, byte[] signature, byte[]... parts) {
        var signer = new SM2Signer(PlainDSAEncoding.INSTANCE, new SM3Digest());
        signer.init(false, key);
        for (var part : parts) {
            signer.update(part, 0, part.length);
        }
        return signer.verifySignature(signature);
    }
}

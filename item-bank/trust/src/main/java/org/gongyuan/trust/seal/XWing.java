package org.gongyuan.trust.seal;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

import java.security.SecureRandom;
import java.util.Arrays;

/// HPKE (RFC 9180, base mode) with the hybrid KEM X-Wing (0x647A), HKDF-SHA256 and AES-256-GCM.
final class XWing {

    static final int SEED = 32;
    static final int PUBLIC = 1216;
    static final int ENCAPSULATION = 1120;
    private static final int ENCAPSULATION_SEED = 64;

    private XWing() {}

    private static HPKE hpke() {
        return new HPKE(
                HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    static byte[] generate(SecureRandom random) {
        var seed = new byte[SEED];
        random.nextBytes(seed);
        return seed;
    }

    static AsymmetricCipherKeyPair keyPair(byte[] seed) {
        return hpke().deserializePrivateKey(seed, null);
    }

    static byte[] publicKey(AsymmetricCipherKeyPair pair) {
        return hpke().serializePublicKey(pair.getPublic());
    }

    static AsymmetricKeyParameter publicKeyOf(byte[] encoded) {
        if (encoded.length != PUBLIC) {
            throw new KeyRefused(
                    "an X-Wing public key is %d bytes, got %d".formatted(PUBLIC, encoded.length));
        }
        try {
            return hpke().deserializePublicKey(encoded);
        } catch (IllegalArgumentException _) {
            throw new KeyRefused("these %d bytes are no X-Wing public key".formatted(PUBLIC));
        }
    }

    /// Encapsulation, then ciphertext.
    static byte[][] seal(AsymmetricKeyParameter to, byte[] info, byte[] associated, byte[] plain) {
        var seed = Nonces.fresh(ENCAPSULATION_SEED);
        try {
            var context = hpke().setupBaseS(to, info, seed);
            return new byte[][] {context.getEncapsulation(), context.seal(associated, plain)};
        } catch (InvalidCipherTextException impossible) {
            throw new IllegalStateException("HPKE cannot seal", impossible);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    static byte[] open(
            AsymmetricCipherKeyPair with,
            byte[] encapsulation,
            byte[] info,
            byte[] associated,
            byte[] sealed)
            throws SealBroken {
        try {
            return hpke().setupBaseR(encapsulation, with, info).open(associated, sealed);
        } catch (InvalidCipherTextException | IllegalArgumentException _) {
            throw SealBroken.notAuthentic();
        }
    }

    /// Encapsulation, then exported secret.
    static byte[][] export(AsymmetricKeyParameter to, byte[] info, byte[] seed, int length) {
        var context = hpke().setupBaseS(to, info, seed);
        return new byte[][] {
            context.getEncapsulation(), context.export(Derivation.ascii("session"), length)
        };
    }

    static byte[] received(
            AsymmetricCipherKeyPair with, byte[] encapsulation, byte[] info, int length)
            throws SealBroken {
        try {
            return hpke().setupBaseR(encapsulation, with, info)
                    .export(Derivation.ascii("session"), length);
        } catch (IllegalArgumentException _) {
            throw SealBroken.notAuthentic();
        }
    }
}

package org.gongyuan.trust.seal;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.gongyuan.trust.suite.Suite;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// The suite's authenticated cipher (`item-bank/spec/trust.md`, section 2.2), to be used by one
/// thread, message after message: AES-256-GCM by the JDK, SM4-GCM by Bouncy Castle.
abstract sealed class Aead {

    static final int NONCE = 12;
    static final int TAG = 16;

    static Aead of(Suite suite) {
        return switch (suite) {
            case INTL_1 -> new AesGcm();
            case SM_1 -> new Sm4Gcm();
        };
    }

    static int keyLength(Suite suite) {
        return switch (suite) {
            case INTL_1 -> 32;
            case SM_1 -> 16;
        };
    }

    /// Begins a message.
    abstract void begin(boolean sealing, AeadKey key, byte[] nonce);

    /// Adds associated data, before any content.
    abstract void associated(byte[] data, int from, int to);

    /// Seals or opens all of the content at once and tells how many bytes were written.
    abstract int finish(byte[] content, int from, int to, byte[] target, int at) throws SealBroken;

    /// Seals, which cannot fail for what is sealed.
    final int seal(byte[] content, int from, int to, byte[] target, int at) {
        try {
            return finish(content, from, to, target, at);
        } catch (SealBroken impossible) {
            throw new IllegalStateException("sealing found a broken seal", impossible);
        }
    }

    private static final class AesGcm extends Aead {

        private static final Provider SUN_JCE = Security.getProvider("SunJCE");

        private final Cipher cipher;

        private AesGcm() {
            try {
                cipher = Cipher.getInstance("AES/GCM/NoPadding", SUN_JCE);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("this Java has no AES-GCM", missing);
            }
        }

        @Override
        void begin(boolean sealing, AeadKey key, byte[] nonce) {
            try {
                cipher.init(
                        sealing ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
                        key,
                        new GCMParameterSpec(TAG * 8, nonce));
            } catch (InvalidKeyException | InvalidAlgorithmParameterException refused) {
                throw new IllegalStateException("AES-GCM refused its key or nonce", refused);
            }
        }

        @Override
        void associated(byte[] data, int from, int to) {
            cipher.updateAAD(data, from, to - from);
        }

        @Override
        int finish(byte[] content, int from, int to, byte[] target, int at) throws SealBroken {
            try {
                return cipher.doFinal(content, from, to - from, target, at);
            } catch (AEADBadTagException _) {
                throw SealBroken.notAuthentic();
            } catch (GeneralSecurityException unavailable) {
                throw new IllegalStateException("AES-GCM cannot be used here", unavailable);
            }
        }
    }

    private static final class Sm4Gcm extends Aead {

        private final GCMModeCipher cipher = GCMBlockCipher.newInstance(new SM4Engine());
        private AeadKey last;

        @Override
        void begin(boolean sealing, AeadKey key, byte[] nonce) {
            KeyParameter parameter = null;
            if (!key.equals(last) || key.isDestroyed()) {
                var bytes = key.getEncoded();
                parameter = new KeyParameter(bytes);
                Arrays.fill(bytes, (byte) 0);
            }
            cipher.init(sealing, new AEADParameters(parameter, TAG * 8, nonce));
            last = key;
        }

        @Override
        void associated(byte[] data, int from, int to) {
            cipher.processAADBytes(data, from, to - from);
        }

        @Override
        int finish(byte[] content, int from, int to, byte[] target, int at) throws SealBroken {
            try {
                var written = cipher.processBytes(content, from, to - from, target, at);
                return written + cipher.doFinal(target, at + written);
            } catch (InvalidCipherTextException _) {
                Arrays.fill(target, at, at + Math.max(0, to - from - TAG), (byte) 0);
                throw SealBroken.notAuthentic();
            }
        }
    }
}

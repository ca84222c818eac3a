package org.gongyuan.trust.seal;

import java.io.ObjectOutputStream;
import java.util.Arrays;

import javax.crypto.SecretKey;

/// The bytes an AEAD works with. Unlike the JDK's own key it can be wiped, and once wiped it is
/// refused instead of being used as zeros.
final class AeadKey implements SecretKey {

    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;
    private transient boolean wiped;

    AeadKey(byte[] owned) {
        bytes = owned;
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public synchronized byte[] getEncoded() {
        if (wiped) {
            throw new IllegalStateException("this key has been wiped");
        }
        return bytes.clone();
    }

    @Override
    public synchronized void destroy() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public synchronized boolean isDestroyed() {
        return wiped;
    }

    @Override
    public String toString() {
        return "AeadKey[secret]";
    }

    private void writeObject(ObjectOutputStream out) {
        throw new IllegalStateException("a key is never serialised to " + out.getClass().getName());
    }
}

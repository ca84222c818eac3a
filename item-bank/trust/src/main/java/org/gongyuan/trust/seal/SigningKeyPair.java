package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.gongyuan.trust.suite.Suite;

import java.security.SecureRandom;
import java.util.Arrays;

/// A pair of keys to sign in one capacity (`item-bank/spec/trust.md`, section 7): Ed25519 in
/// INTL-1, SM2 with SM3 in SM-1. Suite and capacity are part of what is signed. The private part is
/// wiped on close and prints nothing.
public final class SigningKeyPair implements AutoCloseable {

    private final Suite suite;
    private final SigningPurpose purpose;
    private final byte[] secret;
    private final VerifyingKey verifyingKey;
    private final byte[] domain;
    private boolean wiped;

    private SigningKeyPair(Suite suite, SigningPurpose purpose, byte[] secret) {
        this.suite = requireNonNull(suite, "suite");
        this.purpose = requireNonNull(purpose, "purpose");
        if (secret.length != Secret.LENGTH) {
            throw new KeyRefused(
                    "a private signing key is %d bytes, got %d"
                            .formatted(Secret.LENGTH, secret.length));
        }
        var raw =
                switch (suite) {
                    case INTL_1 -> {
                        var point = new byte[Ed25519.PUBLIC_KEY_SIZE];
                        Ed25519.generatePublicKey(secret, 0, point, 0);
                        yield point;
                    }
                    case SM_1 -> Sm2.publicKey(secret);
                };
        this.verifyingKey = new VerifyingKey(suite, purpose, raw);
        this.secret = secret.clone();
        this.domain = domain(suite, purpose);
    }

    /// A new pair.
    public static SigningKeyPair generate(
            Suite suite, SigningPurpose purpose, SecureRandom random) {
        var secret = new byte[Secret.LENGTH];
        switch (suite) {
            case INTL_1 -> random.nextBytes(secret);
            case SM_1 -> secret = Sm2.generate(random);
        }
        try {
            return new SigningKeyPair(suite, purpose, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    static SigningKeyPair restore(Suite suite, SigningPurpose purpose, byte[] secret) {
        return new SigningKeyPair(suite, purpose, secret);
    }

    /// The suite of this pair.
    public Suite suite() {
        return suite;
    }

    /// In what capacity its holder signs.
    public SigningPurpose purpose() {
        return purpose;
    }

    /// The public part.
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /// Signs `message` in this key's capacity.
    public Signature sign(byte[] message) {
        return new Signature(suite, purpose, signOver(domain, message));
    }

    /// Signs the text of a note as it stands (section 9.4), for `trust.log`. Only keys that sign
    /// notes may; and because a note has no zero byte while every other message we sign begins with
    /// one, no signature passes for the other.
    public byte[] signNote(byte[] text) {
        if (!purpose.signsNotes()) {
            throw new IllegalStateException(
                    "a key of purpose %s signs no notes".formatted(purpose));
        }
        for (var i = 0; i < text.length; i++) {
            if (text[i] >= 0 && text[i] < 0x20 && text[i] != '\n') {
                throw new IllegalArgumentException("a note has a control character at byte " + i);
            }
        }
        return signOver(text);
    }

    /// Wipes the private part.
    @Override
    public void close() {
        synchronized (secret) {
            wiped = true;
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "SigningKeyPair[%s, secret]".formatted(verifyingKey);
    }

    byte[] expose() {
        synchronized (secret) {
            if (wiped) {
                throw new IllegalStateException(
                        "the private part of %s has been wiped".formatted(verifyingKey));
            }
            return secret.clone();
        }
    }

    private byte[] signOver(byte[]... parts) {
        var bytes = expose();
        try {
            return switch (suite) {
                case INTL_1 -> {
                    var message = joined(parts);
                    var signature = new byte[Ed25519.SIGNATURE_SIZE];
                    Ed25519.sign(
                            bytes,
                            0,
                            verifyingKey.raw(),
                            0,
                            message,
                            0,
                            message.length,
                            signature,
                            0);
                    yield signature;
                }
                case SM_1 -> Sm2.sign(Sm2.privateKey(bytes), parts);
            };
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// What stands in front of every message that is signed: a zero byte, a fixed text, suite and
    /// purpose, a zero byte.
    static byte[] domain(Suite suite, SigningPurpose purpose) {
        return Derivation.ascii(
                "\0gongyuan.org/signature/1 %s %s\0".formatted(suite.id(), purpose.name()));
    }

    static byte[] joined(byte[]... parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        var length = 0;
        for (var part : parts) {
            length = Math.addExact(length, part.length);
        }
        var joined = new byte[length];
        var at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}

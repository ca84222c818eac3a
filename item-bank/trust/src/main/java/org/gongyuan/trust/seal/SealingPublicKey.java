package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;
import java.util.Base64;

/// The public part of a sealing key pair: anybody may seal to it, only the holder of the private
/// part opens (`item-bank/spec/trust.md`, sections 3.5 and 4.3). A value; shared freely between
/// threads.
public final class SealingPublicKey {

    static final int VERSION = 1;
    static final int HEADER = 3;
    static final int KEY_ID = 8;
    static final int ENVELOPE_HEADER = 4 + KEY_ID;

    private final Suite suite;
    private final Purpose purpose;
    private final byte[] encoded;
    private final Digest fingerprint;
    private final AsymmetricKeyParameter key;

    SealingPublicKey(Suite suite, Purpose purpose, byte[] raw) {
        this.suite = requireNonNull(suite, "suite");
        this.purpose = requireNonNull(purpose, "purpose");
        this.key =
                switch (suite) {
                    case INTL_1 -> XWing.publicKeyOf(raw);
                    case SM_1 -> Sm2.publicKeyOf(raw);
                };
        encoded = new byte[HEADER + raw.length];
        encoded[0] = VERSION;
        encoded[1] = (byte) suite.code();
        encoded[2] = (byte) purpose.code();
        System.arraycopy(raw, 0, encoded, HEADER, raw.length);
        fingerprint = suite.digest(Derivation.info(suite, "sealing key", encoded));
    }

    /// The key that these bytes are, as [#toBytes()] gave them. Anything else is refused.
    public static SealingPublicKey decode(byte[] encoded) {
        if (encoded.length < HEADER || encoded[0] != VERSION) {
            throw new KeyRefused(
                    "no sealing public key of version %d: %d bytes"
                            .formatted(VERSION, encoded.length));
        }
        var suite = suite(encoded[1]);
        return new SealingPublicKey(
                suite,
                Purpose.coded(encoded[2] & 0xff),
                Arrays.copyOfRange(encoded, HEADER, encoded.length));
    }

    /// The key that this text is, as [#text()] gave it.
    public static SealingPublicKey parse(String text) {
        return decode(fromText(text, "a sealing public key"));
    }

    static Suite suite(int code) {
        try {
            return Suite.coded(code & 0xff);
        } catch (IllegalArgumentException unknown) {
            throw new KeyRefused(unknown.getMessage());
        }
    }

    static byte[] fromText(String text, String what) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
                throw new KeyRefused("%s is not in its one base64url form".formatted(what));
            }
            return bytes;
        } catch (IllegalArgumentException _) {
            throw new KeyRefused("%s is not in its one base64url form".formatted(what));
        }
    }

    /// The suite of this key.
    public Suite suite() {
        return suite;
    }

    /// Whose key it is.
    public Purpose purpose() {
        return purpose;
    }

    /// What manifests name this key by.
    public Digest fingerprint() {
        return fingerprint;
    }

    /// The key with its suite and purpose, as it is stored and sent.
    public byte[] toBytes() {
        return encoded.clone();
    }

    /// [#toBytes()] in base64url without padding.
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(encoded);
    }

    /// Seals `plain` to the holder of this key and binds it to `associated` (section 4.3).
    public byte[] seal(byte[] plain, byte[] associated) {
        return seal(0, plain, associated);
    }

    /// Wraps a secret to the holder of this key (section 4.3).
    public byte[] wrap(Secret inner, byte[] associated) {
        SealKey.refuseOtherSuite(suite, inner);
        var bytes = inner.exposeForSharing();
        try {
            return seal(inner.kind().code(), bytes, associated);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    AsymmetricKeyParameter key() {
        return key;
    }

    byte[] envelopeHeader(int content) {
        var header = new byte[ENVELOPE_HEADER];
        header[0] = VERSION;
        header[1] = (byte) suite.code();
        header[2] = (byte) SealingKeyPair.kind(purpose).code();
        header[3] = (byte) content;
        System.arraycopy(fingerprint.toBytes(), 0, header, 4, KEY_ID);
        return header;
    }

    private byte[] seal(int content, byte[] plain, byte[] associated) {
        var header = envelopeHeader(content);
        var parts =
                switch (suite) {
                    case INTL_1 ->
                            XWing.seal(key, SealingKeyPair.info(suite, header), associated, plain);
                    case SM_1 -> SealingKeyPair.sealSm2(this, header, associated, plain);
                };
        var sealed = new byte[header.length + parts[0].length + parts[1].length];
        System.arraycopy(header, 0, sealed, 0, header.length);
        System.arraycopy(parts[0], 0, sealed, header.length, parts[0].length);
        System.arraycopy(parts[1], 0, sealed, header.length + parts[0].length, parts[1].length);
        return sealed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealingPublicKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "SealingPublicKey[%s %s %s]"
                .formatted(suite, purpose, fingerprint.hex().substring(0, 2 * KEY_ID));
    }
}

package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;
import java.util.Base64;

/// The public part of a signing key pair (`item-bank/spec/trust.md`, section 7): tells whether a
/// signature holds. A value; shared freely between threads.
public final class VerifyingKey {

    static final int VERSION = 1;
    static final int HEADER = 3;

    private final Suite suite;
    private final SigningPurpose purpose;
    private final byte[] encoded;
    private final byte[] domain;
    private final Digest fingerprint;
    private final Public key;

    private sealed interface Public {}

    private record EdPublic(Ed25519.PublicPoint point) implements Public {}

    private record Sm2Public(ECPublicKeyParameters point) implements Public {}

    VerifyingKey(Suite suite, SigningPurpose purpose, byte[] raw) {
        this(suite, purpose, raw, false);
    }

    private VerifyingKey(Suite suite, SigningPurpose purpose, byte[] raw, boolean isKept) {
        this.suite = requireNonNull(suite, "suite");
        this.purpose = requireNonNull(purpose, "purpose");
        this.key =
                switch (suite) {
                    case INTL_1 -> new EdPublic(edPoint(raw, isKept));
                    case SM_1 -> new Sm2Public(Sm2.publicKeyOf(raw));
                };
        encoded = new byte[HEADER + raw.length];
        encoded[0] = VERSION;
        encoded[1] = (byte) suite.code();
        encoded[2] = (byte) purpose.code();
        System.arraycopy(raw, 0, encoded, HEADER, raw.length);
        domain = SigningKeyPair.domain(suite, purpose);
        fingerprint = suite.digest(Derivation.info(suite, "verifying key", encoded));
    }

    private static Ed25519.PublicPoint edPoint(byte[] raw, boolean isKept) {
        if (raw.length != Ed25519.PUBLIC_KEY_SIZE) {
            throw new KeyRefused(
                    "an Ed25519 public key is %d bytes, got %d"
                            .formatted(Ed25519.PUBLIC_KEY_SIZE, raw.length));
        }
        var point =
                isKept
                        ? Ed25519.validatePublicKeyPartialExport(raw, 0)
                        : Ed25519.validatePublicKeyFullExport(raw, 0);
        if (point == null) {
            throw new KeyRefused("an Ed25519 public key is not a point of the prime-order group");
        }
        return point;
    }

    /// The key that these bytes are, as [#toBytes()] gave them. Anything else is refused.
    public static VerifyingKey decode(byte[] encoded) {
        return decode(encoded, false);
    }

    /// The key that these bytes are, which [#decode(byte[])] took when they came and which have
    /// been kept safe since, as in an exam record (section 7.4). That its point is of the
    /// prime-order group is not shown again: that costs half as much as checking a signature.
    public static VerifyingKey ofKept(byte[] encoded) {
        return decode(encoded, true);
    }

    private static VerifyingKey decode(byte[] encoded, boolean isKept) {
        if (encoded.length < HEADER || encoded[0] != VERSION) {
            throw new KeyRefused(
                    "no verifying key of version %d: %d bytes".formatted(VERSION, encoded.length));
        }
        return new VerifyingKey(
                SealingPublicKey.suite(encoded[1]),
                SigningPurpose.coded(encoded[2] & 0xff),
                Arrays.copyOfRange(encoded, HEADER, encoded.length),
                isKept);
    }

    /// The key that this text is, as [#text()] gave it.
    public static VerifyingKey parse(String text) {
        return decode(SealingPublicKey.fromText(text, "a verifying key"));
    }

    /// A key of this suite and purpose from the bytes of the algorithm alone, for formats that
    /// carry only these.
    public static VerifyingKey ofRaw(Suite suite, SigningPurpose purpose, byte[] raw) {
        return new VerifyingKey(suite, purpose, raw);
    }

    /// The suite of this key.
    public Suite suite() {
        return suite;
    }

    /// In what capacity its holder signs.
    public SigningPurpose purpose() {
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

    /// The bytes of the algorithm alone: 32 of Ed25519, 65 of SM2.
    public byte[] raw() {
        return Arrays.copyOfRange(encoded, HEADER, encoded.length);
    }

    /// Whether `signature` was given over exactly `message`, in this key's capacity, by the holder
    /// of its private part.
    public boolean holds(Signature signature, byte[] message) {
        return signature.suite() == suite
                && signature.purpose() == purpose
                && holdsOver(signature.raw(), domain, message);
    }

    /// Whether these 64 bytes are a signature over the text of a note itself (section 9.4). Only
    /// keys that sign notes are asked.
    public boolean holdsOnNote(byte[] raw, byte[] text) {
        return purpose.signsNotes() && raw.length == Signature.RAW && holdsOver(raw, text);
    }

    private boolean holdsOver(byte[] raw, byte[]... parts) {
        return switch (key) {
            case EdPublic(var point) -> {
                var message = SigningKeyPair.joined(parts);
                yield Ed25519.verify(raw, 0, point, message, 0, message.length);
            }
            case Sm2Public(var point) -> Sm2.holds(point, raw, parts);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "VerifyingKey[%s %s %s]"
                .formatted(suite, purpose, fingerprint.hex().substring(0, 16));
    }
}

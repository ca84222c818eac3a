package org.gongyuan.trust.seal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Suite;

import java.util.Arrays;
import java.util.Base64;

/// A signature, with suite and purpose in front (`item-bank/spec/trust.md`, section 7). A value;
/// whether it holds is for [VerifyingKey#holds] to say.
public final class Signature {

    /// How many bytes a signature has.
    public static final int LENGTH = 2 + 64;

    static final int RAW = 64;

    private final Suite suite;
    private final SigningPurpose purpose;
    private final byte[] raw;

    Signature(Suite suite, SigningPurpose purpose, byte[] raw) {
        this.suite = requireNonNull(suite, "suite");
        this.purpose = requireNonNull(purpose, "purpose");
        if (raw.length != RAW) {
            throw new KeyRefused("a signature is %d bytes, got %d".formatted(RAW, raw.length));
        }
        this.raw = raw.clone();
    }

    /// The signature that these bytes are, as [#toBytes()] gave them.
    public static Signature decode(byte[] encoded) {
        if (encoded.length != LENGTH) {
            throw new KeyRefused(
                    "a signature is %d bytes, got %d".formatted(LENGTH, encoded.length));
        }
        return new Signature(
                SealingPublicKey.suite(encoded[0]),
                SigningPurpose.coded(encoded[1] & 0xff),
                Arrays.copyOfRange(encoded, 2, LENGTH));
    }

    /// The suite it was made in.
    public Suite suite() {
        return suite;
    }

    /// In what capacity it was given.
    public SigningPurpose purpose() {
        return purpose;
    }

    /// Suite code, purpose code and the 64 bytes of the algorithm.
    public byte[] toBytes() {
        var encoded = new byte[LENGTH];
        encoded[0] = (byte) suite.code();
        encoded[1] = (byte) purpose.code();
        System.arraycopy(raw, 0, encoded, 2, RAW);
        return encoded;
    }

    byte[] raw() {
        return raw;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature signature
                && suite == signature.suite
                && purpose == signature.purpose
                && Arrays.equals(raw, signature.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return "Signature[%s %s %s]"
                .formatted(suite, purpose, Base64.getEncoder().encodeToString(raw));
    }
}

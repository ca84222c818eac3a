package org.gongyuan.protocol.record;

import java.util.Arrays;
import java.util.HexFormat;

/// Some bytes that are carried and compared but not understood here: a public key, a signature, an
/// envelope.
public final class Octets {

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of the bytes.
    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// How many bytes there are.
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}

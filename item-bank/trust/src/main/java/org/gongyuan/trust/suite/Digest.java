package org.gongyuan.trust.suite;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// The digest of some bytes: 32 bytes in every suite. A value; two digests are equal if all bytes
/// are.
public final class Digest implements Comparable<Digest> {

    /// How many bytes a digest has.
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The digest that these 32 bytes are.
    public static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a digest is %d bytes, got %d".formatted(LENGTH, bytes.length));
        }
        return new Digest(bytes.clone());
    }

    /// The digest that stands in `source` from `from` on.
    public static Digest at(byte[] source, int from) {
        Objects.checkFromIndexSize(from, LENGTH, source.length);
        return new Digest(Arrays.copyOfRange(source, from, from + LENGTH));
    }

    /// The digest written as 64 lower-case hexadecimal digits.
    public static Digest parse(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException(
                    "a digest is written with %d hexadecimal digits, got %d"
                            .formatted(2 * LENGTH, hex.length()));
        }
        for (var i = 0; i < hex.length(); i++) {
            var c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                throw new IllegalArgumentException(
                        "character %d of a digest is not a lower-case hexadecimal digit"
                                .formatted(i));
            }
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    /// Takes over an array that nobody else keeps.
    static Digest owning(byte[] bytes) {
        return new Digest(bytes);
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /// A copy of the 32 bytes.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// Writes the 32 bytes into `target` from `at` on.
    public void copyInto(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, LENGTH);
    }

    Hashing into(Hashing hashing) {
        return hashing.update(bytes, 0, LENGTH);
    }

    /// Whether the 32 bytes in `source` from `from` on are this digest.
    public boolean isAt(byte[] source, int from) {
        return Arrays.equals(bytes, 0, LENGTH, source, from, from + LENGTH);
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return bytes[0] << 24
                | (bytes[1] & 0xff) << 16
                | (bytes[2] & 0xff) << 8
                | (bytes[3] & 0xff);
    }

    @Override
    public String toString() {
        return hex();
    }
}

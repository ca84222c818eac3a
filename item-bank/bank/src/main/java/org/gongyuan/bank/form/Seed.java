package org.gongyuan.bank.form;

import java.util.Arrays;
import java.util.HexFormat;

/// Where a stream of draws begins: 32 bytes (`forms.md` 4.1). A seed is not a secret.
public final class Seed {

    /// A seed has this many bytes.
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Seed(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a seed has %d bytes, got %d".formatted(LENGTH, bytes.length));
        }
        this.bytes = bytes;
    }

    /// A seed of these 32 bytes.
    public static Seed of(byte[] bytes) {
        return new Seed(bytes.clone());
    }

    /// Reads 64 hexadecimal digits.
    public static Seed parse(String hex) {
        return new Seed(HexFormat.of().parseHex(hex));
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seed seed && Arrays.equals(bytes, seed.bytes);
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

package org.gongyuan.bank.sealing;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names one act of sealing: 16 random bytes that bind everything sealed in it together.
public record SealingId(String hex) {

    public SealingId {
        hex = Id16.checked("sealing id", hex);
    }

    /// The id these 16 bytes are.
    public static SealingId of(byte[] bytes) {
        return new SealingId(HexFormat.of().formatHex(bytes));
    }

    static SealingId random(SecureRandom random) {
        var bytes = new byte[Id16.LENGTH];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /// The 16 bytes.
    public byte[] toBytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}

package org.gongyuan.bank.sealing;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names a blob of a sealed form: 16 random bytes from which its key is derived.
public record BlobId(String hex) {

    public BlobId {
        hex = Id16.checked("blob id", hex);
    }

    /// The id these 16 bytes are.
    public static BlobId of(byte[] bytes) {
        return new BlobId(HexFormat.of().formatHex(bytes));
    }

    static BlobId random(SecureRandom random) {
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

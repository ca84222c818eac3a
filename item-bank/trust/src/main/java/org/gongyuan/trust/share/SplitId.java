package org.gongyuan.trust.share;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Which splitting of a secret: shares of different splits do not go together, even of the same
/// secret.
///
/// @param hex 32 lower-case hexadecimal digits
public record SplitId(String hex) {

    /// How many bytes a split's id has.
    public static final int LENGTH = 16;

    /// An id in its one form.
    public SplitId {
        if (hex.length() != 2 * LENGTH
                || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException(
                    "the id of a split is %d lower-case hexadecimal digits, got %d characters"
                            .formatted(2 * LENGTH, hex.length()));
        }
    }

    /// A new id.
    public static SplitId random(SecureRandom random) {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /// The id that these 16 bytes are.
    public static SplitId of(byte[] bytes) {
        return new SplitId(HexFormat.of().formatHex(bytes));
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

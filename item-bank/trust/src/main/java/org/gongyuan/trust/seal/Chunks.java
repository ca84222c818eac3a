package org.gongyuan.trust.seal;

/// The shape of a content sealed in chunks (`item-bank/spec/trust.md`, section 5): a header, full
/// chunks, and a last chunk that alone may be short. All sizes follow from the length of the
/// content.
public final class Chunks {

    /// How many bytes of content a full chunk holds.
    public static final int SIZE = 1 << 16;

    /// How many bytes a full chunk has when sealed.
    public static final int SEALED_SIZE = SIZE + Aead.TAG;

    /// How many bytes the header has.
    public static final int HEADER = 4 + 32;

    private Chunks() {}

    /// How many chunks a content of this length has: at least one.
    public static long count(long plainLength) {
        return Math.max(1, (plainLength + SIZE - 1) / SIZE);
    }

    /// How many bytes a content of this length has when sealed.
    public static long sealedLength(long plainLength) {
        if (plainLength < 0) {
            throw new IllegalArgumentException("a length must not be negative: " + plainLength);
        }
        return HEADER + plainLength + count(plainLength) * Aead.TAG;
    }

    /// How many bytes of content a sealed length holds. A length that nothing can have is refused.
    public static long plainLength(long sealedLength) throws SealBroken {
        var body = sealedLength - HEADER;
        if (body < Aead.TAG) {
            throw SealBroken.tooShort("a chunked seal", sealedLength, HEADER + Aead.TAG);
        }
        var chunks = (body + SEALED_SIZE - 1) / SEALED_SIZE;
        var lastSize = body - (chunks - 1) * SEALED_SIZE;
        if (lastSize < Aead.TAG || (lastSize == Aead.TAG && chunks > 1)) {
            throw new SealBroken(
                    SealBroken.Reason.TRUNCATED,
                    "a chunked seal of %d bytes ends inside a chunk".formatted(sealedLength));
        }
        return body - chunks * Aead.TAG;
    }

    /// Where in the sealed bytes chunk `index` begins.
    public static long sealedOffset(long index) {
        return HEADER + index * SEALED_SIZE;
    }

    static byte[] nonce(byte[] reused, long index, boolean isLast) {
        for (var i = 0; i < 8; i++) {
            reused[10 - i] = (byte) (index >>> (8 * i));
        }
        reused[11] = (byte) (isLast ? 1 : 0);
        return reused;
    }
}

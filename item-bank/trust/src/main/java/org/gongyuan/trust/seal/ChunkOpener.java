package org.gongyuan.trust.seal;

import org.gongyuan.trust.seal.SealBroken.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/// Opens chunks of one sealed content (`item-bank/spec/trust.md`, section 5): all in order, or any
/// one by its index. A chunk that is altered, moved, repeated or taken from another content does
/// not open; that none is missing at the end is known only when the last has been opened. Belongs
/// to one thread.
public final class ChunkOpener implements AutoCloseable {

    private final Aead cipher;
    private final AeadKey key;
    private final byte[] nonce = new byte[Aead.NONCE];

    ChunkOpener(SealKey parent, byte[] sealed, byte[] associated) throws SealBroken {
        if (sealed.length < Chunks.HEADER) {
            throw SealBroken.tooShort("a chunked seal", sealed.length, Chunks.HEADER);
        }
        SealKey.checkHeader(sealed, parent.suite(), parent.kind().code(), parent.kind().label());
        if (sealed[3] != 16) {
            throw new SealBroken(
                    Reason.UNKNOWN_VERSION,
                    "chunks of 2^%d bytes, known are 2^16".formatted(sealed[3] & 0xff));
        }
        key = ChunkSealer.streamKey(parent, Arrays.copyOf(sealed, Chunks.HEADER), associated);
        cipher = Aead.of(parent.suite());
    }

    /// Opens chunk `index`, which is `sealed[from..to)`, into `target` from `at` on, and tells how
    /// many bytes of content it has. The caller says whether it is the last; a chunk opens only if
    /// that is true.
    public int open(
            long index, boolean isLast, byte[] sealed, int from, int to, byte[] target, int at)
            throws SealBroken {
        Objects.checkFromToIndex(from, to, sealed.length);
        var size = to - from - Aead.TAG;
        if (index < 0) {
            throw new IllegalArgumentException("a chunk's index is negative: " + index);
        }
        if (size > Chunks.SIZE) {
            throw new IllegalArgumentException(
                    "a sealed chunk has at most %d bytes, got %d"
                            .formatted(Chunks.SEALED_SIZE, to - from));
        }
        if (size < 0 || (!isLast && size < Chunks.SIZE) || (isLast && size == 0 && index > 0)) {
            throw new SealBroken(
                    Reason.TRUNCATED,
                    "chunk %d has %d sealed bytes, too few".formatted(index, to - from));
        }
        cipher.begin(false, key, Chunks.nonce(nonce, index, isLast));
        return cipher.finish(sealed, from, to, target, at);
    }

    /// Opens everything that follows the header in `from` and tells how many bytes of content there
    /// were. **What was written to `to` must not be used unless this returns**: that the end is
    /// missing shows only at the end.
    public long open(InputStream from, OutputStream to) throws IOException, SealBroken {
        var sealed = new byte[2][Chunks.SEALED_SIZE];
        var plain = new byte[Chunks.SIZE];
        var total = 0L;
        var now = 0;
        var size = from.readNBytes(sealed[now], 0, Chunks.SEALED_SIZE);
        for (var index = 0L; ; index++) {
            var ahead =
                    size < Chunks.SEALED_SIZE
                            ? 0
                            : from.readNBytes(sealed[1 - now], 0, Chunks.SEALED_SIZE);
            var written = open(index, ahead == 0, sealed[now], 0, size, plain, 0);
            to.write(plain, 0, written);
            total += written;
            if (ahead == 0) {
                Arrays.fill(plain, (byte) 0);
                return total;
            }
            now = 1 - now;
            size = ahead;
        }
    }

    byte[] openAll(byte[] sealed) throws SealBroken {
        try (this) {
            var plain = new byte[(int) Chunks.plainLength(sealed.length)];
            var at = 0;
            var from = Chunks.HEADER;
            for (var index = 0L; from < sealed.length; index++) {
                var to = (int) Math.min(sealed.length, (long) from + Chunks.SEALED_SIZE);
                at += open(index, to == sealed.length, sealed, from, to, plain, at);
                from = to;
            }
            return plain;
        }
    }

    /// Wipes the key of this content.
    @Override
    public void close() {
        key.destroy();
    }
}

package org.gongyuan.trust.seal;

import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/// Seals one content chunk by chunk (`item-bank/spec/trust.md`, section 5), each straight from the
/// caller's array into the caller's array. Belongs to one thread and one content: write
/// [#header()], then every chunk in order, the last one marked as such.
public final class ChunkSealer {

    private final Aead cipher;
    private final AeadKey key;
    private final byte[] header;
    private final byte[] nonce = new byte[Aead.NONCE];
    private long next;
    private boolean isFinished;

    ChunkSealer(SealKey parent, byte[] associated) {
        header = new byte[Chunks.HEADER];
        header[0] = SealKey.VERSION;
        header[1] = (byte) parent.suite().code();
        header[2] = (byte) parent.kind().code();
        header[3] = 16;
        System.arraycopy(Nonces.fresh(32), 0, header, 4, 32);
        key = streamKey(parent, header, associated);
        cipher = Aead.of(parent.suite());
    }

    static AeadKey streamKey(SealKey parent, byte[] header, byte[] associated) {
        Suite suite = parent.suite();
        return new AeadKey(
                parent.derive(
                        Aead.keyLength(suite),
                        "chunks",
                        Derivation.ascii(parent.kind().label()),
                        header,
                        associated));
    }

    /// How the sealed content begins.
    public byte[] header() {
        return header.clone();
    }

    /// Seals the next chunk, `plain[from..to)`, into `target` from `at` on and tells how many bytes
    /// it has there. Every chunk but the last is full; the last is empty only if the content is.
    public int seal(byte[] plain, int from, int to, boolean isLast, byte[] target, int at) {
        Objects.checkFromToIndex(from, to, plain.length);
        var size = to - from;
        if (isFinished) {
            throw new IllegalStateException("the last chunk has been sealed already");
        }
        if (size > Chunks.SIZE || (!isLast && size < Chunks.SIZE)) {
            throw new IllegalArgumentException(
                    "a chunk has %d bytes, only the last fewer; chunk %d has %d"
                            .formatted(Chunks.SIZE, next, size));
        }
        if (size == 0 && next > 0) {
            throw new IllegalArgumentException(
                    "the last chunk, %d, is empty although the content is not".formatted(next));
        }
        cipher.begin(true, key, Chunks.nonce(nonce, next, isLast));
        var written = cipher.seal(plain, from, to, target, at);
        next++;
        if (isLast) {
            isFinished = true;
            key.destroy();
        }
        return written;
    }

    /// Seals all that `from` gives, header included, and tells how many bytes were written. Reads
    /// one chunk ahead.
    public long seal(InputStream from, OutputStream to) throws IOException {
        var plain = new byte[2][Chunks.SIZE];
        var sealed = new byte[Chunks.SEALED_SIZE];
        to.write(header);
        var total = (long) header.length;
        var now = 0;
        var size = from.readNBytes(plain[now], 0, Chunks.SIZE);
        while (true) {
            var ahead = size < Chunks.SIZE ? 0 : from.readNBytes(plain[1 - now], 0, Chunks.SIZE);
            var written = seal(plain[now], 0, size, ahead == 0, sealed, 0);
            to.write(sealed, 0, written);
            total += written;
            if (ahead == 0) {
                return total;
            }
            now = 1 - now;
            size = ahead;
        }
    }

    int sealAll(byte[] plain, byte[] sealed, int begin) {
        System.arraycopy(header, 0, sealed, begin, header.length);
        var at = begin + header.length;
        var from = 0;
        do {
            var to = (int) Math.min(plain.length, (long) from + Chunks.SIZE);
            at += seal(plain, from, to, to == plain.length, sealed, at);
            from = to;
        } while (from < plain.length);
        return at - begin;
    }
}

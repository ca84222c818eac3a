package org.gongyuan.trust.log;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.List;

/// Shows that a log of `from` entries grew into one of `to` entries and that nothing before was
/// touched (`item-bank/spec/trust.md`, section 9.2).
///
/// @param from the earlier size
/// @param to the later size
/// @param path the hashes of RFC 9162, section 2.1.4.1
public record ConsistencyProof(long from, long to, List<Digest> path) {

    /// A proof, not yet checked.
    public ConsistencyProof {
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException(
                    "sizes %d and %d of a proof must not be negative".formatted(from, to));
        }
        path = List.copyOf(path);
    }

    /// Whether the proof holds for these two roots: every step of RFC 9162, section 2.1.4.2. The
    /// standard leaves out the empty log, which everything grows from, and equal sizes, where the
    /// roots must be equal; both need an empty path.
    public boolean holds(Digest first, Digest second) {
        if (from > to) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && first.equals(second);
        }
        var hashing = new TreeHashing();
        if (from == 0) {
            return path.isEmpty() && first.equals(hashing.empty());
        }
        if (path.isEmpty()) {
            return false;
        }
        var isPowerOfTwo = Long.bitCount(from) == 1;
        var fn = from - 1;
        var sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>>= 1;
            sn >>>= 1;
        }
        var fr = isPowerOfTwo ? first : path.getFirst();
        var sr = fr;
        for (var c : isPowerOfTwo ? path : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = hashing.node(c, fr);
                sr = hashing.node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                sr = hashing.node(sr, c);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return fr.equals(first) && sr.equals(second) && sn == 0;
    }

    /// The proof as it is written.
    public byte[] toBytes() {
        return ProofPath.encode(from, to, path);
    }

    /// The proof that these bytes are. Anything else is refused by [NotCanonical].
    public static ConsistencyProof decode(byte[] encoded) {
        var reader = new CborReader(encoded);
        reader.array(3);
        var proof = new ConsistencyProof(reader.uint(), reader.uint(), ProofPath.read(reader));
        reader.end();
        return proof;
    }
}

package org.gongyuan.trust.log;

import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.util.List;

/// Shows that a certain entry stands at `index` in the log of `size` entries
/// (`item-bank/spec/trust.md`, section 9.2).
///
/// @param index of the entry, from 0
/// @param size of the tree
/// @param path the hashes of RFC 9162, section 2.1.3.1, nearest to the leaf first
public record InclusionProof(long index, long size, List<Digest> path) {

    /// A proof, not yet checked.
    public InclusionProof {
        if (index < 0 || size < 0) {
            throw new IllegalArgumentException(
                    "index %d and size %d of a proof must not be negative".formatted(index, size));
        }
        path = List.copyOf(path);
    }

    /// Whether the proof holds for this leaf hash and this root: every step of RFC 9162, section
    /// 2.1.3.2.
    public boolean holds(Digest leaf, Digest root) {
        if (index >= size) {
            return false;
        }
        var hashing = new TreeHashing();
        var fn = index;
        var sn = size - 1;
        var r = leaf;
        for (var p : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = hashing.node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                r = hashing.node(r, p);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && r.equals(root);
    }

    /// Whether the proof holds for this entry and this root.
    public boolean holds(byte[] entry, Digest root) {
        return holds(new TreeHashing().leaf(entry), root);
    }

    /// The proof as it is written in receipts.
    public byte[] toBytes() {
        return ProofPath.encode(index, size, path);
    }

    /// The proof that these bytes are. Anything else is refused by [NotCanonical].
    public static InclusionProof decode(byte[] encoded) {
        var reader = new CborReader(encoded);
        reader.array(3);
        var proof = new InclusionProof(reader.uint(), reader.uint(), ProofPath.read(reader));
        reader.end();
        return proof;
    }
}

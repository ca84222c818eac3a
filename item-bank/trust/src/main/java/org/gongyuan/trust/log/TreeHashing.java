package org.gongyuan.trust.log;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

/// The two hashes of the Merkle tree (`item-bank/spec/trust.md`, section 9.1): a leaf is hashed
/// behind a zero byte, a node behind a one, so that neither passes for the other. Belongs to one
/// thread.
public final class TreeHashing {

    static final int HASH = Digest.LENGTH;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final Hashing hashing = Hashing.sha256();

    /// The hash of an entry.
    public Digest leaf(byte[] entry) {
        return hashing.update(LEAF).update(entry).digest();
    }

    /// Writes the hash of `entry[from..to)` into `target` from `at` on.
    public void leafInto(byte[] entry, int from, int to, byte[] target, int at) {
        hashing.update(LEAF).update(entry, from, to).into(target, at);
    }

    /// The root of a tree without entries.
    public Digest empty() {
        return hashing.digest();
    }

    /// The hash of two nodes.
    public Digest node(Digest left, Digest right) {
        var both = new byte[2 * HASH];
        left.copyInto(both, 0);
        right.copyInto(both, HASH);
        return hashing.update(NODE).update(both).digest();
    }

    /// Writes the hash of the two nodes that stand in `left` and `right` into `target`; all may be
    /// the same array.
    void nodeInto(byte[] left, int leftAt, byte[] right, int rightAt, byte[] target, int at) {
        hashing.update(NODE)
                .update(left, leftAt, leftAt + HASH)
                .update(right, rightAt, rightAt + HASH)
                .into(target, at);
    }
}

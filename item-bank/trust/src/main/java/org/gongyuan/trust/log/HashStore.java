package org.gongyuan.trust.log;

/// Where a tree keeps the hashes of its complete subtrees, so that proofs can be made. Level 0
/// holds leaf hashes; level *l* holds at index *i* the hash over the leaves from *i*·2^*l* to
/// (*i*+1)·2^*l*. A tree stores levels 0, 4, 8 and so on, each from its first index on without
/// gaps; what lies between it computes anew.
public interface HashStore {

    /// Appends the next hash of a level, the 32 bytes in `source` from `at` on.
    void append(int level, byte[] source, int at);

    /// Copies the hash of a level at an index into `target` from `at` on.
    void read(int level, long index, byte[] target, int at);

    /// How many hashes a level has.
    long count(int level);
}

package org.gongyuan.server.record;

/// The Merkle tree over the journal's leaves, grown in index order by one thread at a time.
/// Its hashing is RFC 6962's; the journal needs only these three questions of it.
public interface LogTree {

    /// Takes the next leaf.
    void append(byte[] leaf);

    /// Leaves taken so far.
    long size();

    /// The 32-byte root over all leaves taken so far.
    byte[] root();
}

package org.gongyuan.server.record;

/// One entry as it stands in the journal: its index, its leaf, and its attachment (no bytes if it
/// has none).
public final class JournalEntry {

    private final long index;
    private final byte[] leaf;
    private final byte[] attachment;

    JournalEntry(long index, byte[] leaf, byte[] attachment) {
        this.index = index;
        this.leaf = leaf;
        this.attachment = attachment;
    }

    /// The entry's place in the record.
    public long index() {
        return index;
    }

    /// What the Merkle tree hashes.
    public byte[] leaf() {
        return leaf.clone();
    }

    /// The private bytes beside the leaf.
    public byte[] attachment() {
        return attachment.clone();
    }

    @Override
    public String toString() {
        return "entry %d (%d bytes, attachment %d bytes)"
                .formatted(index, leaf.length, attachment.length);
    }
}

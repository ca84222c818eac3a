package org.gongyuan.server.result;

import static java.util.Objects.requireNonNull;

import org.gongyuan.server.record.Journal;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.seal.VerifyingKey;

import java.util.ArrayList;
import java.util.List;

/// A node's journal as a bundle publishes it.
public final class JournalExport implements BundleExport.ExportedLog {

    private final String node;
    private final Journal journal;
    private final VerifyingKey key;
    private final List<byte[]> checkpoints;

    /// The journal of `node`, with checkpoints rising by size.
    public JournalExport(String node, Journal journal, VerifyingKey key, List<byte[]> checkpoints) {
        this.node = requireNonNull(node, "node");
        this.journal = requireNonNull(journal, "journal");
        this.key = requireNonNull(key, "key");
        this.checkpoints = List.copyOf(checkpoints);
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public List<byte[]> checkpoints() {
        return checkpoints;
    }

    @Override
    public VerifyingKey key() {
        return key;
    }

    @Override
    public List<byte[]> leaves(long from, long to) {
        var leaves = new ArrayList<byte[]>();
        journal.reader().read(from, to, entry -> leaves.add(entry.leaf()));
        return leaves;
    }

    @Override
    public byte[] tile(TilePath tile, long size) throws InterruptedException {
        return journal.tile(tile, size);
    }
}

package org.gongyuan.verify.check;

import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.NodeLog;

import java.util.Arrays;
import java.util.List;

/// The tree over one log's leaves, whatever they say, against its checkpoints and tiles (V04).
final class LogHashes {

    private final NodeLog log;
    private final List<Checkpoint> checkpoints;
    private final MerkleTree tree = new MerkleTree();

    LogHashes(NodeLog log, List<Checkpoint> checkpoints) {
        this.log = log;
        this.checkpoints = List.copyOf(checkpoints);
    }

    /// How many leaves the log has: what its largest checkpoint covers.
    long size() {
        return checkpoints.stream().mapToLong(Checkpoint::size).max().orElse(0);
    }

    void check(Findings findings) {
        try {
            log.leaves(size(), (_, source, from, to) -> tree.append(source, from, to));
        } catch (BundleRefused cut) {
            findings.fails(Check.V04, log.node(), cut.getMessage());
        }
        rootsOfCheckpoints(findings);
        tiles(findings);
    }

    private void rootsOfCheckpoints(Findings findings) {
        long before = 0;
        for (var checkpoint : checkpoints) {
            var where = "%s size %d".formatted(log.node(), checkpoint.size());
            findings.claim(
                    checkpoint.size() <= tree.size()
                            && checkpoint.root().equals(tree.root(checkpoint.size())),
                    Check.V04,
                    where,
                    "the checkpoint's root is not that of its leaves");
            findings.claim(
                    checkpoint.size() >= before,
                    Check.V04,
                    where,
                    "a checkpoint follows one of size " + before);
            before = checkpoint.size();
        }
    }

    private void tiles(Findings findings) {
        if (tree.size() < size()) {
            return;
        }
        for (var tile : log.tiles(size())) {
            try {
                findings.claim(
                        Arrays.equals(tree.tile(tile), log.tile(tile)),
                        Check.V04,
                        log.node() + " " + tile.path(),
                        "the tile's hashes are not those of the leaves");
            } catch (BundleRefused missing) {
                findings.fails(Check.V04, log.node(), missing.getMessage());
            }
        }
    }
}

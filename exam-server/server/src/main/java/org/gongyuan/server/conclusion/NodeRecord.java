package org.gongyuan.server.conclusion;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.node.NodeKeys;
import org.gongyuan.server.node.SittingFolder;
import org.gongyuan.server.record.Checkpoints;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.result.JournalExport;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// One node's log of a sitting, taken over from the node. Two programs never hold it at once: a
/// node that still runs keeps others out.
final class NodeRecord implements HeldLog {

    private final ConcludedSitting.Node node;
    private final String origin;
    private final SittingFolder folder;
    private final Journal journal;
    private final SigningKeyPair checkpointKey;
    private final Checkpoints checkpoints;

    private NodeRecord(
            ConcludedSitting.Node node,
            String origin,
            SittingFolder folder,
            Journal journal,
            SigningKeyPair checkpointKey,
            NoteSigner signer) {
        this.node = requireNonNull(node, "node");
        this.origin = requireNonNull(origin, "origin");
        this.folder = requireNonNull(folder, "folder");
        this.journal = requireNonNull(journal, "journal");
        this.checkpointKey = requireNonNull(checkpointKey, "checkpointKey");
        this.checkpoints = new Checkpoints(journal, List.of(signer));
    }

    static NodeRecord takeOver(
            ConcludedSitting.Node node, SittingId sitting, InstantSource clock, SecureRandom random)
            throws IOException, InterruptedException {
        var folder = SittingFolder.of(node.data(), sitting);
        if (!folder.exists()) {
            throw new IOException(
                    "node %s has no sitting %s in %s".formatted(node.name(), sitting, node.data()));
        }
        var key =
                NodeKeys.checkpointKey(
                        node.keys(), Suite.INTL_1, node.passphrase().toCharArray(), random);
        try {
            var origin = "%s/%s/%s".formatted(node.body(), sitting, node.name());
            return switch (Journal.open(
                    JournalFolder.at(folder.journal()), JournalSettings.standard(origin), clock)) {
                case JournalOpening.Ready(var journal, _) ->
                        new NodeRecord(
                                node, origin, folder, journal, key, new NoteSigner(origin, key));
                case JournalOpening.Damaged(_, var report) ->
                        throw new IOException(
                                "the journal in %s is damaged and is not written on: %s"
                                        .formatted(folder.journal(), report.damages()));
            };
        } catch (IOException | RuntimeException failed) {
            key.close();
            throw failed;
        }
    }

    SittingFolder folder() {
        return folder;
    }

    @Override
    public String origin() {
        return origin;
    }

    /// The key that signs this log's checkpoints. It stays this object's to close.
    SigningKeyPair checkpointKey() {
        return checkpointKey;
    }

    @Override
    public JournalReader reader() {
        return journal.reader();
    }

    @Override
    public NoteKey noteKey() {
        return new NoteKey(origin, checkpointKey.verifyingKey());
    }

    /// Appends an entry, durably, and signs a checkpoint over it.
    void enter(Entry entry) throws IOException, InterruptedException {
        try {
            long _ = journal.append(Leaf.of(entry), Urgency.TIME).get();
        } catch (ExecutionException refused) {
            throw new IOException(
                    "the entry was not recorded: " + refused.getCause().getMessage(), refused);
        }
        var _ = checkpoints.sign();
    }

    @Override
    public JournalExport export() throws IOException, InterruptedException {
        var signed = checkpoints.sign();
        if (signed.isEmpty()) {
            throw new IOException("the log of node %s has no entry".formatted(node.name()));
        }
        return new JournalExport(
                node.name(),
                journal,
                checkpointKey.verifyingKey(),
                List.of(signed.get().note().toBytes()));
    }

    /// When the last entry was accepted: no later one is earlier.
    Instant lastAt() {
        return journal.size() == 0
                ? Instant.EPOCH
                : Leaf.read(journal.reader().entry(journal.size() - 1).leaf()).at();
    }

    /// Where documents of the conclusion lie.
    Path documents() {
        return folder.conclusion();
    }

    @Override
    public void close() throws IOException {
        checkpointKey.close();
        journal.close();
    }
}

package org.gongyuan.rehearsal.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.receipt.Receipt;
import org.gongyuan.protocol.record.HoldersList;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.EntryBundle;
import org.gongyuan.trust.log.MerkleTree;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes a written sitting out as `bundle.md` says, with no code of the server's. Files may be
/// exchanged before [#write]; the index is made last, as a forger would make it.
final class WrittenBundle {

    private static final int CHECKPOINTS = 4;

    final Map<String, byte[]> files = new TreeMap<>();
    final List<byte[]> leaves = new ArrayList<>();
    final WrittenSitting sitting;
    private final MerkleTree tree = new MerkleTree();
    private final StringBuilder superCheckpoint =
            new StringBuilder("gongyuan-super-checkpoint/1\n");

    WrittenBundle(WrittenSitting sitting) {
        this.sitting = sitting;
        sitting.entries.forEach(entry -> leaves.add(Leaf.of(entry)));
        leaves.forEach(tree::append);
        log("n1", sitting.origin, leaves, tree);
        second();
        form();
        documents();
        receipts();
        files.replaceAll((_, bytes) -> bytes.clone());
    }

    /// One node's log under its name.
    private void log(String node, String origin, List<byte[]> of, MerkleTree over) {
        var notes = new ByteArrayOutputStream();
        byte[] last = new byte[0];
        for (int i = 1; i <= CHECKPOINTS; i++) {
            long size = (long) of.size() * i / CHECKPOINTS;
            last = signed(origin, size, over.root(size));
            notes.writeBytes(ByteBuffer.allocate(4).putInt(last.length).array());
            notes.writeBytes(last);
        }
        files.put("logs/" + node + "/checkpoint", last);
        files.put("logs/" + node + "/checkpoints", notes.toByteArray());
        for (var tile : TilePath.of(of.size())) {
            files.put("logs/" + node + "/" + tile.path(), over.tile(tile));
            if (tile.level() == 0) {
                int from = Math.toIntExact(tile.firstHash());
                files.put(
                        "logs/" + node + "/" + tile.entriesPath(),
                        EntryBundle.encode(of.subList(from, from + tile.width())));
            }
        }
        superCheckpoint.append(
                "%s %d %s\n"
                        .formatted(
                                origin,
                                of.size(),
                                Base64.getEncoder().encodeToString(over.root().toBytes())));
        files.put("logs/super-checkpoint", superCheckpoint.toString().getBytes(UTF_8));
    }

    private void second() {
        if (!sitting.second.isEmpty()) {
            var other = new MerkleTree();
            var of = sitting.second.stream().map(Leaf::of).toList();
            of.forEach(other::append);
            log("n2", sitting.origin.replaceFirst("n1$", "n2"), of, other);
        }
    }

    private byte[] checkpoint(long size) {
        return signed(size, tree.root(size));
    }

    /// A checkpoint signed with the node's key, whether true or not.
    byte[] signed(long size, Digest root) {
        return signed(sitting.origin, size, root);
    }

    private byte[] signed(String origin, long size, Digest root) {
        return new Checkpoint(origin, size, root)
                .sign(List.of(new NoteSigner(origin, sitting.checkpoint)))
                .toBytes();
    }

    private void form() {
        files.put("form/manifest", sitting.form.manifest.toBytes());
        files.put("form/signatures", sitting.form.signatures);
        files.put("form/answer-key", sitting.form.answerKey);
    }

    private void documents() {
        files.put("sheets", sitting.sheets());
        files.put("cut-score", sitting.cutScore);
        files.put("human-scores/" + sitting.humanDigest().hex(), sitting.humanScores);
        files.put("results", sitting.results);
        list(sitting.holders);
        var keys = new TreeSet<String>();
        keys.add(line("assembler", sitting.form.assembler));
        keys.add(line("reviewer", sitting.form.reviewer));
        keys.add(line("checkpoint", sitting.checkpoint));
        sitting.authorities.forEach(pair -> keys.add(line("authority", pair)));
        sitting.approvers.forEach(pair -> keys.add(line("approver", pair)));
        sitting.markers.forEach(pair -> keys.add(line("marker", pair)));
        keys.add(sitting.proposing.line("li.na"));
        keys.add(sitting.approving.line("wang.wei"));
        files.put("keys", ("gongyuan-keys/1\n" + String.join("\n", keys) + "\n").getBytes(UTF_8));
    }

    /// A list of proposed holders, under its digest.
    void list(HoldersList list) {
        files.put("holders/" + list.digest(sitting.suite).hex(), list.toBytes());
    }

    private static String line(String role, SigningKeyPair pair) {
        VerifyingKey key = pair.verifyingKey();
        return "%s %s %s"
                .formatted(
                        role,
                        key.fingerprint().hex(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(key.toBytes()));
    }

    private void receipts() {
        for (int index = 0; index < leaves.size(); index++) {
            if (sitting.entries.get(index) instanceof SessionEntry.Submitted submitted) {
                files.put(
                        "receipts/" + submitted.session(), receipt(index).toText().getBytes(UTF_8));
            }
        }
    }

    Receipt receipt(int index) {
        return new Receipt(
                Octets.of(leaves.get(index)),
                index,
                tree.inclusion(index, leaves.size()).path(),
                new String(checkpoint(leaves.size()), UTF_8));
    }

    void write(Path folder) throws IOException {
        var index = new StringBuilder("gongyuan-bundle/1\n");
        index.append("sitting ").append(sitting.sitting).append('\n');
        index.append("suite ").append(sitting.suite.id()).append('\n');
        index.append("manifest ").append(sitting.form.manifest.digest().hex()).append('\n');
        index.append("stage published\nrun run-1\n");
        for (var file : files.entrySet()) {
            var place = folder.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.write(place, file.getValue());
            index.append("file ")
                    .append(Hashing.sha256().update(file.getValue()).digest().hex())
                    .append(' ')
                    .append(file.getValue().length)
                    .append(' ')
                    .append(file.getKey())
                    .append('\n');
        }
        Files.write(folder.resolve("index"), index.toString().getBytes(UTF_8));
    }
}

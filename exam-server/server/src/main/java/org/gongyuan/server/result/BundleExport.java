package org.gongyuan.server.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.sealing.FormRefused;
import org.gongyuan.bank.sealing.SealedForm;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.scoring.CutScoreDocument;
import org.gongyuan.server.scoring.MarksDocument;
import org.gongyuan.server.scoring.SealedResults;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.EntryBundle;
import org.gongyuan.trust.log.SignedNote;
import org.gongyuan.trust.log.TilePath;
import org.gongyuan.trust.seal.PasskeyKey;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes the bundle with which an outsider checks a sitting (`bundle.md`): into a folder, or into
/// a zip file when the path ends with `.zip`.
public final class BundleExport {

    private final SealedForm form;
    private final String sitting;
    private final List<ExportedLog> logs;
    private final Map<String, byte[]> documents = new TreeMap<>();
    private final TreeSet<String> keys = new TreeSet<>();
    private String stage = "open";
    private Optional<String> run = Optional.empty();

    /// A log as it is exported. `checkpoints` rise by size; the last covers what is exported.
    public interface ExportedLog {

        /// The node's name, as in `log-opened`.
        String node();

        /// The signed notes of its checkpoints.
        List<byte[]> checkpoints();

        /// The key that signs them.
        VerifyingKey key();

        /// Leaves `from` to before `to`, in order.
        List<byte[]> leaves(long from, long to);

        /// The hashes of a tile, of the log's first `size` entries.
        byte[] tile(TilePath tile, long size) throws InterruptedException;
    }

    /// A bundle of a sitting held with this form, from these logs.
    public BundleExport(SealedForm form, String sitting, List<ExportedLog> logs) {
        this.form = requireNonNull(form, "form");
        this.sitting = requireNonNull(sitting, "sitting");
        this.logs = List.copyOf(logs);
        key("assembler", form.signatures().assembler());
        key("reviewer", form.signatures().reviewer());
        logs.forEach(log -> key("checkpoint", log.key()));
    }

    /// The sitting is closed.
    public BundleExport closed() {
        stage = "closed";
        return this;
    }

    /// A cut score was adopted.
    public BundleExport cutScore(CutScoreDocument document) {
        documents.put("cut-score", document.toBytes());
        document.signers().forEach(signer -> key("authority", signer));
        return this;
    }

    /// A run was scored; nothing of its results goes out yet.
    public BundleExport scored(String name) {
        stage = "scored";
        run = Optional.of(name);
        return this;
    }

    /// The results are public: sheets, human scores and results go out, and the answer key if the
    /// body releases it.
    public BundleExport published(
            String name,
            SealedResults.Opened opened,
            List<MarksDocument> marks,
            List<VerifyingKey> approvers,
            boolean releaseAnswerKey) {
        stage = "published";
        run = Optional.of(name);
        documents.put("results", opened.results().toBytes());
        documents.put("sheets", opened.sheets().toBytes());
        if (releaseAnswerKey) {
            documents.put("form/answer-key", opened.answerKey().toBytes());
        }
        for (var document : marks) {
            documents.put("human-scores/" + document.digest().hex(), document.toBytes());
            document.signers().forEach(signer -> key("marker", signer));
        }
        approvers.forEach(approver -> key("approver", approver));
        return this;
    }

    /// The results were public and were ended since (`staff-access.md` 9.8): the record goes out
    /// without them.
    public BundleExport ended(String name, List<VerifyingKey> approvers) {
        stage = "published";
        run = Optional.of(name);
        approvers.forEach(approver -> key("approver", approver));
        return this;
    }

    /// A list of proposed holders was drawn (`certificate.md`).
    public BundleExport holders(Digest digest, byte[] list) {
        documents.put("holders/" + digest.hex(), list);
        return this;
    }

    /// A passkey of a member of staff who stood for an act (`bundle.md` 4.3).
    public BundleExport staffKey(StaffId person, PasskeyKey key) {
        keys.add(
                "staff:%s %s %s"
                        .formatted(
                                person,
                                key.fingerprint().hex(),
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(key.toBytes())));
        return this;
    }

    /// A receipt is offered for checking.
    public BundleExport receipt(String name, String text) {
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException("a receipt cannot be called \"%s\"".formatted(name));
        }
        documents.put("receipts/" + name, text.getBytes(UTF_8));
        return this;
    }

    private void key(String role, VerifyingKey key) {
        keys.add(
                "%s %s %s"
                        .formatted(
                                role,
                                key.fingerprint().hex(),
                                Base64.getUrlEncoder()
                                        .withoutPadding()
                                        .encodeToString(key.toBytes())));
    }

    /// Writes the bundle to a place where nothing is yet.
    public void write(Path to) throws IOException, FormRefused, InterruptedException {
        if (Files.exists(to)) {
            throw new IOException("%s is there already".formatted(to));
        }
        try (var out = to.toString().endsWith(".zip") ? Out.zip(to) : Out.folder(to)) {
            var index = new Index(out);
            for (var document : documents.entrySet()) {
                index.file(document.getKey(), document.getValue());
            }
            index.file("form/manifest", form.manifest().toBytes());
            index.file("form/signatures", form.signatureBytes());
            index.file(
                    "keys", ("gongyuan-keys/1\n" + String.join("\n", keys) + "\n").getBytes(UTF_8));
            var lines = new TreeMap<String, String>();
            for (var log : logs) {
                log(index, log, lines);
            }
            index.file(
                    "logs/super-checkpoint",
                    ("gongyuan-super-checkpoint/1\n" + String.join("", lines.values()))
                            .getBytes(UTF_8));
            out.write("index", index.text(head()).getBytes(UTF_8));
        }
    }

    private String head() {
        var head = new StringBuilder("gongyuan-bundle/1\n");
        head.append("sitting ").append(sitting).append('\n');
        head.append("suite ").append(form.manifest().suite().id()).append('\n');
        head.append("manifest ").append(form.manifestDigest().hex()).append('\n');
        head.append("stage ").append(stage).append('\n');
        run.ifPresent(name -> head.append("run ").append(name).append('\n'));
        return head.toString();
    }

    private static void log(Index index, ExportedLog log, Map<String, String> lines)
            throws IOException, InterruptedException {
        var folder = "logs/" + log.node() + "/";
        var notes = log.checkpoints();
        if (notes.isEmpty()) {
            throw new IOException("log %s has no checkpoint".formatted(log.node()));
        }
        var all = new java.io.ByteArrayOutputStream();
        for (var note : notes) {
            all.writeBytes(ByteBuffer.allocate(4).putInt(note.length).array());
            all.writeBytes(note);
        }
        index.file(folder + "checkpoints", all.toByteArray());
        index.file(folder + "checkpoint", notes.getLast());
        var last = Checkpoint.parse(SignedNote.parse(notes.getLast()).text());
        lines.put(
                last.origin(),
                "%s %d %s\n"
                        .formatted(
                                last.origin(),
                                last.size(),
                                Base64.getEncoder().encodeToString(last.root().toBytes())));
        for (var tile : TilePath.of(last.size())) {
            index.file(folder + tile.path(), log.tile(tile, last.size()));
            if (tile.level() == 0) {
                var from = tile.firstHash();
                index.file(
                        folder + tile.entriesPath(),
                        EntryBundle.encode(log.leaves(from, from + tile.width())));
            }
        }
    }

    /// What was written, for the index.
    private static final class Index {

        private final Out out;
        private final TreeMap<String, String> lines = new TreeMap<>();

        Index(Out out) {
            this.out = out;
        }

        void file(String path, byte[] bytes) throws IOException {
            out.write(path, bytes);
            Digest digest = Hashing.sha256().update(bytes).digest();
            lines.put(path, "file %s %d %s\n".formatted(digest.hex(), bytes.length, path));
        }

        String text(String head) {
            return head + String.join("", lines.values());
        }
    }

    /// Where files go.
    private sealed interface Out extends AutoCloseable {

        void write(String path, byte[] bytes) throws IOException;

        @Override
        void close() throws IOException;

        static Out folder(Path folder) throws IOException {
            var _ = Files.createDirectories(folder);
            return new Folder(folder);
        }

        static Out zip(Path file) throws IOException {
            return new Zip(new ZipOutputStream(Files.newOutputStream(file), UTF_8));
        }
    }

    private record Folder(Path folder) implements Out {

        @Override
        public void write(String path, byte[] bytes) throws IOException {
            var file = folder.resolve(path);
            var _ = Files.createDirectories(file.getParent());
            var _ = Files.write(file, bytes);
        }

        @Override
        public void close() {}
    }

    private record Zip(ZipOutputStream out) implements Out {

        @Override
        public void write(String path, byte[] bytes) throws IOException {
            var entry = new ZipEntry(path);
            entry.setTime(0);
            out.putNextEntry(entry);
            OutputStream to = out;
            to.write(bytes);
            out.closeEntry();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}

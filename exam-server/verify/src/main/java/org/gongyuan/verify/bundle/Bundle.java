package org.gongyuan.verify.bundle;

import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A published bundle: what it lists and what it holds (`bundle.md`).
public final class Bundle implements AutoCloseable {

    private static final String INDEX = "index";

    private final BundleFiles files;
    private final Index index;

    private Bundle(BundleFiles files, Index index) {
        this.files = files;
        this.index = index;
    }

    /// Opens the bundle in a folder or zip file.
    ///
    /// @throws BundleRefused when there is none
    public static Bundle open(Path place) {
        var files = BundleFiles.open(place);
        try {
            return new Bundle(files, Index.parse(files.read(INDEX)));
        } catch (RuntimeException refused) {
            files.close();
            throw refused;
        }
    }

    /// What the bundle says of itself.
    public Index index() {
        return index;
    }

    /// Where the files are not what the index lists: empty when all is well (section 1.3).
    public List<String> damage() {
        var damage = new ArrayList<String>();
        index.files()
                .forEach(
                        (path, listed) -> {
                            if (!files.has(path)) {
                                damage.add(path + " is missing");
                            } else if (!fits(path, listed)) {
                                damage.add(path + " is not the file listed");
                            }
                        });
        for (var path : files.paths()) {
            if (!path.equals(INDEX) && !index.files().containsKey(path)) {
                damage.add(path + " is not listed");
            }
        }
        return damage;
    }

    private boolean fits(String path, Index.Listed listed) {
        var bytes = files.read(path);
        return bytes.length == listed.size()
                && Hashing.sha256().update(bytes).digest().equals(listed.sha256());
    }

    /// The logs, by the names of their nodes.
    public List<NodeLog> logs() {
        var nodes = new TreeSet<String>();
        for (var path : files.paths()) {
            var parts = path.split("/", -1);
            if (parts.length > 2 && parts[0].equals("logs")) {
                nodes.add(parts[1]);
            }
        }
        return nodes.stream().map(node -> new NodeLog(files, node)).toList();
    }

    /// The super-checkpoint's bytes.
    public byte[] superCheckpoint() {
        return files.read("logs/super-checkpoint");
    }

    /// The manifest's bytes.
    public byte[] manifest() {
        return files.read("form/manifest");
    }

    /// The bytes of the manifest's signatures.
    public byte[] signatures() {
        return files.read("form/signatures");
    }

    /// The keys the bundle brings.
    public PublishedKeys keys() {
        return PublishedKeys.parse(files.read("keys"));
    }

    /// The opened marking part, when it was released.
    public Optional<byte[]> answerKey() {
        return optional("form/answer-key");
    }

    /// The opened sheets, when published.
    public Optional<byte[]> sheets() {
        return optional("sheets");
    }

    /// The signed cut score, when adopted.
    public Optional<byte[]> cutScore() {
        return optional("cut-score");
    }

    /// The results, when published.
    public Optional<byte[]> results() {
        return optional("results");
    }

    /// A signed document of human scores.
    public Optional<byte[]> humanScores(Digest document) {
        return optional("human-scores/" + document.hex());
    }

    /// A list of proposed holders, when one was drawn.
    public Optional<byte[]> holders(Digest list) {
        return optional("holders/" + list.hex());
    }

    /// The receipts offered for checking, by name.
    public List<String> receipts() {
        return files.paths().stream().filter(path -> path.startsWith("receipts/")).toList();
    }

    /// The bytes of a file of the bundle.
    public byte[] read(String path) {
        return files.read(path);
    }

    private Optional<byte[]> optional(String path) {
        return files.has(path) ? Optional.of(files.read(path)) : Optional.empty();
    }

    @Override
    public void close() {
        files.close();
    }
}

package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Rules;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.server.sitting.SittingPlan;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.AdmissionKey;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where one sitting lies on a node's disk: `plan`, `roster`, `persons` and `photos` (sealed for
/// each candidate), `candidate-keys`, `form` (sealed), `seat-file` and `journal/`. Only the node's
/// own user may read it.
public final class SittingFolder {

    private static final int VERSION = 2;

    private final Path path;
    private CandidateKeys keys;

    private SittingFolder(Path path) {
        this.path = requireNonNull(path, "path");
    }

    /// The folders of all sittings below a node's data folder.
    public static List<SittingFolder> all(Path data) throws IOException {
        var sittings = data.resolve("sittings");
        if (!Files.isDirectory(sittings)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(sittings)) {
            return folders.filter(folder -> Files.exists(folder.resolve("plan")))
                    .sorted()
                    .map(SittingFolder::new)
                    .toList();
        }
    }

    /// The folder of a sitting, perhaps not there yet.
    public static SittingFolder of(Path data, SittingId sitting) {
        return new SittingFolder(data.resolve("sittings").resolve(sitting.text()));
    }

    /// Whether the sitting was opened here before.
    public boolean exists() {
        return Files.exists(path.resolve("plan"));
    }

    /// Makes the folder with all that the sitting needs; the plan comes last and says that all is
    /// there.
    ///
    /// @param roster kept under the node's admission key
    public void make(
            SittingPlan plan,
            Roster roster,
            AdmissionKey admission,
            SecureRandom random,
            Path sealedForm)
            throws IOException {
        Files.createDirectories(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        Files.deleteIfExists(seatFile());
        Files.copy(sealedForm, form(), StandardCopyOption.REPLACE_EXISTING);
        var made = CandidateKeys.made(roster, admission, random);
        write(photos(), PhotoFile.bytes(roster, made));
        write(persons(), made.persons(roster));
        write(candidateKeys(), made.toBytes());
        write(path.resolve("roster"), CandidateKeys.nameless(roster).toBytes());
        write(path.resolve("plan"), bytes(plan));
    }

    /// The sealed form.
    public Path form() {
        return path.resolve("form");
    }

    /// The file seats fetch.
    public Path seatFile() {
        return path.resolve("seat-file");
    }

    /// The candidates' photos.
    private Path photos() {
        return path.resolve("photos");
    }

    /// The candidates' names and facts, sealed.
    private Path persons() {
        return path.resolve("persons");
    }

    /// The keys over what is kept of the candidates.
    private Path candidateKeys() {
        return path.resolve("candidate-keys");
    }

    private synchronized CandidateKeys keys(AdmissionKey key) throws IOException {
        if (keys == null) {
            keys = CandidateKeys.read(candidateKeys(), key);
        }
        return keys;
    }

    /// How many candidates' names, facts and photos can still be opened.
    public int keptCandidates(AdmissionKey key) throws IOException {
        return keys(key).living();
    }

    /// Whether this candidate's can.
    public boolean keeps(Digest commitment, AdmissionKey key) throws IOException {
        return keys(key).isLiving(commitment);
    }

    /// Destroys the keys over candidates' names, facts and photos; returns of how many. Who was
    /// deleted before is not counted.
    public synchronized int erase(Collection<Digest> commitments, AdmissionKey key)
            throws IOException {
        var opened = keys(key);
        int count = 0;
        for (var commitment : commitments) {
            count += opened.destroy(commitment) ? 1 : 0;
        }
        if (count > 0) {
            OwnFiles.overwrite(candidateKeys());
            write(candidateKeys(), opened.toBytes());
        }
        return count;
    }

    /// The journal's folder.
    public Path journal() {
        return path.resolve("journal");
    }

    /// What staff said to the candidates.
    public Path said() {
        return path.resolve("said");
    }

    /// What staff let pass at seats before anybody sat there.
    public Path letPass() {
        return path.resolve("let-pass");
    }

    /// Where logs of lost nodes lie that were restored from the store.
    public Path restored() {
        return path.resolve("restored");
    }

    /// The passkeys that acts in its record were signed with: lines `ID KEY`.
    public Path staffKeys() {
        return path.resolve("staff-keys");
    }

    /// The limit of more time that was frozen for the sitting, if one was.
    public Optional<Duration> limit() throws IOException {
        var file = path.resolve("limit");
        return Files.exists(file)
                ? Optional.of(Duration.ofMillis(Long.parseLong(Files.readString(file).strip())))
                : Optional.empty();
    }

    /// Keeps the limit of more time.
    public void keepLimit(Duration limit) throws IOException {
        write(path.resolve("limit"), Long.toString(limit.toMillis()).getBytes(US_ASCII));
    }

    /// Where the documents of its conclusion lie.
    public Path conclusion() {
        return path.resolve("conclusion");
    }

    /// Reads the roster, which is kept under the node's admission key.
    ///
    /// @throws IOException also when it was kept under another key
    public Roster roster(AdmissionKey key) throws IOException {
        try {
            var opened = keys(key);
            var roster =
                    Roster.readKept(
                            Files.readAllBytes(path.resolve("roster")),
                            key,
                            PhotoFile.open(photos(), opened));
            return opened.named(roster, Files.readAllBytes(persons()));
        } catch (IllegalArgumentException refused) {
            throw new IOException("%s: %s".formatted(path, refused.getMessage()), refused);
        }
    }

    /// Reads the plan.
    public SittingPlan plan() throws IOException {
        var from = new CborReader(Files.readAllBytes(path.resolve("plan")));
        from.array(14);
        long version = from.uint();
        if (version != VERSION) {
            throw new IOException(
                    "%s has a plan of version %d, known is %d".formatted(path, version, VERSION));
        }
        var plan =
                new SittingPlan(
                        new SittingId(from.text()),
                        new Rules(
                                Instant.ofEpochMilli(from.uint()),
                                Instant.ofEpochMilli(from.uint()),
                                Instant.ofEpochMilli(from.uint()),
                                Duration.ofMillis(from.uint()),
                                Duration.ofMillis(from.uint()),
                                Duration.ofMillis(from.uint()),
                                Instant.ofEpochMilli(from.uint())),
                        EntryPreset.named(from.text()),
                        Duration.ofMillis(from.uint()),
                        posture(from),
                        new StaffId(from.text()),
                        new StaffId(from.text()));
        from.end();
        return plan;
    }

    private static PosturePolicy posture(CborReader from) {
        int length = from.array();
        var words = new ArrayList<String>();
        for (int i = 0; i < length; i++) {
            words.add(from.text());
        }
        return PosturePolicy.ofWords(words);
    }

    private static byte[] bytes(SittingPlan plan) {
        var rules = plan.rules();
        var posture = plan.posture().words();
        var to = new CborWriter(1_024);
        to.array(14)
                .uint(VERSION)
                .text(plan.sitting().text())
                .uint(rules.opens().toEpochMilli())
                .uint(rules.starts().toEpochMilli())
                .uint(rules.ends().toEpochMilli())
                .uint(rules.duration().toMillis())
                .uint(rules.lastEntry().toMillis())
                .uint(rules.earliestHandIn().toMillis())
                .uint(rules.notBefore().toEpochMilli())
                .text(plan.preset().text())
                .uint(plan.notice().toMillis())
                .array(posture.size());
        posture.forEach(to::text);
        return to.text(plan.proposer().text()).text(plan.approver().text()).toBytes();
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, bytes);
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

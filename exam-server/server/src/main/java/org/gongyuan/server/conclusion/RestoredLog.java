package org.gongyuan.server.conclusion;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.record.Checkpoints;
import org.gongyuan.server.record.Journal;
import org.gongyuan.server.record.JournalFolder;
import org.gongyuan.server.record.JournalOpening;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.result.JournalExport;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.VerifyingKey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// The log of a node that was lost with its disk, made anew from the store's copies
/// (`exam-record.md` section 9). It takes no entry any more; its one checkpoint is signed by the
/// node whose log vouches for it.
final class RestoredLog implements HeldLog {

    private static final int SEGMENT = 16 << 20;

    private final String origin;
    private final String node;
    private final Journal journal;
    private final Checkpoints checkpoints;
    private final VerifyingKey lost;

    private RestoredLog(String origin, Journal journal, SigningKeyPair vouching) {
        this.origin = requireNonNull(origin, "origin");
        this.journal = requireNonNull(journal, "journal");
        this.checkpoints = new Checkpoints(journal, List.of(new NoteSigner(origin, vouching)));
        if (!(Leaf.read(journal.reader().entry(0).leaf())
                instanceof SittingEntry.LogOpened opened)) {
            throw new IllegalArgumentException("log %s does not begin".formatted(origin));
        }
        this.node = opened.node();
        this.lost = VerifyingKey.decode(opened.checkpointKey().toBytes());
    }

    /// How a restored log is kept: it is written once and then only read.
    static JournalSettings settings(String origin) {
        return JournalSettings.standard(origin).withSegmentBytes(SEGMENT).withReserveSegments(0);
    }

    /// The logs that were restored into a folder, by the names of their nodes.
    static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> logs = Files.list(folder)) {
            return logs.filter(log -> !log.getFileName().toString().contains("."))
                    .sorted()
                    .toList();
        }
    }

    /// Opens a restored log, whose checkpoint `vouching` signs.
    static RestoredLog open(
            Path folder, String origin, SigningKeyPair vouching, InstantSource clock)
            throws IOException, InterruptedException {
        return switch (Journal.open(JournalFolder.at(folder), settings(origin), clock)) {
            case JournalOpening.Ready(var journal, _) -> {
                try {
                    yield new RestoredLog(origin, journal, vouching);
                } catch (RuntimeException failed) {
                    journal.close();
                    throw failed;
                }
            }
            case JournalOpening.Damaged(_, var report) ->
                    throw new IOException(
                            "the restored log in %s is damaged; delete it and restore it once more: %s"
                                    .formatted(folder, report.damages()));
        };
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public JournalReader reader() {
        return journal.reader();
    }

    @Override
    public NoteKey noteKey() {
        return new NoteKey(origin, lost);
    }

    @Override
    public JournalExport export() throws IOException, InterruptedException {
        return new JournalExport(
                node, journal, lost, List.of(checkpoints.sign().orElseThrow().note().toBytes()));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}

package org.gongyuan.verify.check;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.NotAnEntry;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.log.NoteRefused;
import org.gongyuan.trust.log.SignedNote;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.seal.VerifyingKey;
import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.NodeLog;
import org.gongyuan.verify.bundle.PublishedKeys;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one log leaf by leaf: its beginning, its leaves, its checkpoints and its instants
/// (V01–V03, V30), and hands each entry on. Its hashes are computed meanwhile ([LogHashes], V04).
final class LogReading {

    /// What becomes of the entries.
    interface Entries {

        void entry(String origin, long index, SittingEntry entry);

        void entry(String origin, long index, SessionEntry entry);

        /// An entry that its own log has set aside.
        void setAside(String origin, long index, Entry entry);
    }

    private final NodeLog log;
    private final SittingId sitting;
    private final PublishedKeys keys;
    private final Findings findings;

    private String origin;
    private Set<Long> aside = Set.of();
    private final List<VerifyingKey> inForce = new ArrayList<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private Instant latest = Instant.MIN;
    private final Map<Long, SessionEntry> closing = new HashMap<>();
    private final List<byte[]> foreign = new ArrayList<>();
    private final Set<Long> notRestored = new HashSet<>();

    /// The indices that a log sets aside, found before its entries are followed: whatever sets them
    /// aside stands behind them.
    static Set<Long> aside(NodeLog log) {
        var indices = new HashSet<Long>();
        try {
            long size = 0;
            for (var note : log.checkpoints()) {
                size = Math.max(size, Checkpoint.parse(SignedNote.parse(note).text()).size());
            }
            log.leaves(
                    size,
                    (_, source, from, to) -> {
                        if (Leaf.isSetAside(source, from, to)
                                && Leaf.read(source, from, to)
                                        instanceof SittingEntry.SetAside found) {
                            indices.addAll(found.indices());
                        }
                    });
        } catch (NoteRefused | BundleRefused | NotAnEntry _) {
            // Named when the log is read.
            return indices;
        }
        return indices;
    }

    LogReading(NodeLog log, SittingId sitting, PublishedKeys keys, Findings findings) {
        this.log = log;
        this.sitting = sitting;
        this.keys = keys;
        this.findings = findings;
        this.origin = log.node();
    }

    String origin() {
        return origin;
    }

    /// The last checkpoint, when the log has one that can be read.
    Optional<Checkpoint> last() {
        return checkpoints.isEmpty() ? Optional.empty() : Optional.of(checkpoints.getLast());
    }

    /// The entries that closed a session, by index.
    Map<Long, SessionEntry> closing() {
        return closing;
    }

    /// The keys that were in force in this log.
    List<VerifyingKey> keysInForce() {
        return List.copyOf(inForce);
    }

    /// Checkpoints that no key in force has signed: V03 holds for them only if another log vouches
    /// for this one ([RestoredLogs]).
    List<byte[]> signedByOthers() {
        return List.copyOf(foreign);
    }

    /// The indices at which an entry is missing that could not be restored.
    Set<Long> notRestored() {
        return Set.copyOf(notRestored);
    }

    /// The keys with which this log's checkpoints may be signed.
    List<NoteKey> noteKeys() {
        return inForce.stream().map(key -> new NoteKey(origin, key)).toList();
    }

    /// Reads the log; what stands at the indices of `setAside` is handed on as set aside.
    void read(Entries entries, Set<Long> setAside, Alongside alongside) {
        aside = setAside;
        var notes = log.checkpoints();
        for (var note : notes) {
            try {
                checkpoints.add(Checkpoint.parse(SignedNote.parse(note).text()));
            } catch (NoteRefused refused) {
                findings.fails(Check.V03, log.node(), refused.getMessage());
            }
        }
        var hashes = new LogHashes(log, checkpoints);
        alongside.check(hashes::check);
        try {
            log.leaves(
                    hashes.size(),
                    (index, source, from, to) -> leaf(entries, index, source, from, to));
        } catch (BundleRefused _) {
            // V04 comes to the same end and says so
        }
        signatures(notes);
    }

    private void leaf(Entries entries, long index, byte[] source, int from, int to) {
        Entry entry;
        try {
            entry = Leaf.read(source, from, to);
            findings.examined(Check.V02);
        } catch (NotAnEntry refused) {
            findings.fails(Check.V02, where(index), refused.getMessage());
            return;
        }
        findings.examined(Check.V30);
        if (entry.at().isBefore(latest)) {
            findings.fails(
                    Check.V30,
                    where(index),
                    "at %s, after an entry of %s".formatted(entry.at(), latest));
        }
        latest = entry.at();
        if (index == 0 || entry instanceof SittingEntry.LogOpened) {
            opened(index, entry);
        }
        boolean mayBeAside = entry instanceof SessionEntry || entry instanceof SittingEntry.Absent;
        if (mayBeAside && aside.contains(index)) {
            entries.setAside(origin, index, entry);
            return;
        }
        switch (entry) {
            case SessionEntry session -> {
                if (session instanceof SessionEntry.Submitted
                        || session instanceof SessionEntry.Expired) {
                    closing.put(index, session);
                }
                entries.entry(origin, index, session);
            }
            case SittingEntry fact -> {
                if (fact instanceof SittingEntry.CheckpointKeyRotated rotated) {
                    rotated(index, rotated);
                }
                if (fact instanceof SittingEntry.NotRestored) {
                    notRestored.add(index);
                }
                if (fact instanceof SittingEntry.CarriedOver carried) {
                    closing.put(index, carried.closing());
                }
                entries.entry(origin, index, fact);
            }
        }
    }

    private void opened(long index, Entry entry) {
        if (index != 0 || !(entry instanceof SittingEntry.LogOpened opened)) {
            findings.examined(Check.V01);
            findings.fails(
                    Check.V01,
                    where(index),
                    index == 0 ? "the log does not begin with log-opened" : "a second log-opened");
            return;
        }
        origin = opened.origin();
        findings.claim(
                opened.sitting().equals(sitting)
                        && opened.node().equals(log.node())
                        && origin.endsWith("/" + sitting + "/" + log.node()),
                Check.V01,
                where(index),
                "opened as %s for sitting %s, node %s"
                        .formatted(origin, opened.sitting(), opened.node()));
        accept(opened.checkpointKey());
    }

    private void rotated(long index, SittingEntry.CheckpointKeyRotated rotated) {
        boolean vouched =
                inForce.stream()
                        .anyMatch(
                                old ->
                                        Signatures.by(
                                                SigningPurpose.CHECKPOINT,
                                                Octets.of(old.toBytes()),
                                                rotated.next().toBytes(),
                                                rotated.signature()));
        if (findings.claim(
                vouched, Check.V03, where(index), "the old key does not vouch for the new one")) {
            accept(rotated.next());
        }
    }

    private void accept(Octets key) {
        try {
            var decoded = VerifyingKey.decode(key.toBytes());
            if (keys.of("checkpoint", decoded.fingerprint()).isEmpty()) {
                findings.fails(Check.V03, origin, "the checkpoint key is not among the keys given");
            }
            inForce.add(decoded);
        } catch (IllegalArgumentException refused) {
            findings.fails(Check.V03, origin, "the checkpoint key: " + refused.getMessage());
        }
    }

    private void signatures(List<byte[]> notes) {
        for (var note : notes) {
            try {
                Checkpoint.open(note, noteKeys());
                findings.examined(Check.V03);
            } catch (NoteRefused _) {
                foreign.add(note);
            }
        }
        if (notes.isEmpty() || !Arrays.equals(notes.getLast(), log.checkpoint())) {
            findings.fails(Check.V03, origin, "checkpoint is not the last of checkpoints");
        }
    }

    private String where(long index) {
        return origin + " entry " + index;
    }
}

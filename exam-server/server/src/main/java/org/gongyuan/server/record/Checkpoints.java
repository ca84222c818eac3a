package org.gongyuan.server.record;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.log.SignedNote;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Signs what the record is (`journal.md` section 8). A timer of the caller's asks at least every
/// second whether it has grown; a receipt may ask in between.
public final class Checkpoints {

    private final Journal journal;
    private final List<NoteSigner> signers;
    private Optional<SignedCheckpoint> latest;

    /// Checkpoints of `journal`, signed by the node, and by further signers if the suite wants more
    /// than one signature.
    public Checkpoints(Journal journal, List<NoteSigner> signers) {
        this.journal = requireNonNull(journal, "journal");
        this.signers = List.copyOf(signers);
        if (signers.isEmpty()) {
            throw new IllegalArgumentException("a checkpoint needs a signer");
        }
        this.latest =
                journal.keptNote()
                        .map(SignedNote::parse)
                        .map(note -> new SignedCheckpoint(Checkpoint.parse(note.text()), note));
    }

    /// The latest checkpoint, from this run or an earlier one.
    public synchronized Optional<SignedCheckpoint> latest() {
        return latest;
    }

    /// Signs and keeps a new checkpoint if there are entries the latest does not cover; returns the
    /// latest, if there is an entry at all.
    public synchronized Optional<SignedCheckpoint> sign() throws IOException, InterruptedException {
        var size = journal.size();
        if (size > latest.map(SignedCheckpoint::size).orElse(0L)) {
            var checkpoint = new Checkpoint(journal.origin(), size, journal.root(size));
            var note = checkpoint.sign(signers);
            journal.keepHead(size, checkpoint.root(), note.toBytes());
            latest = Optional.of(new SignedCheckpoint(checkpoint, note));
        }
        return latest;
    }

    /// Proves that a durable entry is in the record, under the latest checkpoint if that covers it,
    /// else under a new one.
    public synchronized Included include(long index) throws IOException, InterruptedException {
        var covering = latest.filter(checkpoint -> checkpoint.size() > index);
        var checkpoint = covering.isPresent() ? covering : sign();
        var size = checkpoint.map(SignedCheckpoint::size).orElse(0L);
        return new Included(journal.inclusion(index, size), checkpoint.orElseThrow());
    }
}

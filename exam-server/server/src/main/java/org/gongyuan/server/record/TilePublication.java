package org.gongyuan.server.record;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.log.Checkpoint;
import org.gongyuan.trust.log.EntryBundle;
import org.gongyuan.trust.log.SignedNote;
import org.gongyuan.trust.log.TilePath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;

/// Writes the record as witnesses and tools read it: tiles, entry bundles and the checkpoint in the
/// layout of C2SP tlog-tiles, as plain files (`journal.md` section 8.3). Everything in them can be
/// made anew from the journal, and no attachment is in them.
public final class TilePublication {

    private static final String CHECKPOINT = "checkpoint";

    private final Journal journal;
    private final Path folder;
    private long published;

    /// Publishes into `folder`, behind what an earlier run put there.
    public TilePublication(Journal journal, Path folder) throws IOException {
        this.journal = requireNonNull(journal, "journal");
        this.folder = Files.createDirectories(folder);
        this.published = publishedIn(folder);
        if (published > journal.size()) {
            throw new IOException(
                    "%s shows %d entries of a log that has %d: another log, or entries were lost"
                            .formatted(folder, published, journal.size()));
        }
    }

    private static long publishedIn(Path folder) throws IOException {
        var checkpoint = folder.resolve(CHECKPOINT);
        return Files.exists(checkpoint)
                ? Checkpoint.parse(SignedNote.parse(Files.readAllBytes(checkpoint)).text()).size()
                : 0;
    }

    /// Writes the tiles up to a checkpoint, and then the checkpoint.
    public synchronized void publish(SignedCheckpoint checkpoint)
            throws IOException, InterruptedException {
        var size = checkpoint.size();
        if (size <= published) {
            return;
        }
        for (var tile : TilePath.between(published, size)) {
            write(tile.path(), journal.tile(tile, size));
            if (tile.level() == 0) {
                write(tile.entriesPath(), entries(tile));
            }
        }
        write(CHECKPOINT, checkpoint.note().toBytes());
        published = size;
    }

    private byte[] entries(TilePath tile) {
        var leaves = new ArrayList<byte[]>(tile.width());
        journal.reader()
                .read(
                        tile.firstHash(),
                        tile.firstHash() + tile.width(),
                        entry -> leaves.add(entry.leaf()));
        return EntryBundle.encode(leaves);
    }

    private void write(String path, byte[] bytes) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        var unfinished = file.resolveSibling(file.getFileName() + SegmentName.UNFINISHED);
        Files.write(unfinished, bytes);
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}

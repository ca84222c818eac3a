package org.gongyuan.verify.bundle;

import org.gongyuan.trust.log.TilePath;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One node's log as the bundle publishes it: entry bundles and checkpoints (`bundle.md` section
/// 2).
public final class NodeLog {

    private static final int LARGEST_NOTE = 64 * 1024;

    private final BundleFiles files;
    private final String node;

    NodeLog(BundleFiles files, String node) {
        this.files = files;
        this.node = node;
    }

    /// The node's name.
    public String node() {
        return node;
    }

    /// All checkpoints, in the order in which the bundle gives them, as signed notes.
    public List<byte[]> checkpoints() {
        var notes = new ArrayList<byte[]>();
        var in = ByteBuffer.wrap(files.read(path("checkpoints")));
        while (in.hasRemaining()) {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < 0 || length > LARGEST_NOTE || length > in.remaining()) {
                throw new BundleRefused("the checkpoints of %s are cut".formatted(node));
            }
            var note = new byte[length];
            in.get(note);
            notes.add(note);
        }
        return notes;
    }

    /// The last checkpoint, as a signed note.
    public byte[] checkpoint() {
        return files.read(path("checkpoint"));
    }

    /// What is done with each leaf; the bytes are those from `from` to before `to`.
    @FunctionalInterface
    public interface Leaves {

        /// Takes the next leaf.
        void leaf(long index, byte[] source, int from, int to);
    }

    /// The tiles of a log of that size.
    ///
    /// @throws BundleRefused when the bundle has not even as many files as that log has tiles, so
    ///     that an invented size costs nothing
    public List<TilePath> tiles(long size) {
        long most = (long) files.paths().size() * TilePath.FULL;
        if (size > most) {
            throw new BundleRefused(
                    "a checkpoint of %s says %d leaves, the files of the bundle hold at most %d"
                            .formatted(node, size, most));
        }
        return TilePath.of(size);
    }

    /// Reads every leaf up to `size`, in order.
    ///
    /// @throws BundleRefused when an entry bundle is missing or not whole, or see [#tiles]
    public void leaves(long size, Leaves each) {
        for (var tile : tiles(size)) {
            if (tile.level() == 0) {
                entries(tile, each);
            }
        }
    }

    private void entries(TilePath tile, Leaves each) {
        var bundle = files.read(path(tile.entriesPath()));
        int at = 0;
        for (int i = 0; i < tile.width(); i++) {
            int length =
                    at + 2 > bundle.length
                            ? -1
                            : ((bundle[at] & 0xff) << 8) | (bundle[at + 1] & 0xff);
            if (length < 0 || at + 2 + length > bundle.length) {
                throw new BundleRefused("%s is cut".formatted(tile.entriesPath()));
            }
            each.leaf(tile.firstHash() + i, bundle, at + 2, at + 2 + length);
            at += 2 + length;
        }
        if (at != bundle.length) {
            throw new BundleRefused(
                    "%s goes on after its last entry".formatted(tile.entriesPath()));
        }
    }

    /// The hash tile of that path, as published.
    public byte[] tile(TilePath tile) {
        return files.read(path(tile.path()));
    }

    private String path(String below) {
        return "logs/" + node + "/" + below;
    }
}

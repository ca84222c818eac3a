package org.gongyuan.server.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The latest synced checkpoint, kept beside the segments so that a missing acknowledged tail shows
/// (`journal.md` section 4). Two slots are written in turn, so a crash spoils at most the older
/// one.
final class Head implements AutoCloseable {

    static final int SLOT = 4096;
    static final int LARGEST_NOTE = 3072;

    private static final int MAGIC = 0x47594844;
    static final int CHECKED = SLOT - Integer.BYTES;

    private final JournalFile file;
    private long sequence;

    private Head(JournalFile file, long sequence) {
        this.file = file;
        this.sequence = sequence;
    }

    /// What one slot holds: `size` entries hash to `root`, and `note` says so, signed.
    static final class Synced {

        private final long sequence;
        private final long size;
        private final byte[] root;
        private final byte[] note;

        Synced(long sequence, long size, byte[] root, byte[] note) {
            this.sequence = sequence;
            this.size = size;
            this.root = root.clone();
            this.note = note.clone();
        }

        long size() {
            return size;
        }

        byte[] root() {
            return root.clone();
        }

        byte[] note() {
            return note.clone();
        }
    }

    /// Makes the file for a new journal, with both slots empty.
    static void create(JournalFiles files) throws IOException {
        var name = SegmentName.HEAD + SegmentName.UNFINISHED;
        try (var file = files.create(name)) {
            file.writeFully(ByteBuffer.allocate(2 * SLOT), 0);
            file.force();
        }
        files.rename(name, SegmentName.HEAD);
        files.sync();
    }

    /// Opens the file for writing behind what it holds.
    static Head open(JournalFiles files, Optional<Synced> latest) throws IOException {
        return new Head(
                files.open(SegmentName.HEAD), latest.map(synced -> synced.sequence).orElse(0L));
    }

    /// The newer whole slot; empty if none was ever written; `HeadUnreadable` if both are spoilt.
    static Optional<Synced> read(JournalFiles files) throws IOException, HeadUnreadable {
        try (var file = files.read(SegmentName.HEAD)) {
            var bytes = new byte[2 * SLOT];
            var count = file.readFully(ByteBuffer.wrap(bytes), 0);
            if (count < bytes.length) {
                throw new HeadUnreadable("it has %d bytes of %d".formatted(count, bytes.length));
            }
            var first = slot(Arrays.copyOfRange(bytes, 0, SLOT));
            var second = slot(Arrays.copyOfRange(bytes, SLOT, 2 * SLOT));
            if (first.isEmpty() && second.isEmpty() && !allZero(bytes)) {
                throw new HeadUnreadable("neither of its two slots is whole");
            }
            if (first.isPresent() && second.isPresent()) {
                return first.get().sequence > second.get().sequence ? first : second;
            }
            return first.or(() -> second);
        }
    }

    /// Writes and syncs the next slot.
    void write(long size, byte[] root, byte[] note) throws IOException {
        if (note.length > LARGEST_NOTE) {
            throw new IllegalArgumentException(
                    "a checkpoint note has at most %d bytes: %d"
                            .formatted(LARGEST_NOTE, note.length));
        }
        var next = sequence + 1;
        var slot = ByteBuffer.allocate(SLOT);
        slot.putInt(MAGIC).putInt(SegmentHeader.VERSION).putLong(next).putLong(size).put(root);
        slot.putInt(note.length).put(note);
        slot.putInt(CHECKED, checksum(slot.array()));
        file.writeFully(slot.clear(), next % 2 * SLOT);
        file.force();
        sequence = next;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static Optional<Synced> slot(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (in.getInt(CHECKED) != checksum(bytes)
                || in.getInt() != MAGIC
                || in.getInt() != SegmentHeader.VERSION) {
            return Optional.empty();
        }
        var sequence = in.getLong();
        var size = in.getLong();
        var root = new byte[SegmentHeader.ROOT_LENGTH];
        in.get(root);
        var length = in.getInt();
        if (length < 0 || length > LARGEST_NOTE) {
            return Optional.empty();
        }
        var note = new byte[length];
        in.get(note);
        return Optional.of(new Synced(sequence, size, root, note));
    }

    private static boolean allZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    private static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, CHECKED);
        return (int) crc.getValue();
    }

    /// Both slots are spoilt, or the file is too short.
    static final class HeadUnreadable extends Exception {

        private static final long serialVersionUID = 1L;

        HeadUnreadable(String message) {
            super(message);
        }
    }
}

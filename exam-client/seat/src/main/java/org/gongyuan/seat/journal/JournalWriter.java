package org.gongyuan.seat.journal;

import org.gongyuan.trust.encoding.CborWriter;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Turns entries into the frames of one journal file (`seat-journal.md` sections 2 and 3).
final class JournalWriter {

    /// A group is closed when it has at least this many bytes.
    private static final int GROUP = 1 << 20;

    private final JournalLock lock;
    private final byte[] fileId;
    private long frames;

    JournalWriter(JournalLock lock) {
        this.lock = lock;
        this.fileId = lock.newFileId();
    }

    /// The beginning of the file, with these entries.
    byte[] begin(List<JournalEntry> entries) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(JournalHeader.MAGIC);
        bytes.writeBytes(JournalFrames.frame(lock.header(fileId).toBytes()));
        bytes.writeBytes(frames(entries));
        return bytes.toByteArray();
    }

    /// The next frames, with these entries: one, unless they are many.
    byte[] frames(List<JournalEntry> entries) {
        var encoded = new ArrayList<byte[]>();
        var all = new ByteArrayOutputStream();
        int size = 0;
        var to = new CborWriter(512);
        for (var entry : entries) {
            entry.write(to.reset());
            var bytes = to.toBytes();
            encoded.add(bytes);
            size += bytes.length;
            if (size >= GROUP) {
                all.writeBytes(frame(encoded, size));
                encoded.clear();
                size = 0;
            }
        }
        if (encoded.isEmpty()) {
            return all.toByteArray();
        }
        var rest = frame(encoded, size);
        if (all.size() == 0) {
            return rest;
        }
        all.writeBytes(rest);
        return all.toByteArray();
    }

    private byte[] frame(List<byte[]> encoded, int size) {
        var group = new CborWriter(size + 8);
        group.array(encoded.size());
        encoded.forEach(group::raw);
        frames++;
        return JournalFrames.frame(
                lock.key().seal(group.toBytes(), JournalHeader.associated(fileId, frames)));
    }
}

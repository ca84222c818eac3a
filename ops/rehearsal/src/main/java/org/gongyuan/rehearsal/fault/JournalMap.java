package org.gongyuan.rehearsal.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/// Where each entry of a journal lies, read from the files by the words of `journal.md` sections 2
/// and 3 alone, so that a drill knows what it damages.
final class JournalMap {

    private static final int HEADER = 4096;
    private static final int ORIGIN_LENGTH = 80;
    private static final int ORIGIN = 82;
    private static final int SEGMENT_NUMBER = 16;
    private static final int FRAME = 24;
    private static final int ALIGNMENT = 8;

    /// One entry's frame.
    ///
    /// @param length of the frame with its padding
    /// @param leaf how many bytes the leaf has
    /// @param group the index of the first entry of its group
    record Frame(Path file, long offset, int length, int leaf, long index, long group) {}

    /// Where a segment says that another one follows it.
    private static final int NEXT_SEGMENT = 3072;

    private final List<Path> segments;
    private final Set<Path> followed;
    private final List<Frame> frames;

    private JournalMap(List<Path> segments, Set<Path> followed, List<Frame> frames) {
        this.segments = segments;
        this.followed = followed;
        this.frames = frames;
    }

    /// Maps the journal in a folder.
    static JournalMap of(Path folder) {
        var used = new ArrayList<Path>();
        var followed = new HashSet<Path>();
        var frames = new ArrayList<Frame>();
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(one -> one.getFileName().toString().matches("journal-\\d+\\.seg"))
                            .sorted()
                            .toList()) {
                var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                if (bytes.getLong(0) != 0) {
                    used.add(file);
                    if (bytes.getLong(NEXT_SEGMENT) != 0) {
                        followed.add(file);
                    }
                    map(file, bytes, frames);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the journal in " + folder, unreadable);
        }
        return new JournalMap(used, followed, frames);
    }

    private static void map(Path file, ByteBuffer bytes, List<Frame> frames) {
        var origin = new byte[bytes.getShort(ORIGIN_LENGTH)];
        bytes.get(ORIGIN, origin);
        var salted = new CRC32C();
        salted.update(origin);
        var number = ByteBuffer.allocate(Long.BYTES).putLong(bytes.getLong(SEGMENT_NUMBER));
        salted.update(number.array());
        var salt = ByteBuffer.allocate(Integer.BYTES).putInt((int) salted.getValue()).array();
        int at = HEADER;
        while (at + FRAME <= bytes.capacity()) {
            int length = bytes.getInt(at + 4);
            if (length < FRAME || length > bytes.capacity() - at) {
                return;
            }
            int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            var crc = new CRC32C();
            crc.update(salt);
            crc.update(bytes.slice(at + 4, padded - 4));
            if ((int) crc.getValue() != bytes.getInt(at)) {
                return;
            }
            int leaf = bytes.getInt(at + 20);
            long index = bytes.getLong(at + 8);
            if (leaf > 0) {
                frames.add(new Frame(file, at, padded, leaf, index, index - bytes.getInt(at + 16)));
            }
            at += padded;
        }
    }

    /// The segments in use, in order.
    List<Path> segments() {
        return segments;
    }

    /// Whether a segment says that another one follows it.
    boolean isFollowed(Path segment) {
        return followed.contains(segment);
    }

    /// Every entry's frame, by index.
    List<Frame> frames() {
        return frames;
    }
}

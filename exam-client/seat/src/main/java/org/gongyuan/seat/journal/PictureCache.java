package org.gongyuan.seat.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.JournalKey;
import org.gongyuan.trust.seal.SealBroken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Pictures that could not be sent yet, each sealed in a file of its own, within a budget
/// (`seat-journal.md` section 8). They are not synced: a picture lost with the power is a gap the
/// chain shows, a response lost would be a wrong.
///
/// When the budget is passed every second picture goes, so that what is left still covers the whole
/// time.
public final class PictureCache {

    private static final String PREFIX = "picture-";
    private static final byte[] LABEL = "gongyuan/seat-picture/1\0".getBytes(US_ASCII);

    private final JournalFolder folder;
    private final JournalKey key;
    private final SessionId session;
    private final long budget;
    private final Executor disk;
    private final Executor seat;
    private final Deque<Cached> cached = new ArrayDeque<>();
    private long bytes;
    private long next = 1;

    private record Cached(long number, int size) {}

    /// A picture with the time it was taken.
    public static final class Picture {

        private final Instant at;
        private final byte[] jpeg;

        Picture(Instant at, byte[] jpeg) {
            this.at = requireNonNull(at, "at");
            this.jpeg = requireNonNull(jpeg, "jpeg");
        }

        /// When it was taken, by the server's time as the seat reckoned it.
        public Instant at() {
            return at;
        }

        /// Its bytes; not to be changed.
        public byte[] jpeg() {
            return jpeg;
        }
    }

    /// A cache for one session, which takes over what an earlier run of it left in the folder.
    ///
    /// @param budget the most bytes of pictures kept
    public PictureCache(
            JournalFolder folder,
            JournalKey key,
            SessionId session,
            long budget,
            Executor disk,
            Executor seat)
            throws IOException {
        this.folder = requireNonNull(folder, "folder");
        this.key = requireNonNull(key, "key");
        this.session = requireNonNull(session, "session");
        this.budget = budget;
        this.disk = requireNonNull(disk, "disk");
        this.seat = requireNonNull(seat, "seat");
        for (var name : folder.names()) {
            if (name.matches(PREFIX + "[0-9]{8}")) {
                long number = Long.parseLong(name.substring(PREFIX.length()));
                int size = folder.read(name).length;
                cached.add(new Cached(number, size));
                bytes += size;
                next = Math.max(next, number + 1);
            }
        }
    }

    /// Keeps a picture.
    public void put(Instant at, byte[] jpeg) {
        long number = next++;
        var content =
                new CborWriter(jpeg.length + 32)
                        .array(2)
                        .uint(at.toEpochMilli())
                        .bytes(jpeg)
                        .toBytes();
        var sealed = key.seal(content, associated(number));
        cached.add(new Cached(number, sealed.length));
        bytes += sealed.length;
        disk.execute(
                () -> {
                    try (var file = folder.create(named(number))) {
                        file.append(sealed);
                    } catch (IOException _) {
                        // a gap, which the chain shows
                    }
                });
        while (bytes > budget && cached.size() > 1) {
            thin();
        }
    }

    private void thin() {
        boolean goes = false;
        for (var each = cached.iterator(); each.hasNext(); goes = !goes) {
            var picture = each.next();
            if (goes) {
                each.remove();
                forget(picture);
            }
        }
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return cached.isEmpty();
    }

    /// How many bytes are kept.
    public long bytes() {
        return bytes;
    }

    /// Hands out the oldest picture, which stays until [#dropOldest]; null when it cannot be read
    /// and was dropped.
    public void oldest(Consumer<Picture> then) {
        var picture = cached.getFirst();
        disk.execute(
                () -> {
                    var read = read(picture.number());
                    seat.execute(
                            () -> {
                                if (read == null && picture.equals(cached.peekFirst())) {
                                    dropOldest();
                                }
                                then.accept(read);
                            });
                });
    }

    /// The oldest picture was taken in by the server.
    public void dropOldest() {
        if (!cached.isEmpty()) {
            forget(cached.removeFirst());
        }
    }

    /// Removes all pictures.
    public void wipe() {
        while (!cached.isEmpty()) {
            dropOldest();
        }
    }

    private void forget(Cached picture) {
        bytes -= picture.size();
        disk.execute(
                () -> {
                    try {
                        folder.remove(named(picture.number()));
                    } catch (IOException _) {
                        // never written, or the folder is wiped at the end
                    }
                });
    }

    private Picture read(long number) {
        try {
            var from = new CborReader(key.open(folder.read(named(number)), associated(number)));
            from.array(2);
            var at = Instant.ofEpochMilli(from.uint());
            var jpeg = from.bytes();
            from.end();
            return new Picture(at, jpeg);
        } catch (IOException | SealBroken | NotCanonical | IllegalArgumentException _) {
            return null;
        }
    }

    private byte[] associated(long number) {
        return ByteBuffer.allocate(LABEL.length + SessionId.LENGTH + Long.BYTES)
                .put(LABEL)
                .put(session.toBytes())
                .putLong(number)
                .array();
    }

    private static String named(long number) {
        return PREFIX + "%08d".formatted(number);
    }
}

package org.gongyuan.server.record;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/// Sealed pictures of one room of one sitting (`journal.md` section 10): appended to segment files,
/// found through an index in memory that a scan makes anew. A picture is bound by its digest in the
/// record; it is not synced by itself, and it is the first thing a node does without. Once the
/// room's evidence key is destroyed the files are noise, and `drop` removes them.
public final class EvidenceStore implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceStore.class);
    private static final Pattern NAME = Pattern.compile("evidence-(\\d{6})\\.seg");
    private static final Pattern ROOM = Pattern.compile("[\\p{IsAlphabetic}\\p{IsDigit}._-]{1,60}");

    /// checksum, length, session, sequence.
    private static final int HEADER = 4 + 4 + SessionId.LENGTH + 8;

    /// No picture is larger.
    static final int LARGEST = 4 << 20;

    private final Path folder;
    private final long budget;
    private final int segmentBytes;
    private final TreeMap<Integer, FileChannel> segments = new TreeMap<>();
    private final Map<SessionId, TreeMap<Long, Place>> index = new HashMap<>();
    private long used;
    private long end;

    private EvidenceStore(Path folder, long budget, int segmentBytes) {
        this.folder = folder;
        this.budget = budget;
        this.segmentBytes = segmentBytes;
    }

    private record Place(int segment, long offset, int length) {}

    /// Opens the evidence of a room below `root`, at most `budget` bytes of it.
    public static EvidenceStore open(
            Path root, SittingId sitting, String room, long budget, int segmentBytes)
            throws IOException {
        requireNonNull(sitting, "sitting");
        if (!ROOM.matcher(room).matches() || room.startsWith(".")) {
            throw new IllegalArgumentException(
                    "a room is named by 1 to 60 letters, digits, . _ -: \"%s\"".formatted(room));
        }
        if (budget < 0 || segmentBytes < HEADER + 1) {
            throw new IllegalArgumentException(
                    "budget %d or segment size %d is too small".formatted(budget, segmentBytes));
        }
        var folder = Files.createDirectories(root.resolve(sitting.text()).resolve(room));
        var store = new EvidenceStore(folder, budget, segmentBytes);
        try {
            store.scan();
            return store;
        } catch (IOException unreadable) {
            store.close();
            throw unreadable;
        }
    }

    /// Keeps a sealed picture; false if the budget is used up. A picture that is there already is
    /// not written again.
    public synchronized boolean keep(SessionId session, long sequence, byte[] sealed)
            throws IOException {
        if (sealed.length == 0 || sealed.length > LARGEST) {
            throw new IllegalArgumentException(
                    "a sealed picture has 1..%d bytes: %d".formatted(LARGEST, sealed.length));
        }
        var ofSession = index.computeIfAbsent(session, _ -> new TreeMap<>());
        if (ofSession.containsKey(sequence)) {
            return true;
        }
        if (used + HEADER + sealed.length > budget) {
            return false;
        }
        if (segments.isEmpty() || end + HEADER + sealed.length > segmentBytes) {
            begin(segments.isEmpty() ? 0 : segments.lastKey() + 1);
        }
        var frame = ByteBuffer.allocate(HEADER + sealed.length);
        frame.putInt(0).putInt(sealed.length).put(session.toBytes()).putLong(sequence).put(sealed);
        frame.putInt(0, checksum(frame.array()));
        frame.flip();
        var place = new Place(segments.lastKey(), end, sealed.length);
        while (frame.hasRemaining()) {
            end += segments.lastEntry().getValue().write(frame, end);
        }
        used += HEADER + sealed.length;
        ofSession.put(sequence, place);
        return true;
    }

    /// The sealed picture with this sequence number. The caller compares its digest with the
    /// record.
    public synchronized Optional<byte[]> find(SessionId session, long sequence) throws IOException {
        var place = index.getOrDefault(session, new TreeMap<>()).get(sequence);
        if (place == null) {
            return Optional.empty();
        }
        var sealed = ByteBuffer.allocate(place.length());
        readFully(segments.get(place.segment()), sealed, place.offset() + HEADER);
        return Optional.of(sealed.array());
    }

    /// The sequence numbers kept of a session, in order.
    public synchronized List<Long> sequences(SessionId session) {
        return List.copyOf(index.getOrDefault(session, new TreeMap<>()).keySet());
    }

    /// Bytes used of the budget.
    public synchronized long used() {
        return used;
    }

    /// Syncs what was written so far; for a timer or the close of a sitting.
    public synchronized void sync() throws IOException {
        for (var segment : segments.values()) {
            segment.force(false);
        }
    }

    /// Removes all files, after the key that opens them was destroyed and the record says so.
    public synchronized void drop() throws IOException {
        close();
        for (var number : segments.keySet()) {
            Files.deleteIfExists(folder.resolve(name(number)));
        }
        Files.deleteIfExists(folder);
        segments.clear();
        index.clear();
        used = 0;
    }

    @Override
    public synchronized void close() throws IOException {
        for (var segment : segments.values()) {
            segment.close();
        }
    }

    private void begin(int number) throws IOException {
        segments.put(number, FileChannel.open(folder.resolve(name(number)), CREATE, READ, WRITE));
        end = 0;
    }

    private void scan() throws IOException {
        var numbers = new TreeMap<Integer, Path>();
        try (var files = Files.list(folder)) {
            files.forEach(
                    file -> {
                        var match = NAME.matcher(file.getFileName().toString());
                        if (match.matches()) {
                            numbers.put(Integer.parseInt(match.group(1)), file);
                        }
                    });
        }
        for (var number : numbers.keySet()) {
            begin(number);
            scan(number, segments.get(number));
        }
    }

    /// Reads one segment up to the first picture that is not whole; what follows is cut.
    private void scan(int number, FileChannel segment) throws IOException {
        var size = segment.size();
        var header = ByteBuffer.allocate(HEADER);
        while (end + HEADER <= size) {
            readFully(segment, header.clear(), end);
            var length = header.getInt(4);
            if (length < 1 || length > LARGEST || end + HEADER + length > size) {
                break;
            }
            var frame = ByteBuffer.allocate(HEADER + length);
            readFully(segment, frame, end);
            if (frame.getInt(0) != checksum(frame.array())) {
                break;
            }
            var session = new byte[SessionId.LENGTH];
            frame.position(8).get(session);
            index.computeIfAbsent(SessionId.of(session), _ -> new TreeMap<>())
                    .put(frame.getLong(), new Place(number, end, length));
            end += HEADER + length;
        }
        if (end < size) {
            LOG.warn(
                    "{} in {}: {} bytes behind the last whole picture are cut",
                    name(number),
                    folder,
                    size - end);
            segment.truncate(end);
        }
        used += end;
    }

    private static void readFully(FileChannel from, ByteBuffer into, long offset)
            throws IOException {
        while (into.hasRemaining()) {
            if (from.read(into, offset + into.position()) < 0) {
                throw new IOException("evidence ends at offset %d".formatted(offset));
            }
        }
        into.flip();
    }

    private static int checksum(byte[] frame) {
        var crc = new CRC32C();
        crc.update(frame, 4, frame.length - 4);
        return (int) crc.getValue();
    }

    private static String name(int number) {
        return "evidence-%06d.seg".formatted(number);
    }
}

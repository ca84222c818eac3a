package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.Portrait;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.server.sitting.Photos;
import org.gongyuan.server.sitting.Roster;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealKey;
import org.gongyuan.trust.suite.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The photos of a sitting's candidates in one file of the node (`session.md` 8.7): read one at a
/// time when its candidate is let in, so that a roster of thousands does not fill the memory.
///
///     "gyphoto2" ‖ count (4) ‖ count × (commitment (32) ‖ length (4)) ‖ sealed photos
final class PhotoFile implements Photos {

    private static final Logger LOG = LoggerFactory.getLogger(PhotoFile.class);

    private static final long MAGIC = 0x677970686f746f32L; // gyphoto2
    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final int LINE = Digest.LENGTH + Integer.BYTES;
    private static final int MOST = 1_000_000;
    private static final String PHOTO = "photo";

    private record Place(long at, int length) {}

    private final Path file;
    private final Map<Digest, Place> places;
    private final CandidateKeys keys;

    private PhotoFile(Path file, Map<Digest, Place> places, CandidateKeys keys) {
        this.file = requireNonNull(file, "file");
        this.keys = requireNonNull(keys, "keys");
        this.places = places;
    }

    /// The bytes of such a file for a roster, each photo sealed for its candidate.
    static byte[] bytes(Roster roster, CandidateKeys keys) {
        var index = new ByteArrayOutputStream();
        var photos = new ByteArrayOutputStream();
        int count = 0;
        for (var candidate : roster.candidates()) {
            var photo = roster.photo(candidate);
            if (photo.isPresent()) {
                var commitment = candidate.commitment(roster.suite());
                var bytes = keys.seal(commitment, PHOTO, photo.get().bytes().toBytes());
                index.writeBytes(commitment.toBytes());
                index.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                photos.writeBytes(bytes);
                count++;
            }
        }
        return ByteBuffer.allocate(HEAD + index.size() + photos.size())
                .putLong(MAGIC)
                .putInt(count)
                .put(index.toByteArray())
                .put(photos.toByteArray())
                .array();
    }

    /// Reads the index of a file; a sitting without the file has no photos.
    ///
    /// @throws IOException when it is no such file
    static Photos open(Path file, CandidateKeys keys) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        try (var from = FileChannel.open(file, StandardOpenOption.READ)) {
            var head = read(from, 0, HEAD);
            if (head.getLong() != MAGIC) {
                throw new IOException("%s holds no photos of a sitting".formatted(file));
            }
            int count = head.getInt();
            if (count < 0 || count > MOST || HEAD + (long) count * LINE > from.size()) {
                throw new IOException("%s: %d photos in its index".formatted(file, count));
            }
            var index = read(from, HEAD, count * LINE);
            var places = new HashMap<Digest, Place>();
            long at = HEAD + (long) count * LINE;
            for (int i = 0; i < count; i++) {
                var commitment = new byte[Digest.LENGTH];
                index.get(commitment);
                int length = index.getInt();
                if (length < 0
                        || length > Portrait.LARGEST + SealKey.OVERHEAD
                        || at + length > from.size()) {
                    throw new IOException(
                            "%s: a photo of %d bytes in its index".formatted(file, length));
                }
                places.put(Digest.of(commitment), new Place(at, length));
                at += length;
            }
            return new PhotoFile(file, places, keys);
        }
    }

    private static ByteBuffer read(FileChannel from, long at, int length) throws IOException {
        var into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (from.read(into, at + into.position()) < 0) {
                throw new IOException("the file of photos ends too early");
            }
        }
        return into.flip();
    }

    /// Some tens of kilobytes from the page cache of the machine. A photo that cannot be read keeps
    /// nobody out: the proctor looks at the candidate's document.
    @Override
    public Optional<Portrait> of(Digest commitment) {
        var place = places.get(commitment);
        if (place == null) {
            return Optional.empty();
        }
        try (var from = FileChannel.open(file, StandardOpenOption.READ)) {
            var bytes = read(from, place.at(), place.length()).array();
            return keys.open(commitment, PHOTO, bytes).map(photo -> new Portrait(Octets.of(photo)));
        } catch (IOException | SealBroken | IllegalArgumentException failed) {
            LOG.warn("a photo in {} cannot be read: {}", file, failed.getMessage());
            return Optional.empty();
        }
    }
}

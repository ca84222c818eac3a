package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.record.EvidenceStore;
import org.gongyuan.trust.seal.EvidenceKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The pictures of a sitting whose node runs no more, for who looks into an incident: found through
/// the record, held against its digests, opened with the keys of the rooms.
public final class EvidenceArchive implements AutoCloseable {

    /// Pictures of one room beyond this are not kept: what a few hundred seats send in some hours.
    static final long MOST_OF_A_ROOM = 64L << 30;

    /// Size of one segment file.
    static final int SEGMENT = 64 << 20;

    private final Map<String, EvidenceStore> rooms = new TreeMap<>();
    private final Path keyFolder;
    private final Suite suite;

    private EvidenceArchive(Path keyFolder, Suite suite) {
        this.keyFolder = keyFolder;
        this.suite = suite;
    }

    /// Opens the evidence of a sitting below a node's data folder.
    ///
    /// @param keys the node's key folder
    public static EvidenceArchive open(Path data, Path keys, SittingId sitting, Suite suite)
            throws IOException {
        requireNonNull(suite, "suite");
        var archive = new EvidenceArchive(keyFolder(keys, sitting), suite);
        var folder = folder(data).resolve(sitting.text());
        if (!Files.isDirectory(folder)) {
            return archive;
        }
        try (var rooms = Files.list(folder)) {
            for (var room : rooms.sorted().toList()) {
                var name = room.getFileName().toString();
                archive.rooms.put(
                        name,
                        EvidenceStore.open(folder(data), sitting, name, MOST_OF_A_ROOM, SEGMENT));
            }
            return archive;
        } catch (IOException unreadable) {
            archive.close();
            throw unreadable;
        }
    }

    /// Below which folder of a node's data evidence lies.
    static Path folder(Path data) {
        return data.resolve("evidence");
    }

    /// Where the keys of the rooms of a sitting lie.
    static Path keyFolder(Path keys, SittingId sitting) {
        return keys.resolve("evidence").resolve(sitting.text());
    }

    /// A room's name as files have it.
    static String name(String room) {
        return room.replace('/', '.');
    }

    /// How many pictures of a session are kept.
    public int pictures(SessionId session) {
        return rooms.values().stream().mapToInt(room -> room.sequences(session).size()).sum();
    }

    /// The picture an entry names, in clear.
    ///
    /// @return empty when it is not kept here
    /// @throws SealBroken when it is not the one the record names, or does not open
    public Optional<byte[]> picture(SessionEntry.FrameTaken taken) throws IOException, SealBroken {
        for (var room : rooms.entrySet()) {
            var sealed = room.getValue().find(taken.session(), taken.seq());
            if (sealed.isPresent()) {
                return Optional.of(open(room.getKey(), sealed.get(), taken));
            }
        }
        return Optional.empty();
    }

    private byte[] open(String room, byte[] sealed, SessionEntry.FrameTaken taken)
            throws IOException, SealBroken {
        if (!suite.digest(sealed).equals(taken.sealed())) {
            throw new SealBroken(
                    SealBroken.Reason.NOT_AUTHENTIC, "the picture is another than recorded");
        }
        var file = keyFolder.resolve(room + ".key");
        try (var key =
                KeyFile.parse(Files.readString(file)).secret(EvidenceKey.KIND, new char[0])) {
            var picture = key.open(sealed, taken.session().toBytes());
            if (!suite.digest(picture).equals(taken.picture())) {
                throw new SealBroken(
                        SealBroken.Reason.NOT_AUTHENTIC,
                        "the picture is another than the seat sent");
            }
            return picture;
        }
    }

    @Override
    public void close() throws IOException {
        for (var room : rooms.values()) {
            room.close();
        }
    }
}

package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.sitting.Evidence;
import org.gongyuan.trust.seal.EvidenceKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Sealed pictures of one sitting as files, `SESSION/NUMBER`, and the keys of its rooms in the key
/// folder.
/// Pictures are written one after the other on a thread of their own and synced before they are
/// acknowledged.
final class EvidenceFolder implements Evidence, AutoCloseable {

    private final Path folder;
    private final Path keyFolder;
    private final Suite suite;
    private final SecureRandom random;
    private final Lane lane;
    private final Map<String, EvidenceKey> keys = new HashMap<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("evidence").factory());

    EvidenceFolder(Path folder, Path keyFolder, Suite suite, SecureRandom random, Lane lane) {
        this.folder = requireNonNull(folder, "folder");
        this.keyFolder = requireNonNull(keyFolder, "keyFolder");
        this.suite = requireNonNull(suite, "suite");
        this.random = requireNonNull(random, "random");
        this.lane = requireNonNull(lane, "lane");
    }

    @Override
    public EvidenceKey keyOf(String room) {
        return keys.computeIfAbsent(room, this::open);
    }

    @Override
    public void keep(SessionId session, long seq, byte[] bytes, Consumer<Digest> kept) {
        writer.execute(
                () -> {
                    Digest digest;
                    try {
                        write(session, seq, bytes);
                        digest = suite.digest(bytes);
                    } catch (IOException _) {
                        digest = null;
                    }
                    var told = digest;
                    lane.execute(() -> kept.accept(told));
                });
    }

    @Override
    public void close() {
        writer.close();
        keys.values().forEach(EvidenceKey::close);
        keys.clear();
    }

    private EvidenceKey open(String room) {
        var file = keyFolder.resolve(room.replace('/', '.') + ".key");
        try {
            if (Files.exists(file)) {
                return KeyFile.parse(Files.readString(file)).secret(EvidenceKey.KIND, new char[0]);
            }
            Files.createDirectories(keyFolder);
            var key = EvidenceKey.generate(suite, random);
            OwnFiles.write(file, KeyFile.lyingOpen(key).text().getBytes(UTF_8));
            return key;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the evidence key of room " + room, unreadable);
        } catch (SealBroken broken) {
            throw new IllegalStateException("the evidence key of room " + room, broken);
        }
    }

    private void write(SessionId session, long seq, byte[] bytes) throws IOException {
        var place = folder.resolve(session.toString());
        Files.createDirectories(place);
        try (var file =
                FileChannel.open(
                        place.resolve(Long.toString(seq)),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(true);
        }
    }
}

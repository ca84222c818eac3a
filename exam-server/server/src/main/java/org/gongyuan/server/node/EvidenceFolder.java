package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.record.EvidenceStore;
import org.gongyuan.server.sitting.Evidence;
import org.gongyuan.trust.seal.EvidenceKey;
import org.gongyuan.trust.seal.KeyFile;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// The sealed pictures of one sitting in the evidence stores of its rooms (`journal.md` section
/// 10), and the keys of the rooms in the key folder. Pictures are written on a thread of their own;
/// those that came while others were written are synced together, and a picture is acknowledged
/// when it is synced.
final class EvidenceFolder implements Evidence, AutoCloseable {

    private static final String KEY = ".key";
    private static final String DESTROYED = ".destroyed";

    private final Path root;
    private final SittingId sitting;
    private final Path keyFolder;
    private final Suite suite;
    private final SecureRandom random;
    private final Lane lane;
    private final Map<String, EvidenceKey> keys = new HashMap<>();
    private final Map<String, EvidenceStore> rooms = new HashMap<>();
    private final ConcurrentLinkedQueue<Picture> waiting = new ConcurrentLinkedQueue<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("evidence").factory());

    private record Picture(
            String room, SessionId session, long seq, Octets sealed, Consumer<Digest> kept) {}

    EvidenceFolder(
            Path root,
            SittingId sitting,
            Path keyFolder,
            Suite suite,
            SecureRandom random,
            Lane lane) {
        this.root = requireNonNull(root, "root");
        this.sitting = requireNonNull(sitting, "sitting");
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
    public void keep(
            String room, SessionId session, long seq, byte[] sealed, Consumer<Digest> kept) {
        waiting.add(new Picture(room, session, seq, Octets.of(sealed), kept));
        writer.execute(this::write);
    }

    /// The rooms of which something can still be opened.
    List<String> rooms() throws IOException {
        if (!Files.isDirectory(keyFolder)) {
            return List.of();
        }
        try (var files = Files.list(keyFolder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(KEY))
                    .map(name -> name.substring(0, name.length() - KEY.length()))
                    .sorted()
                    .map(name -> name.replace('.', '/'))
                    .toList();
        }
    }

    /// The rooms whose pictures lie here without a key over them, although nothing was destroyed
    /// here.
    List<String> orphans() throws IOException {
        var folder = root.resolve(sitting.text());
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !Files.exists(keyFolder.resolve(name + KEY)))
                    .filter(name -> !Files.exists(keyFolder.resolve(name + DESTROYED)))
                    .sorted()
                    .map(name -> name.replace('.', '/'))
                    .toList();
        }
    }

    /// The rooms that were being destroyed here when it broke off: they are marked, and pictures or
    /// the key still lie here. So is what came back with a backup.
    List<String> unfinished() throws IOException {
        if (!Files.isDirectory(keyFolder)) {
            return List.of();
        }
        try (var files = Files.list(keyFolder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(DESTROYED))
                    .map(name -> name.substring(0, name.length() - DESTROYED.length()))
                    .filter(
                            name ->
                                    Files.exists(keyFolder.resolve(name + KEY))
                                            || Files.exists(folder(name)))
                    .sorted()
                    .map(name -> name.replace('.', '/'))
                    .toList();
        }
    }

    private Path folder(String name) {
        return root.resolve(sitting.text()).resolve(name);
    }

    /// Destroys the key of a room and removes its pictures. May be done again where it broke off.
    void destroy(String room) throws IOException {
        var name = EvidenceArchive.name(room);
        var mark = keyFolder.resolve(name + DESTROYED);
        if (!Files.exists(mark)) {
            Files.createDirectories(keyFolder);
            OwnFiles.write(mark, new byte[0]);
        }
        lane.ask(
                        () -> {
                            var key = keys.remove(room);
                            if (key != null) {
                                key.close();
                            }
                            return true;
                        })
                .join();
        try {
            writer.submit(() -> remove(room)).get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while a key was destroyed", stopped);
        } catch (ExecutionException failed) {
            throw new IOException(
                    "the pictures of room %s cannot be removed".formatted(room), failed.getCause());
        }
    }

    /// The key goes first: without it the pictures are noise.
    private Void remove(String room) throws IOException {
        var name = EvidenceArchive.name(room);
        var file = keyFolder.resolve(name + KEY);
        if (Files.exists(file)) {
            OwnFiles.overwrite(file);
            Files.delete(file);
        }
        var open = rooms.remove(room);
        if (open != null) {
            open.close();
        }
        var folder = folder(name);
        if (Files.isDirectory(folder)) {
            try (var segments = Files.list(folder)) {
                for (var segment : segments.toList()) {
                    Files.delete(segment);
                }
            }
            Files.delete(folder);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        writer.close();
        keys.values().forEach(EvidenceKey::close);
        keys.clear();
        for (var room : rooms.values()) {
            room.sync();
            room.close();
        }
        rooms.clear();
    }

    /// Writes what waits, syncs each room once, and tells who waits.
    private void write() {
        var written = new ArrayList<Picture>();
        var touched = new HashSet<EvidenceStore>();
        for (var picture = waiting.poll(); picture != null; picture = waiting.poll()) {
            try {
                var store = store(picture.room());
                if (store.keep(picture.session(), picture.seq(), picture.sealed().toBytes())) {
                    touched.add(store);
                    written.add(picture);
                } else {
                    tell(picture, null);
                }
            } catch (IOException | IllegalArgumentException _) {
                tell(picture, null);
            }
        }
        boolean isSynced = sync(List.copyOf(touched));
        for (var picture : written) {
            tell(picture, isSynced ? suite.digest(picture.sealed().toBytes()) : null);
        }
    }

    private static boolean sync(List<EvidenceStore> stores) {
        try {
            for (var store : stores) {
                store.sync();
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void tell(Picture picture, Digest digest) {
        lane.execute(() -> picture.kept().accept(digest));
    }

    private EvidenceStore store(String room) throws IOException {
        var open = rooms.get(room);
        if (open == null) {
            open =
                    EvidenceStore.open(
                            root,
                            sitting,
                            EvidenceArchive.name(room),
                            EvidenceArchive.MOST_OF_A_ROOM,
                            EvidenceArchive.SEGMENT);
            rooms.put(room, open);
        }
        return open;
    }

    private EvidenceKey open(String room) {
        var file = keyFolder.resolve(EvidenceArchive.name(room) + KEY);
        if (Files.exists(keyFolder.resolve(EvidenceArchive.name(room) + DESTROYED))) {
            throw new IllegalStateException(
                    "the evidence key of room %s was destroyed; nothing is kept under it any more"
                            .formatted(room));
        }
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
}

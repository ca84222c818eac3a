package org.gongyuan.seat.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A journal folder in memory, for simulated seats. It keeps apart what was synced and what was
/// not, as a disk does, so that a power cut can be simulated; and it can be told to fail.
public final class MemoryFolder implements JournalFolder {

    private static final int SECTOR = 512;

    private final Map<String, Content> current = new TreeMap<>();
    private final Map<String, Content> durable = new HashMap<>();
    private long room = Long.MAX_VALUE;
    private int appendsUntilFailure = Integer.MAX_VALUE;
    private int syncsUntilFailure = Integer.MAX_VALUE;

    /// Every append after `appends` more ones fails.
    public synchronized void failAppendsAfter(int appends) {
        appendsUntilFailure = appends;
    }

    /// Every sync after `syncs` more ones fails.
    public synchronized void failSyncsAfter(int syncs) {
        syncsUntilFailure = syncs;
    }

    /// From now on at most `bytes` more fit.
    public synchronized void roomFor(long bytes) {
        room = bytes;
    }

    /// Nothing fails any more.
    public synchronized void heal() {
        appendsUntilFailure = Integer.MAX_VALUE;
        syncsUntilFailure = Integer.MAX_VALUE;
        room = Long.MAX_VALUE;
    }

    /// The folder as it is found after a power cut. What was synced is there; of what was only
    /// appended any sectors may be there, zeroed or missing; names not synced may be old or new.
    public synchronized MemoryFolder afterPowerCut(RandomGenerator random) {
        var found = new MemoryFolder();
        var names = new TreeMap<String, Content>();
        names.putAll(durable);
        if (random.nextBoolean()) {
            names.clear();
            names.putAll(current);
        }
        names.forEach(
                (name, content) -> {
                    var left = content.afterPowerCut(random);
                    found.current.put(name, left);
                    found.durable.put(name, left);
                });
        return found;
    }

    /// The folder as it is found after the process was killed: the system still writes what it was
    /// given.
    public synchronized MemoryFolder afterKill() {
        var found = new MemoryFolder();
        current.forEach(
                (name, content) -> {
                    var left = Content.synced(content.toBytes());
                    found.current.put(name, left);
                    found.durable.put(name, left);
                });
        return found;
    }

    /// Puts other bytes where a file's bytes were, as a damaged disk does.
    public synchronized void overwrite(String name, byte[] bytes) {
        var content = Content.synced(bytes);
        current.put(name, content);
        durable.put(name, content);
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(current.keySet());
    }

    @Override
    public synchronized JournalFile create(String name) throws IOException {
        if (current.containsKey(name)) {
            throw new IOException(name + " is there already");
        }
        var content = new Content();
        current.put(name, content);
        return new InMemory(content);
    }

    @Override
    public synchronized byte[] read(String name) throws IOException {
        return find(name).toBytes();
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        var content = find(from);
        current.remove(from);
        current.put(to, content);
    }

    @Override
    public synchronized void wipe(String name) throws IOException {
        find(name).zero();
        current.remove(name);
    }

    @Override
    public synchronized void remove(String name) throws IOException {
        var _ = find(name);
        current.remove(name);
    }

    @Override
    public synchronized void sync() throws IOException {
        countSync();
        durable.clear();
        durable.putAll(current);
    }

    @Override
    public void close() {}

    private Content find(String name) throws IOException {
        var content = current.get(name);
        if (content == null) {
            throw new IOException(name + " is not there");
        }
        return content;
    }

    private void countSync() throws IOException {
        if (syncsUntilFailure <= 0) {
            throw new IOException("the disk failed to sync");
        }
        syncsUntilFailure--;
    }

    private final class InMemory implements JournalFile {

        private final Content content;

        InMemory(Content content) {
            this.content = content;
        }

        @Override
        public void append(byte[] bytes) throws IOException {
            synchronized (MemoryFolder.this) {
                if (appendsUntilFailure <= 0) {
                    throw new IOException("the disk failed to write");
                }
                appendsUntilFailure--;
                if (bytes.length > room) {
                    content.bytes.write(bytes, 0, (int) room);
                    room = 0;
                    throw new IOException("no space left on the disk");
                }
                room -= room == Long.MAX_VALUE ? 0 : bytes.length;
                content.bytes.writeBytes(bytes);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (MemoryFolder.this) {
                countSync();
                content.synced = content.bytes.size();
            }
        }

        @Override
        public void close() {}
    }

    private static final class Content {

        private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int synced;

        static Content synced(byte[] bytes) {
            var content = new Content();
            content.bytes.writeBytes(bytes);
            content.synced = bytes.length;
            return content;
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }

        void zero() {
            int length = bytes.size();
            bytes = new ByteArrayOutputStream();
            bytes.writeBytes(new byte[length]);
            synced = length;
        }

        Content afterPowerCut(RandomGenerator random) {
            var all = toBytes();
            int length = synced + random.nextInt(all.length - synced + 1);
            var left = Arrays.copyOf(all, length);
            int from = synced;
            while (from < length) {
                int to = Math.min(length, (from / SECTOR + 1) * SECTOR);
                if (random.nextInt(3) == 0) {
                    Arrays.fill(left, from, to, (byte) 0);
                }
                from = to;
            }
            return synced(left);
        }
    }
}

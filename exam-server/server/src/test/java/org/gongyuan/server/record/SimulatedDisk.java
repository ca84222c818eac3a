package org.gongyuan.server.record;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A disk in memory that does what disks do on bad days: it takes part of a write, runs full, fails
/// to sync, and forgets at a power cut what was not synced – all of it, or some 512-byte sectors of
/// it.
final class SimulatedDisk implements JournalFiles {

    static final int SECTOR = 512;

    private final Map<String, Content> folder = new TreeMap<>();
    private Map<String, Content> syncedFolder = new HashMap<>();
    private final RandomGenerator random;
    private long capacity = Long.MAX_VALUE;
    private boolean shortWrites;
    private long forcesLeft = Long.MAX_VALUE;
    private String failingFile = "";
    private long failingOffset;
    private boolean off;
    private boolean held;

    SimulatedDisk(RandomGenerator random) {
        this.random = random;
    }

    private static final class Content {
        byte[] bytes = new byte[0];
        byte[] synced = new byte[0];
        final List<long[]> unsynced = new ArrayList<>();
    }

    synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    synchronized void shortWrites() {
        shortWrites = true;
    }

    /// The sync after `count` more fails, and every one after it.
    synchronized void failSyncAfter(long count) {
        forcesLeft = count;
    }

    /// The sync that would bring to the disk what was written at `offset` of file `name` fails, and
    /// the system forgets what it could not write: the file reads back what the disk never got.
    synchronized void failSyncOf(String name, long offset) {
        failingFile = name;
        failingOffset = offset;
    }

    /// A second disk with the same files, all synced.
    synchronized SimulatedDisk twin() {
        var twin = new SimulatedDisk(random);
        folder.forEach((name, content) -> twin.put(name, content.bytes));
        return twin;
    }

    /// Pulls the plug: everything written but not synced is lost, but for random sectors. The disk
    /// answers nothing until `powerOn`.
    synchronized void powerCut() {
        off = true;
        for (var content : folder.values()) {
            var kept = Arrays.copyOf(content.synced, content.synced.length);
            for (var write : content.unsynced) {
                kept = persistSome(kept, content.bytes, write[0], write[1]);
            }
            content.bytes = kept;
            content.synced = kept.clone();
            content.unsynced.clear();
        }
        // Names given or taken since the last folder sync may or may not have come through.
        for (var entry : new TreeMap<>(folder).entrySet()) {
            if (!syncedFolder.containsKey(entry.getKey()) && random.nextBoolean()) {
                folder.remove(entry.getKey());
            }
        }
        syncedFolder = new HashMap<>(folder);
    }

    private byte[] persistSome(byte[] kept, byte[] written, long from, long to) {
        var result = kept;
        var mode = random.nextInt(4);
        for (var at = from; at < to; ) {
            var end = Math.min(to, (at / SECTOR + 1) * SECTOR);
            var keep =
                    switch (mode) {
                        case 0 -> false;
                        case 1 -> true;
                        default -> random.nextBoolean();
                    };
            if (keep && end <= written.length) {
                if (mode == 3 && end == to) {
                    end = at + random.nextLong(end - at) + 1;
                }
                if (result.length < end) {
                    result = Arrays.copyOf(result, (int) end);
                }
                System.arraycopy(written, (int) at, result, (int) at, (int) (end - at));
                if (mode == 3 && end < to) {
                    return result;
                }
            }
            at = end;
        }
        return result;
    }

    synchronized void powerOn() {
        off = false;
        held = false;
        shortWrites = false;
        forcesLeft = Long.MAX_VALUE;
        failingFile = "";
    }

    /// The bytes of a file, to look at or to spoil.
    synchronized byte[] bytes(String name) {
        return folder.get(name).bytes.clone();
    }

    /// Puts bytes in place of a file, synced.
    synchronized void put(String name, byte[] bytes) {
        var content = new Content();
        content.bytes = bytes.clone();
        content.synced = bytes.clone();
        folder.put(name, content);
        syncedFolder.put(name, content);
    }

    @Override
    public synchronized Closeable lock() {
        if (held) {
            throw new JournalInUse(place(), "this process");
        }
        held = true;
        return () -> {
            synchronized (SimulatedDisk.this) {
                held = false;
            }
        };
    }

    @Override
    public synchronized List<String> names() throws IOException {
        on();
        return List.copyOf(folder.keySet());
    }

    @Override
    public synchronized JournalFile create(String name) throws IOException {
        on();
        if (folder.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        folder.put(name, new Content());
        return new Handle(name, folder.get(name));
    }

    @Override
    public synchronized JournalFile open(String name) throws IOException {
        on();
        if (!folder.containsKey(name)) {
            throw new FileNotFoundException(name);
        }
        return new Handle(name, folder.get(name));
    }

    @Override
    public JournalFile read(String name) throws IOException {
        return open(name);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        on();
        folder.put(to, folder.remove(from));
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        on();
        folder.remove(name);
    }

    @Override
    public synchronized void sync() throws IOException {
        on();
        syncedFolder = new HashMap<>(folder);
    }

    @Override
    public synchronized long freeBytes() throws IOException {
        on();
        return Math.max(0, capacity - used());
    }

    private long used() {
        return folder.values().stream().mapToLong(content -> content.bytes.length).sum();
    }

    @Override
    public String place() {
        return "the simulated disk";
    }

    private void on() throws IOException {
        if (off) {
            throw new IOException("no power");
        }
    }

    private final class Handle implements JournalFile {

        private final String name;
        private final Content content;

        Handle(String name, Content content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return content.bytes.length;
            }
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                on();
                var count = bytes.remaining();
                if (shortWrites && count > 1) {
                    count = random.nextInt(1, count);
                }
                var end = position + count;
                var grows = end - content.bytes.length;
                if (grows > 0) {
                    if (grows > capacity - used()) {
                        throw new IOException("No space left on device");
                    }
                    content.bytes = Arrays.copyOf(content.bytes, (int) end);
                }
                bytes.get(content.bytes, (int) position, count);
                content.unsynced.add(new long[] {position, end});
                return count;
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                on();
                var left = content.bytes.length - position;
                if (left <= 0) {
                    return -1;
                }
                var count = (int) Math.min(left, into.remaining());
                into.put(content.bytes, (int) position, count);
                return count;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                on();
                if (forcesLeft-- <= 0) {
                    throw new IOException("Input/output error");
                }
                if (name.equals(failingFile)
                        && content.unsynced.stream().anyMatch(write -> write[0] == failingOffset)) {
                    content.unsynced.clear();
                    throw new IOException("Input/output error");
                }
                if (content.synced.length != content.bytes.length) {
                    content.synced = content.bytes.clone();
                } else {
                    for (var write : content.unsynced) {
                        var from = (int) write[0];
                        System.arraycopy(
                                content.bytes, from, content.synced, from, (int) write[1] - from);
                    }
                }
                content.unsynced.clear();
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}

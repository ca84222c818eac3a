package org.gongyuan.server.record;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Prepares segments ahead of the writer, holds the reserve, and says how much room is left
/// (`journal.md` section 7). A prepared segment is written full of zeros and synced, so that a
/// segment in use never runs out of room in its middle.
final class SegmentSupply implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentSupply.class);

    private final JournalFiles files;
    private final JournalSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore wanted = new Semaphore(0);
    private final List<String> reserve = new ArrayList<>();
    private final Thread thread;
    private volatile DiskPressure pressure = DiskPressure.AMPLE;
    private volatile boolean closing;
    private long nextNumber;
    private boolean spareReady;
    private boolean exhausted;

    /// @param nextNumber the segment the writer will ask for next
    /// @param spareReady whether that one is prepared already
    SegmentSupply(
            JournalFiles files, JournalSettings settings, long nextNumber, boolean spareReady) {
        this.files = files;
        this.settings = settings;
        this.nextNumber = nextNumber;
        this.spareReady = spareReady;
        this.thread = Thread.ofPlatform().daemon().name("journal-supply").unstarted(this::run);
    }

    /// Prepares the first segment of a new journal, before it gets its `head`: a journal with a
    /// `head` has, or had, a first segment.
    static void prepareFirst(JournalFiles files, JournalSettings settings) throws IOException {
        var first = SegmentName.of(0);
        if (!files.names().contains(first)) {
            var unfinished = first + SegmentName.UNFINISHED;
            if (files.names().contains(unfinished)) {
                files.delete(unfinished);
            }
            make(files, first, settings.segmentBytes());
        }
    }

    /// Removes what an earlier process left half prepared, and counts the reserve.
    void start() throws IOException {
        for (var name : files.names()) {
            if (name.endsWith(SegmentName.UNFINISHED)) {
                files.delete(name);
            } else if (SegmentName.isReserve(name)) {
                if (sizeOf(name) == settings.segmentBytes()
                        && reserve.size() < settings.reserveSegments()) {
                    reserve.add(name);
                } else {
                    files.delete(name);
                }
            }
        }
        if (spareReady && sizeOf(SegmentName.of(nextNumber)) != settings.segmentBytes()) {
            deleteSpares();
            spareReady = false;
        }
        files.sync();
        tend();
        thread.start();
    }

    /// The last one first, each synced: a prepared segment says that the one before it was there.
    private void deleteSpares() throws IOException {
        for (var name : files.names().reversed()) {
            // The first one is replaced by renaming, never gone: every journal has one.
            if (SegmentName.number(name).orElse(0) > 0
                    && SegmentName.number(name).getAsLong() >= nextNumber) {
                files.delete(name);
                files.sync();
            }
        }
    }

    /// How much room is left, as of the last look.
    DiskPressure pressure() {
        return pressure;
    }

    /// The next segment, prepared and open, from the reserve if the disk is full;
    /// empty when the reserve is used up too.
    Optional<JournalFile> next() throws IOException {
        lock.lock();
        try {
            if (!spareReady) {
                prepareSpare();
            }
            if (!spareReady && !reserve.isEmpty()) {
                files.rename(reserve.removeLast(), SegmentName.of(nextNumber));
                files.sync();
                spareReady = true;
                LOG.error(
                        "the disk of {} is full: the record goes on in its reserve, {} segments"
                                + " left",
                        files.place(),
                        reserve.size());
            }
            if (!spareReady) {
                exhausted = true;
                look();
                return Optional.empty();
            }
            var file = files.open(SegmentName.of(nextNumber));
            nextNumber++;
            spareReady = false;
            look();
            wanted.release();
            return Optional.of(file);
        } finally {
            lock.unlock();
        }
    }

    /// Prepares what is missing, as far as there is room, and looks at the disk again.
    void tend() {
        lock.lock();
        try {
            if (!spareReady) {
                prepareSpare();
            }
            while (spareReady
                    && reserve.size() < settings.reserveSegments()
                    && prepare(SegmentName.reserve(freeReserveNumber()))) {
                reserve.add(SegmentName.reserve(freeReserveNumber()));
            }
            look();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the next segment and the whole reserve are there.
    boolean isComplete() {
        lock.lock();
        try {
            return spareReady && reserve.size() == settings.reserveSegments();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closing = true;
        wanted.release();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing) {
                tend();
                if (wanted.tryAcquire(1, TimeUnit.SECONDS)) {
                    wanted.drainPermits();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private int freeReserveNumber() {
        var number = 0;
        while (reserve.contains(SegmentName.reserve(number))) {
            number++;
        }
        return number;
    }

    private void prepareSpare() {
        if (prepare(SegmentName.of(nextNumber))) {
            spareReady = true;
            exhausted = false;
        }
    }

    private boolean prepare(String name) {
        try {
            if (files.freeBytes() - settings.segmentBytes() < settings.keepFreeBytes()) {
                return false;
            }
            make(files, name, settings.segmentBytes());
            return true;
        } catch (IOException noRoom) {
            LOG.warn("segment {} of {} cannot be prepared", name, files.place(), noRoom);
            discard(name + SegmentName.UNFINISHED);
            return false;
        }
    }

    private static void make(JournalFiles files, String name, int bytes) throws IOException {
        var unfinished = name + SegmentName.UNFINISHED;
        try (var file = files.create(unfinished)) {
            Repair.zero(file, 0, bytes);
            file.force();
        }
        files.rename(unfinished, name);
        files.sync();
    }

    private void discard(String unfinished) {
        try {
            if (files.names().contains(unfinished)) {
                files.delete(unfinished);
            }
        } catch (IOException stays) {
            LOG.warn("{} of {} cannot be removed", unfinished, files.place(), stays);
        }
    }

    private void look() {
        var before = pressure;
        var now = measure();
        pressure = now;
        if (now != before) {
            LOG.warn("room on the disk of {}: {} (was {})", files.place(), now, before);
        }
    }

    private DiskPressure measure() {
        if (exhausted) {
            return DiskPressure.FULL;
        }
        long free;
        try {
            free = files.freeBytes();
        } catch (IOException unknown) {
            LOG.warn("the room on the disk of {} cannot be asked", files.place(), unknown);
            free = 0;
        }
        if (reserve.size() < settings.reserveSegments()) {
            return DiskPressure.ON_RESERVE;
        }
        if (free < settings.shedObservationsBelow()) {
            return DiskPressure.OBSERVATIONS_SHED;
        }
        return free < settings.shedPicturesBelow()
                ? DiskPressure.PICTURES_SHED
                : DiskPressure.AMPLE;
    }

    private long sizeOf(String name) throws IOException {
        try (var file = files.read(name)) {
            return file.size();
        }
    }
}

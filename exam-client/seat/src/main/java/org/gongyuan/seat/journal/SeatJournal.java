package org.gongyuan.seat.journal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.trust.suite.Suite;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The journal of one session at one seat (`exam-client/spec/seat-journal.md`). Entries are added
/// on the seat's thread; groups of them are written and synced on the disk's executor, one group at
/// a time, and whoever asked is told on the seat's thread. While one group is being synced the next
/// gathers, so many changes cost one sync.
///
/// A failed write or sync ends the file. What is remembered goes to a new one; when that fails too,
/// the journal is broken and says so, once for every failed attempt to repair it.
public final class SeatJournal {

    /// A file longer than this is replaced by a snapshot once everything is saved (section 5).
    static final int COMPACT_AT = 256 * 1024;

    private final JournalFolder folder;
    private final JournalLock lock;
    private final Executor disk;
    private final Executor seat;
    private final Memory memory;

    private JournalFile file;
    private JournalWriter writer;
    private String name;
    private int number;
    private long length;
    private long lengthAtStart;
    private List<JournalEntry> gathering = new ArrayList<>();
    private List<Runnable> waiting = new ArrayList<>();
    private boolean isWriting;
    private boolean isBroken;
    private boolean isEnded;
    private Runnable afterEnd;
    private Consumer<IOException> whenBroken = _ -> {};

    SeatJournal(
            JournalFolder folder,
            JournalLock lock,
            Memory memory,
            int number,
            Executor disk,
            Executor seat) {
        this.folder = requireNonNull(folder, "folder");
        this.lock = requireNonNull(lock, "lock");
        this.memory = requireNonNull(memory, "memory");
        this.disk = requireNonNull(disk, "disk");
        this.seat = requireNonNull(seat, "seat");
        this.number = number;
    }

    /// A new journal for a session that begins. The first file is written with the first
    /// [#commit].
    ///
    /// @param disk where writing and syncing may block
    /// @param seat the seat's own thread, where callbacks run
    public static SeatJournal begin(
            JournalFolder folder,
            JournalLock lock,
            JournalEntry.Begun begun,
            Executor disk,
            Executor seat)
            throws IOException {
        var memory = new Memory(lock.suite());
        memory.take(begun);
        return new SeatJournal(folder, lock, memory, JournalOpening.nextNumber(folder), disk, seat);
    }

    /// Goes on from a file that was found whole: the next file replaces it.
    void replaces(String found) {
        name = found;
    }

    /// What is remembered, with everything added so far.
    public Memory memory() {
        return memory;
    }

    /// Under which the session's own keys are wrapped in its first entry.
    public JournalLock lock() {
        return lock;
    }

    /// The suite of the session.
    public Suite suite() {
        return memory.suite();
    }

    /// Is told each time the journal breaks or fails to be repaired.
    public void whenBroken(Consumer<IOException> told) {
        whenBroken = requireNonNull(told, "told");
    }

    /// Whether nothing can be written at present.
    public boolean isBroken() {
        return isBroken;
    }

    /// Remembers an entry. It is written with the next [#commit].
    ///
    /// @throws IllegalArgumentException when the entry may not stand here
    public void add(JournalEntry entry) {
        memory.take(entry);
        if (!isEnded && !isBroken) {
            gathering.add(entry);
        }
    }

    /// Writes and syncs everything added so far, and then says so.
    public void commit(Runnable durable) {
        waiting.add(durable);
        flush();
    }

    /// Tries to write everything remembered to a new file after the journal broke.
    public void repair() {
        if (isBroken && !isWriting && !isEnded) {
            rotate();
        }
    }

    /// Wipes every file of the journal and forgets its keys, at the end of the session.
    public void end(Runnable wiped) {
        isEnded = true;
        afterEnd = wiped;
        gathering.clear();
        waiting.clear();
        if (!isWriting) {
            wipe();
        }
    }

    /// Lets go of the file without wiping it: the program ends, the session does not.
    public void leave() {
        isEnded = true;
        gathering.clear();
        waiting.clear();
        if (!isWriting && file != null) {
            file.close();
            file = null;
        }
    }

    private void flush() {
        if (isWriting || isBroken || isEnded) {
            return;
        }
        if (file == null) {
            rotate();
            return;
        }
        if (gathering.isEmpty()) {
            sayDurable(takeWaiting());
            return;
        }
        var group = writer.frames(gathering);
        gathering = new ArrayList<>();
        var asked = takeWaiting();
        isWriting = true;
        var target = file;
        disk.execute(
                () -> {
                    try {
                        target.append(group);
                        target.sync();
                        seat.execute(() -> written(group.length, asked));
                    } catch (IOException | RuntimeException failed) {
                        seat.execute(() -> writeFailed(asked));
                    }
                });
    }

    private void written(int bytes, List<Runnable> asked) {
        isWriting = false;
        length += bytes;
        if (isEnded) {
            ended();
            return;
        }
        sayDurable(asked);
        if (isWriting || isEnded) {
            return;
        }
        if (length > Math.max(COMPACT_AT, 2 * lengthAtStart) && memory.owed().isEmpty()) {
            rotate();
        } else if (!waiting.isEmpty()) {
            flush();
        }
    }

    private void writeFailed(List<Runnable> asked) {
        isWriting = false;
        waiting.addAll(0, asked);
        if (isEnded) {
            ended();
        } else {
            rotate();
        }
    }

    /// Writes a snapshot to a new file and goes on there.
    private void rotate() {
        int next = number;
        number++;
        var nextWriter = new JournalWriter(lock);
        var content = nextWriter.begin(memory.snapshot());
        gathering = new ArrayList<>();
        var asked = takeWaiting();
        isWriting = true;
        var old = file;
        var oldName = name;
        disk.execute(
                () -> {
                    try {
                        var opened = write(next, content);
                        var problem = letGo(old, oldName);
                        seat.execute(
                                () -> rotated(opened, next, nextWriter, content.length, asked));
                        if (problem != null) {
                            seat.execute(() -> whenBroken.accept(problem));
                        }
                    } catch (IOException | RuntimeException failed) {
                        var cause = failed instanceof IOException io ? io : new IOException(failed);
                        seat.execute(() -> rotationFailed(asked, cause));
                    }
                });
    }

    private JournalFile write(int next, byte[] content) throws IOException {
        var fresh = JournalFrames.named(next) + JournalOpening.UNFINISHED;
        var opened = folder.create(fresh);
        try {
            opened.append(content);
            opened.sync();
            folder.rename(fresh, JournalFrames.named(next));
            folder.sync();
            return opened;
        } catch (IOException | RuntimeException failed) {
            opened.close();
            throw failed;
        }
    }

    /// Wipes the file that was replaced. That it cannot be wiped now is told, but harms nothing: it
    /// is tried again at the end.
    private IOException letGo(JournalFile old, String oldName) {
        if (oldName == null) {
            return null;
        }
        try {
            if (old != null) {
                old.close();
            }
            folder.wipe(oldName);
            folder.sync();
            return null;
        } catch (IOException failed) {
            return failed;
        } catch (RuntimeException failed) {
            return new IOException(failed);
        }
    }

    private void rotated(
            JournalFile opened,
            int next,
            JournalWriter nextWriter,
            int bytes,
            List<Runnable> asked) {
        isWriting = false;
        isBroken = false;
        file = opened;
        writer = nextWriter;
        name = JournalFrames.named(next);
        length = bytes;
        lengthAtStart = bytes;
        if (isEnded) {
            ended();
            return;
        }
        sayDurable(asked);
        if (!isWriting && !waiting.isEmpty()) {
            flush();
        }
    }

    private void rotationFailed(List<Runnable> asked, IOException cause) {
        isWriting = false;
        isBroken = true;
        waiting.addAll(0, asked);
        if (isEnded) {
            ended();
        } else {
            whenBroken.accept(cause);
        }
    }

    private void ended() {
        if (afterEnd != null) {
            wipe();
        } else if (file != null) {
            file.close();
            file = null;
        }
    }

    private void wipe() {
        isWriting = true;
        var open = file;
        file = null;
        var done = afterEnd;
        afterEnd = null;
        disk.execute(
                () -> {
                    try {
                        if (open != null) {
                            open.close();
                        }
                        JournalOpening.wipe(folder, lock);
                        seat.execute(done);
                    } catch (IOException | RuntimeException failed) {
                        var cause = failed instanceof IOException io ? io : new IOException(failed);
                        seat.execute(
                                () -> {
                                    whenBroken.accept(cause);
                                    done.run();
                                });
                    } finally {
                        lock.close();
                    }
                });
    }

    private List<Runnable> takeWaiting() {
        var taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    private static void sayDurable(List<Runnable> asked) {
        for (var durable : asked) {
            durable.run();
        }
    }
}

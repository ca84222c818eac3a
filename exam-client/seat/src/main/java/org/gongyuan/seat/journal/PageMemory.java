package org.gongyuan.seat.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.seal.JournalKey;
import org.gongyuan.trust.seal.SealBroken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/// What the page at a seat wants to find again after its program was killed: flags, marks, scratch
/// pad, place (`seat-journal.md` section 8.2). One content at a time, sealed in a file beside the
/// journal. Responses never depend on it, so losing it loses no work.
///
/// Used on the seat's thread; writing happens on the disk's executor, one content at a time, and of
/// several that wait only the last is written.
public final class PageMemory {

    /// The longest content, in bytes.
    public static final int LARGEST = 1 << 20;

    private static final String PREFIX = "page-";
    private static final String UNFINISHED = ".new";
    private static final byte[] LABEL = "gongyuan/seat-page/1\0".getBytes(US_ASCII);

    private final JournalFolder folder;
    private final JournalKey key;
    private final SessionId session;
    private final Executor disk;
    private final Executor seat;
    private final Deque<Long> ours = new ArrayDeque<>();
    private Optional<byte[]> content = Optional.empty();
    private long next = 1;
    private byte[] waiting;
    private boolean isWriting;
    private boolean isEnded;
    private Runnable whenWritten;

    /// Finds what an earlier run of the session kept in the folder. What does not open under the
    /// key is another session's, or damaged, and counts as absent.
    public PageMemory(
            JournalFolder folder, JournalKey key, SessionId session, Executor disk, Executor seat)
            throws IOException {
        this.folder = requireNonNull(folder, "folder");
        this.key = requireNonNull(key, "key");
        this.session = requireNonNull(session, "session");
        this.disk = requireNonNull(disk, "disk");
        this.seat = requireNonNull(seat, "seat");
        for (long number : numbers(folder)) {
            next = Math.max(next, number + 1);
            var opened = open(number);
            if (opened.isPresent()) {
                ours.addFirst(number);
                content = content.or(() -> opened);
            }
        }
    }

    /// The numbers of the files there are, newest first.
    private static List<Long> numbers(JournalFolder folder) throws IOException {
        return folder.names().stream()
                .filter(name -> name.matches(PREFIX + "[0-9]{8}"))
                .map(name -> Long.valueOf(name.substring(PREFIX.length())))
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private Optional<byte[]> open(long number) throws IOException {
        try {
            return Optional.of(key.open(folder.read(named(number)), associated(number)));
        } catch (SealBroken | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// What was kept last.
    public Optional<byte[]> content() {
        return content;
    }

    /// Keeps this from now on instead of what was kept before.
    ///
    /// @throws IllegalArgumentException when it is longer than [#LARGEST]
    public void keep(byte[] newContent) {
        if (newContent.length > LARGEST) {
            throw new IllegalArgumentException(
                    "what the page keeps has at most %d bytes, not %d"
                            .formatted(LARGEST, newContent.length));
        }
        content = Optional.of(newContent);
        waiting = newContent;
        write();
    }

    private void write() {
        if (isWriting || isEnded || waiting == null) {
            return;
        }
        long number = next++;
        var sealed = key.seal(waiting, associated(number));
        var older = List.copyOf(ours);
        waiting = null;
        isWriting = true;
        ours.addLast(number);
        disk.execute(
                () -> {
                    boolean isWritten = write(number, sealed, older);
                    seat.execute(() -> written(isWritten, older));
                });
    }

    private void written(boolean isWritten, List<Long> older) {
        isWriting = false;
        if (isWritten) {
            ours.removeAll(older);
        }
        if (isEnded && whenWritten != null) {
            whenWritten.run();
        }
        write();
    }

    /// What cannot be written is tried again with the next content: the page stays usable, and what
    /// is lost is no response.
    private boolean write(long number, byte[] sealed, List<Long> older) {
        try (var file = folder.create(named(number) + UNFINISHED)) {
            file.append(sealed);
            file.sync();
            folder.rename(named(number) + UNFINISHED, named(number));
            folder.sync();
            for (long replaced : older) {
                folder.wipe(named(replaced));
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Wipes what was kept, at the end of the session.
    public void wipe() {
        isEnded = true;
        content = Optional.empty();
        whenWritten = this::wipeFiles;
        if (!isWriting) {
            wipeFiles();
        }
    }

    private void wipeFiles() {
        whenWritten = null;
        var all = List.copyOf(ours);
        disk.execute(
                () -> {
                    for (long number : all) {
                        wipe(named(number));
                        wipe(named(number) + UNFINISHED);
                    }
                });
    }

    private void wipe(String name) {
        try {
            if (folder.names().contains(name)) {
                folder.wipe(name);
            }
        } catch (IOException _) {
            // its key is wiped with the journal
        }
    }

    /// Keeps nothing more; what was kept stays for the next run.
    public void leave() {
        isEnded = true;
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

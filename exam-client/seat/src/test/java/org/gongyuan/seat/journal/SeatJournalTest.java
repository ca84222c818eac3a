package org.gongyuan.seat.journal;

import static org.gongyuan.seat.journal.Journals.LIN_YUE;
import static org.gongyuan.seat.journal.Journals.NOON;
import static org.gongyuan.seat.journal.Journals.begun;
import static org.gongyuan.seat.journal.Journals.change;
import static org.gongyuan.seat.journal.Journals.give;
import static org.gongyuan.seat.journal.Journals.opened;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

@DisplayName("A seat's journal")
class SeatJournalTest {

    @ParameterizedTest
    @EnumSource(Suite.class)
    void givesBackEverythingAfterTheProcessWasKilled(Suite suite) {
        var folder = new MemoryFolder();
        var journal = begun(folder, suite);
        journal.add(new JournalEntry.Confirmed());
        give(journal, 7, () -> {});
        journal.add(new JournalEntry.Saved(3, journal.memory().headAt(3).orElseThrow(), NOON));
        journal.add(new JournalEntry.Shown(65_536));
        journal.add(new JournalEntry.Clock(true, NOON, Duration.ofMinutes(40)));
        journal.add(new JournalEntry.Observed(1, "focus-lost", NOON, Octets.of(new byte[3])));
        journal.add(new JournalEntry.HandingIn(true));
        journal.commit(() -> {});

        var found = assertInstanceOf(JournalOpening.Opened.class, opened(folder.afterKill()));

        var was = journal.memory();
        var is = found.journal().memory();
        assertEquals(List.of(), found.damage());
        assertEquals(was.begun(), is.begun());
        assertEquals(was.last(), is.last());
        assertEquals(List.copyOf(was.owed()), List.copyOf(is.owed()));
        assertEquals(was.head(), is.head());
        assertEquals(3, is.savedSeq());
        assertEquals(was.savedHead(), is.savedHead());
        assertEquals(NOON, is.savedAt());
        assertEquals(65_536, is.shown());
        assertEquals(was.clock(), is.clock());
        assertEquals(List.copyOf(was.untold()), List.copyOf(is.untold()));
        assertTrue(is.isConfirmed());
        assertTrue(is.isHandingIn());
    }

    @Test
    void saysDurableOnlyAfterTheSync() {
        var folder = new MemoryFolder();
        var disk = new ArrayDeque<Runnable>();
        var told = new ArrayList<String>();
        var journal = begunOn(folder, disk);

        give(journal, 1, () -> told.add("durable"));

        assertEquals(List.of(), told);
        disk.remove().run();
        assertEquals(List.of("durable"), told);
    }

    @Test
    void syncsManyChangesOnce() {
        var folder = new MemoryFolder();
        var disk = new ArrayDeque<Runnable>();
        var journal = begunOn(folder, disk);
        give(journal, 1, () -> {});
        disk.remove().run();
        var told = new ArrayList<String>();

        give(journal, 1, () -> told.add("first"));
        give(journal, 100, () -> told.add("later"));
        disk.remove().run();
        assertEquals(List.of("first"), told);
        disk.remove().run();

        assertEquals(101, told.size());
        assertTrue(disk.isEmpty());
    }

    @Test
    void opensForItsCandidateAlone() {
        var folder = new MemoryFolder();
        give(begun(folder), 3, () -> {});

        var wrong = new SignIn(LIN_YUE.ticketNumber(), "K7RM-2QXE");
        var other = new SignIn("2026110115", LIN_YUE.secret());

        assertInstanceOf(JournalOpening.NotOpened.class, opened(folder, wrong));
        assertInstanceOf(JournalOpening.NotOpened.class, opened(folder, other));
        assertInstanceOf(JournalOpening.Opened.class, opened(folder, LIN_YUE));
    }

    @Test
    void hasNothingForAFolderThatIsEmpty() {
        assertInstanceOf(JournalOpening.Nothing.class, opened(new MemoryFolder()));
    }

    @Test
    void holdsNoResponseInTheClear() throws IOException {
        var folder = new MemoryFolder();
        give(begun(folder), 3, () -> {});

        for (var name : folder.names()) {
            var text = new String(folder.read(name), StandardCharsets.ISO_8859_1);
            assertFalse(text.contains("change"), name);
            assertFalse(text.contains("2026-a1"), name);
            assertFalse(text.contains(LIN_YUE.ticketNumber()), name);
        }
    }

    @Test
    void isReplacedByASnapshotOnceAllIsSaved() throws IOException {
        var folder = new MemoryFolder();
        var journal = begun(folder);
        long longest = 0;

        for (int i = 0; i < 4_000; i++) {
            give(journal, 1, () -> {});
            var memory = journal.memory();
            journal.add(new JournalEntry.Saved(memory.lastSeq(), memory.head(), NOON));
            journal.commit(() -> {});
            assertEquals(1, folder.names().size());
            longest = Math.max(longest, folder.read(folder.names().getFirst()).length);
        }

        assertTrue(longest < 2L * SeatJournal.COMPACT_AT, "longest file " + longest);
        var found = assertInstanceOf(JournalOpening.Opened.class, opened(folder.afterKill()));
        assertEquals(4_000, found.journal().memory().lastSeq());
        assertEquals(journal.memory().head(), found.journal().memory().head());
        assertEquals(5, found.journal().memory().last().size());
    }

    @Test
    void goesOnInANewFileWhenASyncFails() {
        var folder = new MemoryFolder();
        var journal = begun(folder);
        give(journal, 2, () -> {});
        var told = new ArrayList<Long>();
        var broken = new ArrayList<IOException>();
        journal.whenBroken(broken::add);

        folder.failSyncsAfter(0);
        journal.add(change(Suite.INTL_1, 3));
        journal.commit(() -> told.add(3L));
        assertEquals(List.of(), told);
        assertEquals(1, broken.size());
        assertTrue(journal.isBroken());

        folder.heal();
        journal.repair();
        assertEquals(List.of(3L), told);
        assertFalse(journal.isBroken());
        give(journal, 1, () -> told.add(4L));
        assertEquals(List.of(3L, 4L), told);
        var found = assertInstanceOf(JournalOpening.Opened.class, opened(folder.afterKill()));
        assertEquals(4, found.journal().memory().lastSeq());
        assertEquals(List.of(), found.damage());
    }

    @Test
    void neverSaysDurableOnAFullDisk() {
        var folder = new MemoryFolder();
        var journal = begun(folder);
        give(journal, 1, () -> {});
        var told = new ArrayList<String>();

        folder.roomFor(40);
        give(journal, 5, () -> told.add("durable"));

        assertEquals(List.of(), told);
        assertTrue(journal.isBroken());
        assertEquals(6, journal.memory().lastSeq());
    }

    @Test
    void leavesNothingBehindAtTheEnd() {
        var folder = new MemoryFolder();
        var journal = begun(folder);
        give(journal, 5, () -> {});
        var told = new ArrayList<String>();

        journal.end(() -> told.add("wiped"));

        assertEquals(List.of("wiped"), told);
        assertEquals(List.of(), folder.names());
    }

    @Test
    void wipesNoOtherCandidatesJournal() {
        var folder = new MemoryFolder();
        var morning = begun(folder);
        give(morning, 5, () -> {});
        morning.leave();
        var afternoon = begun(folder);
        give(afternoon, 5, () -> {});

        afternoon.end(() -> {});

        assertEquals(List.of("journal-000001"), folder.names());
    }

    @Test
    void refusesWhatDoesNotFollow() {
        var journal = begun(new MemoryFolder());
        give(journal, 2, () -> {});
        var head = journal.memory().head();

        refuses(journal, change(Suite.INTL_1, 2));
        refuses(journal, change(Suite.INTL_1, 4));
        refuses(journal, new JournalEntry.Saved(3, head, NOON));
        refuses(journal, new JournalEntry.Saved(1, head, NOON));
        refuses(journal, new JournalEntry.Kept(change(Suite.INTL_1, 1)));
        refuses(journal, journal.memory().begun());
        assertEquals(2, journal.memory().lastSeq());
        assertEquals(head, journal.memory().head());
    }

    private static void refuses(SeatJournal journal, JournalEntry entry) {
        assertThrows(IllegalArgumentException.class, () -> journal.add(entry));
    }

    @Test
    void onDiskIsHeldByOneSeatAndOpensAgain(@TempDir Path root) throws IOException {
        var path = root.resolve("seat");
        try (var folder = DiskFolder.take(path)) {
            assertThrows(FolderInUse.class, () -> DiskFolder.take(path));
            var journal = begun(folder);
            give(journal, 9, () -> {});
            journal.leave();
        }
        try (var folder = DiskFolder.take(path)) {
            var found = assertInstanceOf(JournalOpening.Opened.class, opened(folder));
            assertEquals(9, found.journal().memory().lastSeq());
            give(found.journal(), 1, () -> {});
            assertEquals(List.of("journal-000002"), folder.names());
            found.journal().end(() -> {});
            assertEquals(List.of(), folder.names());
        }
    }

    private static SeatJournal begunOn(MemoryFolder folder, ArrayDeque<Runnable> disk) {
        var model = begun(new MemoryFolder());
        try {
            return SeatJournal.begin(
                    folder, model.lock(), model.memory().begun(), disk::add, Runnable::run);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void refusesAResponseGivenWithoutItsContentAndKeepsOneThatIsAtTheServer() {
        var memory = Journals.begun(new MemoryFolder()).memory();
        var change = Journals.change(Suite.INTL_1, 1);
        var bare =
                new JournalEntry.Given(
                        1, change.placement(), Octets.of(new byte[0]), change.commitment());

        assertThrows(IllegalArgumentException.class, () -> memory.take(bare));
        memory.take(new JournalEntry.Rebased(1, change.commitment()));
        memory.take(new JournalEntry.Kept(bare));

        assertTrue(memory.last().get(change.placement()).isHidden());
    }
}

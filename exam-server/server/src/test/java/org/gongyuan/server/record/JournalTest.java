package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.trust.log.MerkleTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;

/// A journal on a real disk, on good days.
@Timeout(60)
class JournalTest {

    @TempDir Path folder;

    @Test
    void numbersEntriesFromZeroInTheOrderTheyAreGiven() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            for (var number = 0L; number < 10; number++) {
                assertEquals(
                        number, journal.append(Journals.leaf(number), Urgency.RESPONSE).join());
            }
            assertEquals(10, journal.size());
        }
    }

    @Test
    void givesBackEveryEntryAfterItIsOpenedAgain() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            Journals.append(journal, 0, 1000);
        }
        var opening = Journals.opening(JournalFolder.at(folder));
        try (var journal = Journals.ready(opening).journal()) {
            assertEquals(1000, opening.report().entries());
            assertTrue(opening.report().tornTail().isEmpty());
            assertTrue(opening.report().segments() > 5, opening.report().toString());
            assertEquals(
                    LongStream.range(0, 1000).boxed().toList(), Journals.numbers(journal.reader()));
            for (var index : new long[] {0, 63, 64, 500, 999}) {
                var entry = journal.reader().entry(index);
                assertArrayEquals(Journals.leaf(index), entry.leaf());
                assertArrayEquals(Journals.attachment(index), entry.attachment());
                assertEquals(index, entry.index());
            }
            Journals.append(journal, 1000, 10);
            assertEquals(1009, Journals.numberOf(journal.reader().entry(1009)));
        }
    }

    @Test
    void givesEachOfManyWritersAnIndexOfItsOwn() throws Exception {
        var indexes = new ConcurrentSkipListSet<Long>();
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            var threads = new ArrayList<Thread>();
            for (var t = 0; t < 16; t++) {
                threads.add(
                        Thread.startVirtualThread(
                                () -> {
                                    for (var i = 0; i < 100; i++) {
                                        indexes.add(
                                                journal.append(Journals.leaf(i), Urgency.RESPONSE)
                                                        .join());
                                    }
                                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertEquals(1600, indexes.size());
            assertEquals(1599, indexes.last());
            assertTrue(journal.health().groups() < 1600, () -> journal.health().toString());
        }
    }

    @Test
    void growsItsTreeByExactlyTheDurableLeaves() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            Journals.append(journal, 0, 300);
            var expected = new MerkleTree();
            for (var number = 0; number < 300; number++) {
                expected.append(Journals.leaf(number));
            }
            assertEquals(expected.root(), journal.root(300));
            assertEquals(expected.root(17), journal.root(17));
            assertThrows(IllegalArgumentException.class, () -> journal.root(301));
        }
    }

    @Test
    void letsAReaderFollowItsEnd() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            var seen = new CompletableFuture<Long>();
            Thread.startVirtualThread(
                    () -> {
                        try {
                            seen.complete(journal.awaitBeyond(0, Duration.ofSeconds(30)));
                        } catch (InterruptedException stopped) {
                            seen.completeExceptionally(stopped);
                        }
                    });
            Journals.append(journal, 0, 1);
            assertEquals(1, seen.join());
            assertEquals(1, journal.awaitBeyond(1, Duration.ofMillis(1)));
        }
    }

    @Test
    void isHeldByOneProcessAtATime() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            var refusal =
                    assertThrows(
                            JournalInUse.class, () -> Journals.opening(JournalFolder.at(folder)));
            assertTrue(refusal.getMessage().contains(folder.toRealPath().toString()));
            Journals.append(journal, 0, 1);
        }
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            assertEquals(1, journal.size());
        }
    }

    @Test
    void refusesWhatIsEmptyOrTooLarge() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            assertInstanceOf(
                    AppendRefusal.WrongSize.class, refusal(journal, new byte[0], new byte[0]));
            var largest = Journals.SMALL.largestEntry();
            assertInstanceOf(
                    AppendRefusal.WrongSize.class,
                    refusal(journal, new byte[1], new byte[largest]));
            journal.append(new byte[1], new byte[largest - 1], Urgency.RESPONSE).join();
            journal.append(new byte[1], new byte[largest - 1], Urgency.RESPONSE).join();
            assertEquals(2, journal.size());
        }
    }

    @Test
    void refusesAfterItWasClosed() throws Exception {
        var journal = Journals.open(JournalFolder.at(folder));
        journal.close();
        assertInstanceOf(AppendRefusal.Stopped.class, refusal(journal, new byte[1], new byte[0]));
    }

    @Test
    void preparesTheNextSegmentAndTheReserveAheadOfTime() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            Journals.append(journal, 0, 1);
            var files = JournalFolder.at(folder);
            assertTrue(files.names().contains(SegmentName.of(0)));
            assertTrue(files.names().contains(SegmentName.reserve(0)));
            assertTrue(files.names().contains(SegmentName.reserve(1)));
            assertFalse(
                    files.names().stream().anyMatch(name -> name.endsWith("tmp")),
                    files.names().toString());
        }
    }

    @Test
    void isNotHurtByBeingLookedAtUnderOtherSettings() throws Exception {
        for (var other : new int[] {64 * 1024, 16 * 1024}) {
            var place = folder.resolve("other-" + other);
            try (var journal = Journals.open(JournalFolder.at(place))) {
                Journals.append(journal, 0, 10);
            }
            var settings = Journals.SMALL.withSegmentBytes(other);
            for (var time = 0; time < 2; time++) {
                try (var journal = Journals.open(JournalFolder.at(place), settings)) {
                    assertEquals(10, journal.size());
                }
            }
            try (var journal = Journals.open(JournalFolder.at(place))) {
                Journals.append(journal, 10, 1);
            }
            try (var journal = Journals.open(JournalFolder.at(place), settings)) {
                Journals.append(journal, 11, 1);
            }
            try (var journal = Journals.open(JournalFolder.at(place))) {
                assertEquals(
                        LongStream.range(0, 12).boxed().toList(),
                        Journals.numbers(journal.reader()));
            }
        }
    }

    @Test
    void isBegunUnderOtherSettingsThanItWasPreparedFor() throws Exception {
        Journals.open(JournalFolder.at(folder)).close();
        var larger = Journals.SMALL.withSegmentBytes(64 * 1024);
        try (var journal = Journals.open(JournalFolder.at(folder), larger)) {
            Journals.append(journal, 0, 150);
            assertEquals(64 * 1024, Files.size(folder.resolve(SegmentName.of(0))));
        }
    }

    @Test
    void goesOnInANewSegmentWhenTheSettingsChangeItsSize() throws Exception {
        try (var journal = Journals.open(JournalFolder.at(folder))) {
            Journals.append(journal, 0, 20);
        }
        var larger = Journals.SMALL.withSegmentBytes(64 * 1024);
        try (var journal = Journals.open(JournalFolder.at(folder), larger)) {
            Journals.append(journal, 20, 500);
            assertEquals(
                    LongStream.range(0, 520).boxed().toList(), Journals.numbers(journal.reader()));
        }
    }

    private static AppendRefusal refusal(Journal journal, byte[] leaf, byte[] attachment)
            throws IOException {
        var failure =
                assertThrows(
                        CompletionException.class,
                        () -> journal.append(leaf, attachment, Urgency.RESPONSE).join());
        return assertInstanceOf(AppendRefused.class, failure.getCause()).why();
    }
}

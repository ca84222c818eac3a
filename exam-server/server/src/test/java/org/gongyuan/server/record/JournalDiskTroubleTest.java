package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/// A journal on a disk that fails to sync or runs full (`journal.md` sections 5.4 and 7).
@Timeout(60)
class JournalDiskTroubleTest {

    private static final int SEGMENT = Journals.SMALL.segmentBytes();

    private final SimulatedDisk disk = new SimulatedDisk(new Random(1));

    @Test
    void acknowledgesNothingAfterAFailedSyncUntilItIsOpenedAgain() throws Exception {
        var journal = Journals.open(disk);
        Journals.append(journal, 0, 5);
        disk.failSyncAfter(0);
        var refusal = refused(journal, 5);
        assertInstanceOf(AppendRefusal.Stopped.class, refusal);
        assertTrue(refusal.sentence().contains("Input/output error"), refusal.sentence());
        disk.failSyncAfter(Long.MAX_VALUE);
        assertInstanceOf(AppendRefusal.Stopped.class, refused(journal, 6));
        assertFalse(journal.health().isAcknowledging());
        assertEquals(5, journal.size());
        journal.close();
        try (var again = Journals.open(disk)) {
            // The entry that was not acknowledged may be there, nothing else.
            assertTrue(again.size() == 5 || again.size() == 6, () -> "" + again.size());
            assertTrue(again.health().isAcknowledging());
        }
    }

    @Test
    void shedsPicturesThenObservationsAsRoomGoes() throws Exception {
        var settings = Journals.SMALL.withThresholds(0, 2L * SEGMENT, 4L * SEGMENT);
        disk.capacity(100L * SEGMENT);
        try (var journal = Journals.open(disk, settings)) {
            Journals.append(journal, 0, 1);
            settled(journal);
            assertEquals(DiskPressure.AMPLE, journal.health().pressure());
            leave(3L * SEGMENT);
            becomes(journal, DiskPressure.PICTURES_SHED);
            assertEquals(
                    Optional.of(DiskPressure.PICTURES_SHED), pressure(journal, Urgency.PICTURE));
            assertEquals(Optional.empty(), pressure(journal, Urgency.OBSERVATION));
            leave(SEGMENT / 2);
            becomes(journal, DiskPressure.OBSERVATIONS_SHED);
            assertEquals(
                    Optional.of(DiskPressure.OBSERVATIONS_SHED),
                    pressure(journal, Urgency.OBSERVATION));
            assertEquals(Optional.empty(), pressure(journal, Urgency.RESPONSE));
            disk.capacity(100L * SEGMENT);
            becomes(journal, DiskPressure.AMPLE);
            assertEquals(Optional.empty(), pressure(journal, Urgency.PICTURE));
        }
    }

    @Test
    void keepsItsReserveForResponsesAndSubmissions() throws Exception {
        disk.capacity(100L * SEGMENT);
        try (var journal = Journals.open(disk)) {
            Journals.append(journal, 0, 1);
            settled(journal);
            leave(0);
            var number = 1L;
            while (journal.health().pressure() != DiskPressure.ON_RESERVE) {
                Journals.append(journal, number++, 1);
            }
            assertEquals(
                    Optional.of(DiskPressure.ON_RESERVE), pressure(journal, Urgency.OBSERVATION));
            for (var urgency : new Urgency[] {Urgency.RESPONSE, Urgency.SUBMISSION, Urgency.TIME}) {
                assertEquals(number, journal.append(Journals.leaf(number), urgency).join());
                number++;
            }
            var atTheBrim = journal.append(Journals.leaf(number), Urgency.SUBMISSION);
            while (journal.health().pressure() != DiskPressure.FULL) {
                if (atTheBrim.isDone()) {
                    number++;
                    atTheBrim = journal.append(Journals.leaf(number), Urgency.SUBMISSION);
                }
                Thread.onSpinWait();
            }
            assertEquals(
                    new AppendRefusal.DiskShort(DiskPressure.FULL, Urgency.SUBMISSION),
                    tried(journal, number + 1, Urgency.SUBMISSION));
            assertEquals(number, journal.size());
            assertFalse(journal.health().isAcknowledging());
            // What was taken before the disk was full is neither lost nor refused afterwards.
            assertFalse(atTheBrim.isDone());
            disk.capacity(100L * SEGMENT);
            becomes(journal, DiskPressure.AMPLE);
            assertEquals(number, atTheBrim.join());
            Journals.append(journal, number + 1, 10);
            assertEquals(number + 11, journal.size());
        }
        try (var again = Journals.open(disk)) {
            assertEquals(again.size(), Journals.numbers(again.reader()).size());
        }
    }

    @Test
    void doesNotBeginOnADiskWithoutRoomForItsReserve() {
        disk.capacity(3L * SEGMENT);
        var refusal = assertThrows(java.io.IOException.class, () -> Journals.opening(disk));
        assertTrue(refusal.getMessage().contains("needs 131072 bytes"), refusal.getMessage());
    }

    private void leave(long bytes) throws Exception {
        var used = disk.names().stream().mapToLong(name -> disk.bytes(name).length).sum();
        disk.capacity(used + bytes);
    }

    /// Waits until the next segment and the reserve are prepared.
    private void settled(Journal journal) throws Exception {
        while (disk.names().stream().filter(name -> name.endsWith(".seg")).count() < 4
                || disk.names().stream().anyMatch(name -> name.endsWith(".unfinished"))) {
            LockSupport.parkNanos(1_000_000);
        }
        assertTrue(journal.health().isAcknowledging());
    }

    private static void becomes(Journal journal, DiskPressure pressure) {
        while (journal.health().pressure() != pressure) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Optional<DiskPressure> pressure(Journal journal, Urgency urgency) {
        return tried(journal, journal.size(), urgency)
                        instanceof AppendRefusal.DiskShort(var pressure, _)
                ? Optional.of(pressure)
                : Optional.empty();
    }

    private static AppendRefusal refused(Journal journal, long number) {
        return Optional.ofNullable(tried(journal, number, Urgency.RESPONSE)).orElseThrow();
    }

    private static AppendRefusal tried(Journal journal, long number, Urgency urgency) {
        try {
            journal.append(Journals.leaf(number), urgency).join();
            return null;
        } catch (CompletionException failure) {
            return assertInstanceOf(AppendRefused.class, failure.getCause()).why();
        }
    }
}

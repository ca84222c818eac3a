package org.gongyuan.server.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;

/// A node that stops at any step of going on to its second segment (`journal.md` section 5.6), by a
/// failing sync, and then loses its power, or does not.
@DisplayName("A journal stopped while it goes on to the next segment")
@Timeout(120)
class JournalRotationTest {

    private static final String FIRST = SegmentName.of(0);
    private static final String SECOND = SegmentName.of(1);
    private static final int SEEDS = 20;
    private static final int FAR_MORE_THAN_A_SEGMENT = 300;

    /// The syncs of a rotation, in their order.
    enum Step {
        HEADER_OF_THE_NEXT(SECOND, 0),
        WORD_OF_THE_NEXT(FIRST, Successor.AT),
        FIRST_GROUP(SECOND, SegmentHeader.LENGTH);

        private final String file;
        private final long offset;

        Step(String file, long offset) {
            this.file = file;
            this.offset = offset;
        }
    }

    @ParameterizedTest
    @EnumSource
    void losesNothingAtAPowerCutAndMissesItsLastSegmentAfterwards(Step step) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = new SimulatedDisk(new Random(seed));
            long acknowledged = stopped(disk, step);
            disk.powerCut();
            disk.powerOn();
            goesOn(disk, step, acknowledged);
        }
    }

    /// After a failed sync the file reads back what the disk never got, until the power goes.
    @ParameterizedTest
    @EnumSource
    void doesNotTrustWhatReadsBackAfterAFailedSync(Step step) throws Exception {
        var disk = new SimulatedDisk(new Random(3));
        long acknowledged = stopped(disk, step);
        disk.powerOn();
        long size = goesOn(disk, step, acknowledged);
        disk.powerCut();
        disk.powerOn();

        try (var journal = Journals.open(disk)) {
            assertEquals(size, journal.size());
        }
        missesItsLast(disk);
    }

    private static long stopped(SimulatedDisk disk, Step step) throws Exception {
        long number = 0;
        try (var journal = Journals.open(disk)) {
            disk.failSyncOf(step.file, step.offset);
            while (number < FAR_MORE_THAN_A_SEGMENT) {
                journal.append(Journals.leaf(number), Journals.attachment(number), Urgency.RESPONSE)
                        .join();
                number++;
            }
            throw new AssertionError("the sync of " + step + " was never asked for");
        } catch (CompletionException refused) {
            assertInstanceOf(AppendRefused.class, refused.getCause());
        }
        assertTrue(number > 10, step + " after " + number);
        return number;
    }

    private static long goesOn(SimulatedDisk disk, Step step, long acknowledged) throws Exception {
        long size;
        try (var journal = Journals.open(disk)) {
            long found = journal.size();
            assertTrue(found == acknowledged || found == acknowledged + 1, step + ": " + found);
            Journals.append(journal, found, 3);
            size = found + 3;
            assertEquals(
                    LongStream.range(0, size).boxed().toList(), Journals.numbers(journal.reader()));
        }
        missesItsLast(disk.twin());
        return size;
    }

    private static void missesItsLast(SimulatedDisk disk) throws Exception {
        for (var name : disk.names()) {
            if (SegmentName.number(name).orElse(-1) >= 1) {
                disk.delete(name);
            }
        }
        assertEquals(
                new JournalDamage.SegmentMissing(SECOND),
                Journals.damaged(Journals.opening(disk)).report().damages().getFirst());
    }
}

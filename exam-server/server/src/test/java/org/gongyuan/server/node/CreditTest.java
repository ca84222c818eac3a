package org.gongyuan.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.server.record.DiskPressure;
import org.gongyuan.server.record.Urgency;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A node's credit")
class CreditTest {

    @ParameterizedTest
    @CsvSource({
        "AMPLE, 0, 10",
        "AMPLE, 1000, 10",
        "AMPLE, 1001, 5",
        "AMPLE, 5000, 5",
        "AMPLE, 5001, 2",
        "AMPLE, 20000, 2",
        "AMPLE, 20001, 0",
        "PICTURES_SHED, 0, 2",
        "PICTURES_SHED, 20001, 0",
        "OBSERVATIONS_SHED, 0, 0",
        "ON_RESERVE, 0, 0",
        "FULL, 0, 0"
    })
    void isTheLessOfWhatDiskAndQueueLeave(DiskPressure disk, int waiting, int credit) {
        assertEquals(credit, Credit.of(disk, waiting));
    }

    @Test
    void neverRisesWhileMoreWaits() {
        int before = Credit.EVERYTHING;
        for (int waiting = 0; waiting <= 25_000; waiting++) {
            int now = Credit.of(DiskPressure.AMPLE, waiting);
            assertTrue(now <= before, "at " + waiting);
            before = now;
        }
        assertEquals(Credit.NOTHING, before);
    }

    /// Pictures before observations before responses: whatever the journal would refuse, no seat is
    /// asked for by then.
    @ParameterizedTest
    @EnumSource(DiskPressure.class)
    void asksForNothingThatTheJournalWouldRefuse(DiskPressure disk) {
        int credit = Credit.of(disk, 0);
        if (credit > Credit.NO_PICTURES) {
            assertTrue(disk.admits(Urgency.PICTURE), "pictures at " + credit);
        }
        if (credit > Credit.NOTHING) {
            assertTrue(disk.admits(Urgency.OBSERVATION), "observations at " + credit);
        }
        if (disk != DiskPressure.FULL) {
            assertTrue(disk.admits(Urgency.RESPONSE), "responses are the last to go");
        }
        if (!disk.admits(Urgency.OBSERVATION)) {
            assertFalse(disk.admits(Urgency.PICTURE), "pictures go before observations");
        }
    }
}

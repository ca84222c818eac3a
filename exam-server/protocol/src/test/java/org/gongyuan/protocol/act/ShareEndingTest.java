package org.gongyuan.protocol.act;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.gongyuan.protocol.record.ShareEnd;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Instant;

@DisplayName("What a custodian stands for when his share ends")
class ShareEndingTest {

    private static final Instant ASKED = Instant.ofEpochMilli(0x19e_2e4c_1a80L);

    private static ShareEnding ending(int share, ShareEnd how, String person, Instant asked) {
        return new ShareEnding(
                new SittingId("2026-a1"),
                digest(0),
                share,
                digest(32),
                how,
                new StaffId(person),
                asked);
    }

    private static Digest digest(int first) {
        var bytes = new byte[Digest.LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return Digest.of(bytes);
    }

    /// Computed apart from this program, by `staff-access.md` 9.8.
    @Test
    void isBoundToTheBytesOfTheSpecification() {
        assertEquals(
                "eddaf1219195272b697b87a57d7f7ebde906a5b7442ac6998704156757e80209",
                ending(3, ShareEnd.DESTROYED, "li.na", ASKED).toProve().hex());
    }

    @Test
    void isAnotherForAnotherShareEndPersonOrInstant() {
        var one = ending(3, ShareEnd.DESTROYED, "li.na", ASKED).toProve();

        assertNotEquals(one, ending(2, ShareEnd.DESTROYED, "li.na", ASKED).toProve());
        assertNotEquals(one, ending(3, ShareEnd.LOST, "li.na", ASKED).toProve());
        assertNotEquals(one, ending(3, ShareEnd.DESTROYED, "wang.wei", ASKED).toProve());
        assertNotEquals(one, ending(3, ShareEnd.DESTROYED, "li.na", ASKED.plusMillis(1)).toProve());
    }
}

package org.gongyuan.server.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.sealing.SharePurpose;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.SealedExam;
import org.gongyuan.server.sitting.Sittings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@DisplayName("The room where custodians hand in their shares")
class ReleaseRoomTest {

    @TempDir private Path folder;

    private final Sittings sittings = new Sittings();
    private final List<String> alarms = new ArrayList<>();
    private SealedExam exam;
    private ReleaseRoom room;

    @BeforeEach
    void openTheRoomTwentyMinutesBeforeTheHour() throws IOException {
        exam = new SealedExam(folder, Sittings.NOON);
        room =
                new ReleaseRoom(
                        exam.manifest, sittings.sitting, new SecureRandom(), alarms::add, () -> {});
    }

    private HandingIn handIn(int custodian) {
        return handIn(exam.handIn(custodian, room.nodeKey()));
    }

    private HandingIn handIn(byte[] bytes) {
        var told = new ArrayList<HandingIn>();
        room.handIn(bytes, told::add);
        sittings.turn();
        assertEquals(1, told.size());
        return told.getFirst();
    }

    private void isRefused(String reason, HandingIn answer) {
        assertEquals(reason, assertInstanceOf(HandingIn.Refused.class, answer).reason());
        assertFalse(alarms.isEmpty(), "somebody is told");
        assertTrue(
                sittings.log.entries().stream()
                        .anyMatch(
                                one ->
                                        one instanceof SittingEntry.ShareRefused refused
                                                && refused.reason().equals(reason)),
                "the refusal is in the record");
    }

    @Test
    void takesNoShareAMillisecondBeforeTheHour() {
        sittings.passes(Duration.ofMinutes(20).minusMillis(1));

        isRefused("too-early", handIn(0));

        assertEquals(0, room.have());
    }

    @Test
    void takesSharesFromTheHourOn() {
        sittings.passes(Duration.ofMinutes(20));

        assertEquals(new HandingIn.Received(1, 1, 3), handIn(0));
        assertEquals(new HandingIn.Received(3, 2, 3), handIn(2));
        assertFalse(sittings.sitting.isReleased(), "three of five are needed");
    }

    @Test
    void takesAShareOnce() {
        sittings.passes(Duration.ofMinutes(20));
        var _ = handIn(0);

        isRefused("repeated-share", handIn(0));

        assertEquals(1, room.have());
    }

    @Test
    void takesNoShareOfTheMarkingKey() {
        sittings.passes(Duration.ofMinutes(20));

        isRefused("foreign-share", handIn(exam.handIn(SharePurpose.MARKING, 0, room.nodeKey())));
    }

    @Test
    void takesNothingThatIsSealedToAnotherRoom() throws IOException {
        sittings.passes(Duration.ofMinutes(20));
        var other =
                new ReleaseRoom(
                        exam.manifest, sittings.sitting, new SecureRandom(), alarms::add, () -> {});

        isRefused("unreadable", handIn(exam.handIn(0, other.nodeKey())));
    }
}

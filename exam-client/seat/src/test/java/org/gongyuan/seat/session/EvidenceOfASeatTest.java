package org.gongyuan.seat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.seat.journal.MemoryFolder;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

@DisplayName("Observations and pictures of a seat")
class EvidenceOfASeatTest {

    private final VirtualTime time = new VirtualTime();
    private final PretendServer server = new PretendServer(Suite.INTL_1, time);
    private MemoryFolder folder = new MemoryFolder();
    private TestSeat seat = new TestSeat(server, time, folder);

    @BeforeEach
    void theSessionRuns() {
        seat.goesIn();
        time.pass(Duration.ofSeconds(1));
        server.start(Duration.ofHours(3));
        seat.runs();
    }

    @Test
    void reachTheServerInOneUnbrokenChainEach() {
        for (int i = 0; i < 40; i++) {
            seat.session.observe("focus-lost", new byte[] {(byte) i});
            seat.session.picture(picture(i));
            time.pass(Duration.ofSeconds(7));
            if (i % 9 == 4) {
                server.cut();
            }
        }
        time.pass(Duration.ofMinutes(5));

        assertEquals(40, server.observations.size());
        assertEquals(40, server.pictures.size());
        assertUnbroken();
        assertEquals(0, server.wrongs);
    }

    @Test
    void opensForTheServerAsThePictureThatWasTaken() throws Exception {
        seat.session.picture(picture(7));
        time.pass(Duration.ofSeconds(10));

        assertEquals(Suite.INTL_1.digest(picture(7)), server.pictures.getFirst().picture());
        assertEquals(List.of(true), server.opened(List.of(picture(7))));
    }

    @Test
    void waitForALineAndComeAfterIt() {
        server.isReachable = false;
        server.cut();
        for (int i = 0; i < 30; i++) {
            seat.session.observe("noise", new byte[] {(byte) i});
            seat.session.picture(picture(i));
            time.pass(Duration.ofSeconds(5));
        }
        assertEquals(0, server.observations.size());

        server.isReachable = true;
        time.pass(Duration.ofMinutes(3));

        assertEquals(30, server.observations.size());
        assertEquals(30, server.pictures.size());
        assertUnbroken();
    }

    @Test
    void surviveThatTheSeatIsKilled() {
        server.isReachable = false;
        server.cut();
        for (int i = 0; i < 5; i++) {
            seat.session.observe("noise", new byte[] {(byte) i});
            seat.session.picture(picture(i));
        }
        time.pass(Duration.ofSeconds(5));
        seat.kill();
        server.isReachable = true;
        folder = folder.afterKill();
        seat = new TestSeat(server, time, folder);
        seat.goesIn().runs();
        time.pass(Duration.ofMinutes(1));

        assertEquals(5, server.observations.size());
        assertEquals(5, server.pictures.size());
        assertUnbroken();
    }

    @Test
    void leaveThePicturesOutWhenTheNodeCanTakeNone() {
        server.credit = 2;
        seat.session.observe("noise", new byte[1]);
        time.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            seat.session.picture(picture(i));
            seat.session.observe("noise", new byte[] {(byte) i});
            time.pass(Duration.ofSeconds(5));
        }
        assertEquals(0, server.pictures.size());
        assertEquals(11, server.observations.size());
        assertEquals(Giving.TAKEN, seat.answers(1, "A"));
        seat.waitsUntilSaved();

        server.credit = 10;
        seat.session.observe("noise", new byte[1]);
        time.pass(Duration.ofMinutes(1));
        assertEquals(10, server.pictures.size());
        assertUnbroken();
    }

    @Test
    void takeOnePictureInFourAtHalfCredit() {
        server.credit = 5;
        seat.session.observe("noise", new byte[1]);
        time.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 40; i++) {
            seat.session.picture(picture(i));
            time.pass(Duration.ofSeconds(5));
        }

        assertEquals(10, server.pictures.size());
    }

    @Test
    void keepWithinTheBudgetAndStillCoverTheWholeTime() {
        server.isReachable = false;
        server.cut();
        int each = 800_000;
        for (int i = 0; i < 100; i++) {
            var big = new byte[each];
            big[0] = (byte) i;
            seat.session.picture(big);
            time.pass(Duration.ofSeconds(1));
            long kept = folder.names().stream().filter(n -> n.startsWith("picture")).count();
            assertTrue(kept * each <= SeatSettings.PICTURE_BUDGET, kept + " pictures");
        }
        server.isReachable = true;
        time.pass(Duration.ofMinutes(5));

        assertTrue(server.pictures.size() >= 10, server.pictures.size() + " pictures");
        var first = server.pictures.getFirst().seatTime();
        var last = server.pictures.getLast().seatTime();
        assertTrue(Duration.between(first, last).toSeconds() > 80);
        assertUnbroken();
    }

    @Test
    void leaveNoPictureOnTheMachineAtTheEnd() {
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.credit = 0;
        seat.session.observe("noise", new byte[1]);
        time.pass(Duration.ofSeconds(1));
        seat.session.picture(picture(1));
        time.pass(Duration.ofSeconds(1));
        assertFalse(folder.names().stream().noneMatch(name -> name.startsWith("picture")));
        seat.session.handIn();
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);
        seat.session.finish(() -> {});
        time.pass(Duration.ofSeconds(1));

        assertEquals(List.of(), folder.names());
    }

    private void assertUnbroken() {
        var head = Chains.firstObserved(Suite.INTL_1, PretendServer.SESSION);
        long seq = 0;
        for (var seen : server.observations) {
            assertEquals(++seq, seen.seq());
            assertEquals(head, seen.prev());
            head = next(head, seq, Suite.INTL_1.digest(seen.detail().toBytes()));
        }
        head = Chains.firstFrame(Suite.INTL_1, PretendServer.SESSION);
        seq = 0;
        for (SeatMessage.Frame frame : server.pictures) {
            assertEquals(++seq, frame.seq());
            assertEquals(head, frame.prev());
            head = next(head, seq, frame.picture());
        }
    }

    private static Digest next(Digest prev, long seq, Digest seen) {
        return Chains.nextSeen(Suite.INTL_1, prev, seq, seen);
    }

    private static byte[] picture(int number) {
        return ("jpeg " + number).repeat(100).getBytes(StandardCharsets.UTF_8);
    }
}

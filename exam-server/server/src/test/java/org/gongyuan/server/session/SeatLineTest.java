package org.gongyuan.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.server.session.SeatLink.Ending;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.trust.seal.FormKey;
import org.gongyuan.trust.seal.ResponseKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

@DisplayName("The line of a session to its seat")
class SeatLineTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final List<String> touched = new ArrayList<>();
    private final SeatLine line = new SeatLine(() -> NOON, () -> touched.add("touched"));
    private final Seat first = new Seat();
    private final Seat second = new Seat();

    @Test
    void servesTheNewestConnectionAndEndsTheOlder() {
        line.connect(first);
        line.formComplete(0);
        line.connect(second);

        assertEquals(List.of(Ending.REPLACED), first.endings);
        assertTrue(line.serves(second));
        assertFalse(line.isReady());
        line.disconnected(first);
        assertTrue(line.isConnected());
    }

    @Test
    void saysAgainWhatASeatThatWasAwayHasNotShown() {
        line.connect(first);
        long shown = line.tellFree(0, SeatLineTest::quiet);
        line.seen(shown);
        line.drop(Ending.GOING_AWAY);
        long missed = line.tellFree(0, SeatLineTest::quiet);

        line.connect(second);
        line.formComplete(shown);

        assertEquals(List.of(quiet(shown, NOON)), first.heard);
        assertEquals(List.of(quiet(missed, NOON)), second.heard);
        assertEquals(missed, line.lastNumber());
    }

    @Test
    void losesWhatIsSaidAtOnceWhileNobodyIsThere() {
        line.refuse(3, "chain");
        line.connect(first);
        line.notTaken(4, Taking.FULL);

        assertEquals(
                List.of(new ServerMessage.NotSaved(4, "full", Duration.ofSeconds(1))), first.heard);
    }

    @Test
    void isTouchedOnceInATurn() {
        line.touch();
        line.touch();
        assertEquals(1, touched.size());

        line.turnEnds();
        line.touch();
        assertEquals(2, touched.size());
    }

    @Test
    void endsAlsoWhoIsStillComingInWhenTheSessionIsLetGo() {
        line.connect(first);
        line.whenLetGo(() -> second.close(Ending.GOING_AWAY));

        line.letGo();

        assertEquals(List.of(Ending.REPLACED), first.endings);
        assertEquals(List.of(Ending.GOING_AWAY), second.endings);
        assertFalse(line.isConnected());
    }

    @Test
    void sparesWhoCameInMeanwhileFromTheEndingOfThatWait() {
        line.whenLetGo(() -> first.close(Ending.GOING_AWAY));
        line.connect(first);

        line.letGo();

        assertEquals(List.of(Ending.REPLACED), first.endings);
    }

    @Test
    void countsAsConnectedAtAnInstantOnlyIfItWasUpThen() {
        assertFalse(line.isConnectedSince(NOON));
        line.connect(first);

        assertTrue(line.isConnectedSince(NOON));
        assertFalse(line.isConnectedSince(NOON.minusMillis(1)));
    }

    private static ServerMessage quiet(long number, Instant at) {
        return new ServerMessage.Message(number, "请安静");
    }

    private static final class Seat implements SeatLink {

        private final List<ServerMessage> heard = new ArrayList<>();
        private final List<Ending> endings = new ArrayList<>();

        @Override
        public void tell(ServerMessage message) {
            heard.add(message);
        }

        @Override
        public void close(Ending ending) {
            endings.add(ending);
        }

        @Override
        public Instant since() {
            return NOON;
        }

        @Override
        public byte[] sealed(FormKey key) {
            throw new UnsupportedOperationException("no key goes over this line");
        }

        @Override
        public byte[] sealed(ResponseKey key) {
            throw new UnsupportedOperationException("no key goes over this line");
        }

        @Override
        public ResponseKey responseKey(byte[] sealed) {
            throw new UnsupportedOperationException("no key goes over this line");
        }

        @Override
        public byte[] picture(long seq, byte[] sealed) {
            throw new UnsupportedOperationException("no picture goes over this line");
        }
    }
}

package org.gongyuan.seat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@DisplayName("A submission on its way")
class HandingInTest {

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final SeatMessage.Submit SUBMISSION =
            new SeatMessage.Submit(
                    3,
                    Digest.of(new byte[Digest.LENGTH]),
                    Digest.of(new byte[Digest.LENGTH]),
                    Octets.of(new byte[] {1}));

    private final VirtualTime time = new VirtualTime();
    private final List<SeatMessage> sent = new ArrayList<>();
    private int asked;
    private final HandingIn handingIn = new HandingIn(time, sent::add, () -> asked++);

    @Test
    void isSentAgainWhenNobodyAnswers() {
        handingIn.send(SUBMISSION);
        assertTrue(handingIn.isSent());
        time.pass(TEN_SECONDS.minusMillis(1));
        assertEquals(0, asked);

        time.pass(Duration.ofMillis(1));

        assertEquals(1, asked);
        assertFalse(handingIn.isSent());
        assertEquals(List.of(SUBMISSION), sent);
    }

    @Test
    void thatIsNotTakenIsTriedAgainLater() {
        handingIn.send(SUBMISSION);
        time.pass(Duration.ofSeconds(9));
        handingIn.notTaken();
        assertFalse(handingIn.isSent());
        time.pass(TEN_SECONDS.minusMillis(1));
        assertEquals(0, asked);

        time.pass(Duration.ofMillis(1));

        assertEquals(1, asked);
    }

    @Test
    void thatDoesNotFitIsTriedOverANewConnectionTwiceAndNotMore() {
        handingIn.send(SUBMISSION);

        assertTrue(handingIn.mayMend());
        assertTrue(handingIn.mayMend());
        assertFalse(handingIn.mayMend());
        assertFalse(handingIn.isSent());
    }

    @Test
    void thatIsWithdrawnIsNotSentAgain() {
        handingIn.send(SUBMISSION);
        handingIn.withdraw();
        time.pass(Duration.ofMinutes(1));

        assertEquals(0, asked);
        assertFalse(handingIn.isSent());
    }
}

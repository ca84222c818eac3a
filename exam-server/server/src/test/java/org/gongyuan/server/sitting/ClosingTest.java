package org.gongyuan.server.sitting;

import static org.gongyuan.server.sitting.Sittings.LI;
import static org.gongyuan.server.sitting.Sittings.WANG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SittingEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@DisplayName("Closing a sitting")
class ClosingTest {

    private final Sittings sittings = new Sittings();

    @Test
    void isRefusedWhileASessionIsOnItsWayAndNamesIt() {
        var seat = sittings.running(1);

        var refused = assertInstanceOf(Closing.Refused.class, close());
        assertEquals(List.of(seat.session()), refused.sessions());
        assertTrue(
                sittings.log.entries().stream()
                        .noneMatch(SittingEntry.SittingClosed.class::isInstance));
    }

    @Test
    void countsEverybodyOnce() {
        var first = sittings.running(1);
        first.answers(1, "A");
        first.submits();
        var second = sittings.admitted(2);
        second.ready();
        sittings.sitting.orders().annul(new Scope.One(second.session()), Cause.ILLNESS, WANG, LI);
        sittings.turn();

        var closed = assertInstanceOf(Closing.Closed.class, close());

        assertEquals(4, closed.tally().expected());
        assertEquals(2, closed.tally().absent());
        assertEquals(1, closed.tally().submitted());
        assertEquals(1, closed.tally().voided());
        var entries = sittings.log.entries();
        assertEquals(2, entries.stream().filter(SittingEntry.Absent.class::isInstance).count());
        var last = assertInstanceOf(SittingEntry.SittingClosed.class, entries.getLast());
        assertEquals(4, last.expected());
    }

    @Test
    void letsNobodyInAfterwardsAndSurvivesARestart() {
        assertInstanceOf(Closing.Closed.class, close());
        sittings.crashAndRestart();
        var late = sittings.admitted(1);

        assertEquals(Refusal.CLOSED, late.last(ServerMessage.Refused.class).orElseThrow().reason());
        assertTrue(sittings.sitting.isClosed());
    }

    @Test
    void countsThoseWhoseTimeIsOver() {
        sittings.running(1);
        sittings.passes(Duration.ofMinutes(61));

        var closed = assertInstanceOf(Closing.Closed.class, close());
        assertEquals(1, closed.tally().expired());
        assertEquals(1, closed.tally().sheets(), "a sheet that was collected is one");
    }

    private Closing close() {
        var told = new ArrayList<Closing>();
        sittings.sitting.close(told::add);
        sittings.turn();
        return told.getLast();
    }
}

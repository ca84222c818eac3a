package org.gongyuan.server.sitting;

import static org.gongyuan.server.sitting.Sittings.LI;
import static org.gongyuan.server.sitting.Sittings.NOON;
import static org.gongyuan.server.sitting.Sittings.WANG;
import static org.gongyuan.server.sitting.Sittings.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.session.Act;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

@DisplayName("An order to move a session")
class MoveOrdersTest {

    private final Sittings sittings = new Sittings();
    private final SessionId session = sittings.running(1).session();

    @Test
    void standsUntilItsInstantAndNotLonger() {
        var order = to(9);
        assertEquals(new Act.Done(session), allow(session, order));

        sittings.passes(Duration.ofMinutes(10));
        assertEquals(Optional.of(order), sittings.sitting.moveOrder(session));
        sittings.passes(Duration.ofMillis(1));

        assertEquals(Optional.empty(), sittings.sitting.moveOrder(session));
    }

    @Test
    void isReplacedByANewerOne() {
        allow(session, to(9));
        allow(session, to(8));

        assertEquals(Optional.of(to(8)), sittings.sitting.moveOrder(session));
    }

    @Test
    void isRefusedToASeatWhereAnotherSits() {
        sittings.running(2);

        assertEquals(new Act.NotNow(session, "seat C1/R1/2 is taken"), allow(session, to(2)));
        assertEquals(Optional.empty(), sittings.sitting.moveOrder(session));
    }

    @Test
    void isRefusedForASessionThatIsNotHere() {
        var unknown = new SessionId(1, 2);

        assertEquals(
                new Act.NotNow(unknown, "it has not begun or is closed"), allow(unknown, to(9)));
    }

    @Test
    void isRefusedForASessionThatIsClosed() {
        sittings.sitting.orders().annul(new Scope.All(), Cause.BREACH, WANG, LI);

        assertEquals(
                new Act.NotNow(session, "it has not begun or is closed"), allow(session, to(9)));
    }

    private Act allow(SessionId id, MoveOrder order) {
        return sittings.sitting.orders().allowMove(id, order);
    }

    private static MoveOrder to(int desk) {
        return new MoveOrder(
                seat(desk), Cause.MACHINE_FAULT, WANG, LI, NOON.plus(Duration.ofMinutes(10)));
    }
}

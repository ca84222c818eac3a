package org.gongyuan.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.server.sitting.MemoryLog;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

@DisplayName("The trail of a session")
class SessionTrailTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final SessionId SESSION = new SessionId(1, 2);
    private static final Digest DIGEST = Digest.of(new byte[32]);
    private static final Place PLACE = new Place(new SeatId("C1/R1/1"), Octets.of(new byte[] {1}));

    private final MemoryLog log = new MemoryLog();
    private final List<String> told = new ArrayList<>();
    private final SessionTrail trail =
            new SessionTrail(
                    SESSION,
                    log,
                    new SessionTrail.Follower() {
                        @Override
                        public void taken(SessionEntry entry) {
                            told.add("taken " + entry.ordinal());
                        }

                        @Override
                        public void durable(SessionEntry entry) {
                            told.add("durable " + entry.ordinal());
                        }
                    });

    @Test
    void movesWhenTheRecordTakesAnEntryAndTellsOfItWhenItIsDurable() {
        assertEquals(Taking.TAKEN, enter(SessionTrailTest::admitted));
        assertEquals(new SessionState.Seated(PLACE, false), trail.state());
        assertEquals(List.of("taken 0"), told);

        log.sync();

        assertEquals(List.of("taken 0", "durable 0", "index 0"), told);
        assertEquals(0, trail.durableOrdinal());
    }

    @Test
    void callsWhoWaitsOnlyWhenEverythingBeforeIsDurable() {
        trail.whenDurable(() -> told.add("nothing was open"));
        enter(SessionTrailTest::admitted);
        trail.whenDurable(() -> told.add("admitted"));
        assertEquals(List.of("nothing was open", "taken 0"), told);

        log.sync();

        assertEquals("admitted", told.getLast());
        assertTrue(trail.isDurable());
    }

    @Test
    void letsWhoWaitsWaitForWhatWasEnteredMeanwhile() {
        enter(SessionTrailTest::admitted);
        trail.whenDurable(() -> told.add("all"));
        enter(SessionTrailTest::keyed);

        log.sync();

        assertEquals(List.of("durable 1", "index 1", "all"), told.subList(4, 7));
    }

    @Test
    void staysWhereItIsWhenTheRecordTakesNothing() {
        log.takes(Taking.FULL);

        assertEquals(Taking.FULL, enter(SessionTrailTest::admitted));

        assertInstanceOf(SessionState.Expected.class, trail.state());
        assertEquals(
                new Act.NotNow(SESSION, "the record takes nothing: full"),
                trail.act(SessionTrailTest::admitted));
        log.takes(Taking.TAKEN);
        assertEquals(new Act.Done(SESSION), trail.act(SessionTrailTest::admitted));
        log.sync();
        assertEquals(List.of(admitted(0)), log.entries());
    }

    @Test
    void refusesAnEntryThatDoesNotFollowAndLeavesTheRecordAlone() {
        assertThrows(IllegalTransition.class, () -> enter(SessionTrailTest::keyed));

        log.sync();

        assertEquals(List.of(), log.entries());
        assertEquals(List.of(), told);
    }

    @Test
    void entersNothingOnceTheSessionGoesOnElsewhere() {
        trail.end();

        assertEquals(Taking.STOPPED, enter(SessionTrailTest::admitted));

        log.sync();
        assertEquals(List.of(), log.entries());
    }

    @Test
    void takesEntriesBackInTheirOrderOnlyAndTellsNobody() {
        trail.replay(admitted(0));
        assertEquals(new SessionState.Seated(PLACE, false), trail.state());
        assertTrue(trail.isDurable());

        var gap = assertThrows(IllegalStateException.class, () -> trail.replay(keyed(2)));

        assertTrue(gap.getMessage().contains("entry 2 of session"), gap.getMessage());
        assertTrue(gap.getMessage().contains("came where 1 was due"), gap.getMessage());
        assertEquals(List.of(), told);
    }

    private Taking enter(LongFunction<SessionEntry> made) {
        return trail.enter(made, Urgency.TIME, index -> told.add("index " + index));
    }

    private static SessionEntry admitted(long ordinal) {
        return new SessionEntry.Admitted(
                NOON,
                SESSION,
                ordinal,
                DIGEST,
                PLACE.seat(),
                PLACE.verifyingKey(),
                new StaffId("wang"));
    }

    private static SessionEntry keyed(long ordinal) {
        return new SessionEntry.Keyed(NOON, SESSION, ordinal, DIGEST, DIGEST);
    }
}

package org.gongyuan.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.session.SessionState.Outcome;
import org.gongyuan.trust.suite.Digest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

@DisplayName("The states of a session")
class SessionTransitionsTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Duration LEFT = Duration.ofMinutes(40);
    private static final Instant DEADLINE = NOON.plus(LEFT);
    private static final Instant LATE = DEADLINE.plusSeconds(6);
    private static final SessionId SESSION = new SessionId(1, 2);
    private static final Digest DIGEST = Digest.of(new byte[32]);
    private static final SeatId SEAT = new SeatId("C1/R1/1");
    private static final SeatId OTHER = new SeatId("C1/R1/2");
    private static final Octets KEY = Octets.of(new byte[] {1});
    private static final Octets NEW_KEY = Octets.of(new byte[] {2});
    private static final StaffId WANG = new StaffId("wang");
    private static final StaffId LI = new StaffId("li");

    private static final Place PLACE = new Place(SEAT, KEY);
    private static final SessionState EXPECTED = new SessionState.Expected();
    private static final SessionState SEATED = new SessionState.Seated(PLACE, false);
    private static final SessionState KEYED = new SessionState.Seated(PLACE, true);
    private static final SessionState RUNNING = new SessionState.Running(PLACE, DEADLINE);
    private static final SessionState ON_HOLD = new SessionState.OnHold(PLACE, LEFT);
    private static final List<SessionState> STATES =
            List.of(
                    EXPECTED,
                    SEATED,
                    KEYED,
                    RUNNING,
                    ON_HOLD,
                    closed(Outcome.SUBMITTED),
                    closed(Outcome.EXPIRED),
                    closed(Outcome.VOIDED),
                    closed(Outcome.TRANSFERRED));

    private static final SessionEntry ADMITTED =
            new SessionEntry.Admitted(NOON, SESSION, 0, DIGEST, SEAT, KEY, WANG);
    private static final SessionEntry KEYED_ENTRY =
            new SessionEntry.Keyed(NOON, SESSION, 0, DIGEST, DIGEST);
    private static final SessionEntry STARTED =
            new SessionEntry.Started(NOON, SESSION, 0, DEADLINE);
    private static final SessionEntry RESPONSE =
            new SessionEntry.ResponseSaved(
                    NOON, SESSION, 0, 1, new PlacementId(1), DIGEST, DIGEST, DIGEST);
    private static final SessionEntry HEAD_SIGNED =
            new SessionEntry.HeadSigned(NOON, SESSION, 0, 1, DIGEST, KEY);
    private static final SessionEntry HELD =
            new SessionEntry.Held(NOON, SESSION, 0, LEFT, Cause.POWER_CUT, WANG, WANG);
    private static final SessionEntry RESUMED =
            new SessionEntry.Resumed(NOON, SESSION, 0, DEADLINE, WANG, WANG);
    private static final SessionEntry EXTENDED =
            new SessionEntry.Extended(
                    NOON,
                    SESSION,
                    0,
                    Duration.ofMinutes(5),
                    DEADLINE.plus(Duration.ofMinutes(5)),
                    Cause.MACHINE_FAULT,
                    WANG,
                    LI);
    private static final SessionEntry MOVED =
            new SessionEntry.Moved(
                    NOON, SESSION, 0, SEAT, OTHER, NEW_KEY, Cause.MACHINE_FAULT, WANG, LI);
    private static final SessionEntry READMITTED =
            new SessionEntry.Readmitted(NOON, SESSION, 0, SEAT, NEW_KEY, WANG);
    private static final SessionEntry FORK =
            new SessionEntry.ForkRefused(NOON, SESSION, 0, OTHER, NEW_KEY);
    private static final SessionEntry OBSERVED =
            new SessionEntry.Observed(NOON, SESSION, 0, 1, "window-left", NOON, DIGEST, DIGEST);
    private static final SessionEntry FRAME =
            new SessionEntry.FrameTaken(NOON, SESSION, 0, 1, NOON, DIGEST, DIGEST, DIGEST);
    private static final SessionEntry REPORTED =
            new SessionEntry.PostureReported(
                    NOON, SESSION, 0, List.of(FindingKind.DEBUGGER), DIGEST);
    private static final SessionEntry OVERRIDDEN =
            new SessionEntry.PostureOverridden(
                    NOON, SESSION, 0, FindingKind.DEBUGGER, Cause.EXAMINED, WANG, LI);
    private static final SessionEntry SUBMITTED =
            new SessionEntry.Submitted(NOON, SESSION, 0, 1, DIGEST, DIGEST, KEY);
    private static final SessionEntry EXPIRED =
            new SessionEntry.Expired(LATE, SESSION, 0, 1, DIGEST, DIGEST);
    private static final SessionEntry VOIDED =
            new SessionEntry.Voided(NOON, SESSION, 0, Cause.BREACH, WANG, LI);
    private static final SessionEntry TRANSFERRED =
            new SessionEntry.Transferred(
                    NOON, SESSION, 0, new SittingId("resit"), Cause.POWER_CUT, WANG, LI);

    private static final List<SessionEntry> ENTRIES =
            List.of(
                    ADMITTED,
                    KEYED_ENTRY,
                    STARTED,
                    RESPONSE,
                    HEAD_SIGNED,
                    HELD,
                    RESUMED,
                    EXTENDED,
                    MOVED,
                    READMITTED,
                    FORK,
                    OBSERVED,
                    FRAME,
                    REPORTED,
                    OVERRIDDEN,
                    SUBMITTED,
                    EXPIRED,
                    VOIDED,
                    TRANSFERRED);

    private record Pair(SessionState from, SessionEntry entry) {}

    /// Every arrow of `session.md` section 1, and where it leads.
    private static final Map<Pair, SessionState> DRAWN = drawn();

    private static Map<Pair, SessionState> drawn() {
        var drawn = new LinkedHashMap<Pair, SessionState>();
        var there = new Place(OTHER, NEW_KEY);
        var anew = new Place(SEAT, NEW_KEY);
        var later = DEADLINE.plus(Duration.ofMinutes(5));
        drawn.put(new Pair(EXPECTED, ADMITTED), SEATED);
        drawn.put(new Pair(SEATED, KEYED_ENTRY), KEYED);
        drawn.put(new Pair(KEYED, KEYED_ENTRY), KEYED);
        drawn.put(new Pair(KEYED, STARTED), RUNNING);
        drawn.put(new Pair(SEATED, MOVED), new SessionState.Seated(there, false));
        drawn.put(new Pair(KEYED, MOVED), new SessionState.Seated(there, true));
        drawn.put(new Pair(RUNNING, MOVED), new SessionState.Running(there, DEADLINE));
        drawn.put(new Pair(ON_HOLD, MOVED), new SessionState.OnHold(there, LEFT));
        drawn.put(new Pair(SEATED, READMITTED), new SessionState.Seated(anew, false));
        drawn.put(new Pair(KEYED, READMITTED), new SessionState.Seated(anew, true));
        drawn.put(new Pair(RUNNING, READMITTED), new SessionState.Running(anew, DEADLINE));
        drawn.put(new Pair(ON_HOLD, READMITTED), new SessionState.OnHold(anew, LEFT));
        drawn.put(new Pair(RUNNING, KEYED_ENTRY), RUNNING);
        drawn.put(new Pair(RUNNING, RESPONSE), RUNNING);
        drawn.put(new Pair(RUNNING, HEAD_SIGNED), RUNNING);
        drawn.put(new Pair(RUNNING, HELD), ON_HOLD);
        drawn.put(new Pair(RUNNING, EXTENDED), new SessionState.Running(PLACE, later));
        drawn.put(new Pair(RUNNING, SUBMITTED), closed(Outcome.SUBMITTED));
        drawn.put(new Pair(RUNNING, EXPIRED), closed(Outcome.EXPIRED));
        drawn.put(new Pair(ON_HOLD, KEYED_ENTRY), ON_HOLD);
        drawn.put(new Pair(ON_HOLD, HEAD_SIGNED), ON_HOLD);
        drawn.put(new Pair(ON_HOLD, RESUMED), RUNNING);
        drawn.put(new Pair(ON_HOLD, EXTENDED), new SessionState.OnHold(PLACE, LEFT.plusMinutes(5)));
        for (var state : List.of(SEATED, KEYED, RUNNING, ON_HOLD)) {
            drawn.put(new Pair(state, VOIDED), closed(Outcome.VOIDED));
            drawn.put(new Pair(state, TRANSFERRED), closed(Outcome.TRANSFERRED));
            for (var entry : List.of(FORK, OBSERVED, FRAME, REPORTED, OVERRIDDEN)) {
                drawn.put(new Pair(state, entry), state);
            }
        }
        return drawn;
    }

    static Stream<Arguments> arrows() {
        return DRAWN.entrySet().stream()
                .map(
                        arrow ->
                                Arguments.of(
                                        arrow.getKey().from,
                                        arrow.getKey().entry,
                                        arrow.getValue()));
    }

    static Stream<Arguments> undrawn() {
        return STATES.stream()
                .flatMap(
                        from ->
                                ENTRIES.stream()
                                        .filter(entry -> !DRAWN.containsKey(new Pair(from, entry)))
                                        .map(entry -> Arguments.of(from, entry)));
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void followEveryArrowThatIsDrawn(SessionState from, SessionEntry entry, SessionState to) {
        assertEquals(to, from.after(entry));
    }

    @ParameterizedTest
    @MethodSource("undrawn")
    void refuseEveryPairThatIsNotDrawn(SessionState from, SessionEntry entry) {
        assertThrows(IllegalTransition.class, () -> from.after(entry));
    }

    @Test
    void areTriedWithEveryKindOfEntry() {
        var kinds = Set.of(SessionEntry.class.getPermittedSubclasses());
        var tried = Set.copyOf(ENTRIES.stream().map(Object::getClass).toList());
        assertEquals(kinds, tried);
    }

    @Test
    void refuseAHoldThatKeepsSomeOfTheTimeLeft() {
        var held =
                new SessionEntry.Held(
                        NOON, SESSION, 0, LEFT.minusMillis(1), Cause.POWER_CUT, WANG, WANG);
        assertThrows(IllegalTransition.class, () -> RUNNING.after(held));
    }

    @Test
    void refuseAResumeThatGivesBackMoreThanWasLeft() {
        var resumed =
                new SessionEntry.Resumed(NOON, SESSION, 0, DEADLINE.plusMillis(1), WANG, WANG);
        assertThrows(IllegalTransition.class, () -> ON_HOLD.after(resumed));
    }

    @Test
    void refuseAnExtensionWhoseDeadlineIsNotTheOldOneAndTheTimeGiven() {
        var extended =
                new SessionEntry.Extended(
                        NOON,
                        SESSION,
                        0,
                        Duration.ofMinutes(5),
                        DEADLINE.plus(Duration.ofMinutes(6)),
                        Cause.MACHINE_FAULT,
                        WANG,
                        LI);
        assertThrows(IllegalTransition.class, () -> RUNNING.after(extended));
    }

    @Test
    void takeAResponseUnderWayAtTheDeadlineForFiveSeconds() {
        assertEquals(RUNNING, RUNNING.after(responseAt(DEADLINE.plusSeconds(5))));
        assertThrows(
                IllegalTransition.class,
                () -> RUNNING.after(responseAt(DEADLINE.plusSeconds(5).plusMillis(1))));
    }

    @Test
    void doNotExpireBeforeTheDeadline() {
        var early =
                new SessionEntry.Expired(DEADLINE.minusMillis(1), SESSION, 0, 1, DIGEST, DIGEST);
        assertThrows(IllegalTransition.class, () -> RUNNING.after(early));
    }

    @Test
    void refuseAMoveFromASeatTheSessionIsNotAt() {
        var moved =
                new SessionEntry.Moved(
                        NOON, SESSION, 0, OTHER, SEAT, NEW_KEY, Cause.MACHINE_FAULT, WANG, LI);
        assertThrows(IllegalTransition.class, () -> RUNNING.after(moved));
    }

    @Test
    void leaveNothingWhenHeldAfterTheDeadline() {
        var held =
                new SessionEntry.Held(LATE, SESSION, 0, Duration.ZERO, Cause.POWER_CUT, WANG, WANG);
        assertEquals(new SessionState.OnHold(PLACE, Duration.ZERO), RUNNING.after(held));
    }

    private static SessionEntry responseAt(Instant at) {
        return new SessionEntry.ResponseSaved(
                at, SESSION, 0, 1, new PlacementId(1), DIGEST, DIGEST, DIGEST);
    }

    private static SessionState closed(Outcome outcome) {
        return new SessionState.Closed(outcome);
    }
}

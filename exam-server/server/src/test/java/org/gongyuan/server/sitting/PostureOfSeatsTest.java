package org.gongyuan.server.sitting;

import static org.gongyuan.server.sitting.Sittings.LI;
import static org.gongyuan.server.sitting.Sittings.NOON;
import static org.gongyuan.server.sitting.Sittings.WANG;
import static org.gongyuan.server.sitting.Sittings.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Judgement;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.admission.TestSeat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

@DisplayName("What is found about a seat's machine, under a policy that refuses")
class PostureOfSeatsTest {

    private static final Scope SEAT_1 = new Scope.At(seat(1));

    private final Sittings sittings = new Sittings(EntryPreset.OPEN, PosturePolicy.STANDARD);

    private static PostureReport found(FindingKind... kinds) {
        return new PostureReport(
                Arrays.stream(kinds).map(kind -> new PostureReport.Finding(kind, "seen")).toList());
    }

    private static void tells(TestSeat seat, FindingKind... kinds) {
        seat.tell(new SeatMessage.Posture(Octets.of(found(kinds).toBytes())));
    }

    /// Admitted, ready, released, and the start has come.
    private TestSeat atTheStart(FindingKind... kinds) {
        var seat = sittings.admitted(1);
        tells(seat, kinds);
        seat.ready();
        sittings.release();
        sittings.passes(Duration.between(sittings.time.instant(), NOON).plusSeconds(1));
        return seat;
    }

    private static boolean isStarted(TestSeat seat) {
        return seat.last(ServerMessage.Start.class).isPresent();
    }

    private <E> List<E> entries(Class<E> kind) {
        return sittings.log.entries().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Optional<String> overrides(FindingKind kind, boolean two) {
        var because =
                sittings.sitting.override(SEAT_1, kind, Cause.FALSE_ALARM, WANG, two ? LI : WANG);
        sittings.turn();
        return because;
    }

    @Test
    void isJudgedByThePolicyThatTheRecordHas() {
        assertEquals(
                PosturePolicy.STANDARD,
                entries(SittingEntry.PosturePolicyFrozen.class).getFirst().policy());
        var seat = sittings.admitted(1);
        tells(seat, FindingKind.CLOCK_OFF, FindingKind.VIRTUAL_MACHINE, FindingKind.NOT_LOCKED);
        assertEquals(
                List.of(
                        new ServerMessage.Judged.Finding(
                                FindingKind.VIRTUAL_MACHINE, Judgement.WARN, false),
                        new ServerMessage.Judged.Finding(
                                FindingKind.CLOCK_OFF, Judgement.NOTE, false),
                        new ServerMessage.Judged.Finding(
                                FindingKind.NOT_LOCKED, Judgement.REFUSE, false)),
                seat.last(ServerMessage.Judged.class).orElseThrow().findings());
    }

    @Test
    void letsAGoodMachineStart() {
        assertTrue(isStarted(atTheStart()));
    }

    @Test
    void letsAMachineStartOfWhichThePolicyOnlyWarns() {
        assertTrue(isStarted(atTheStart(FindingKind.VIRTUAL_MACHINE)));
    }

    @Test
    void keepsARefusedMachineFromTheKeyUntilTwoOverrideIt() {
        var seat = atTheStart(FindingKind.REMOTE_CONTROL);
        assertFalse(isStarted(seat));
        assertEquals(List.of(), entries(SessionEntry.Started.class));

        assertEquals(
                Optional.of("remote-control is refused here; overriding it takes two persons"),
                overrides(FindingKind.REMOTE_CONTROL, false));
        assertFalse(isStarted(seat));

        assertEquals(Optional.empty(), overrides(FindingKind.REMOTE_CONTROL, true));
        assertTrue(isStarted(seat));
        assertTrue(
                seat.last(ServerMessage.Judged.class)
                        .orElseThrow()
                        .findings()
                        .getFirst()
                        .isOverridden());
        var entry = entries(SessionEntry.PostureOverridden.class).getFirst();
        assertEquals(Cause.FALSE_ALARM, entry.cause());
        assertEquals(LI, entry.approver());
    }

    @Test
    void isStartedWhenTheFindingIsGone() {
        var seat = atTheStart(FindingKind.REMOTE_CONTROL);
        assertFalse(isStarted(seat));
        tells(seat);
        assertTrue(isStarted(seat));
    }

    @Test
    void countsAsNotLookedAtWhenTheSeatTellsNothing() {
        var seat = sittings.admitted(1);
        seat.ready();
        sittings.release();
        sittings.passes(Duration.between(sittings.time.instant(), NOON).plusSeconds(1));
        assertFalse(isStarted(seat));
        var posture = sittings.sitting.postures().getFirst();
        assertEquals(FindingKind.NOT_LOOKED_AT, posture.findings().getFirst().kind());
        assertEquals(Optional.empty(), overrides(FindingKind.NOT_LOOKED_AT, true));
        assertTrue(isStarted(seat));
    }

    @Test
    void isAcknowledgedByOneWhereThePolicyWarns() {
        atTheStart(FindingKind.VIRTUAL_MACHINE);
        assertEquals(Optional.empty(), overrides(FindingKind.VIRTUAL_MACHINE, false));
        assertEquals(
                Optional.of("virtual-machine is overridden already"),
                overrides(FindingKind.VIRTUAL_MACHINE, false));
    }

    @Test
    void isNotOverriddenWhenItIsOnlyNotedOrNotThere() {
        atTheStart(FindingKind.CLOCK_OFF);
        assertTrue(overrides(FindingKind.CLOCK_OFF, true).orElseThrow().contains("only noted"));
        assertTrue(overrides(FindingKind.DEBUGGER, true).orElseThrow().contains("not found"));
        assertEquals(List.of(), entries(SessionEntry.PostureOverridden.class));
    }

    @Test
    void mayBeOverriddenBeforeAnybodySitsThere() {
        var judged = sittings.sitting.reportAtDoor(seat(1), found(FindingKind.SEVERAL_MONITORS));
        assertTrue(judged.findings().getFirst().keepsOut());
        assertTrue(overrides(FindingKind.SEVERAL_MONITORS, false).isPresent());
        assertEquals(Optional.empty(), overrides(FindingKind.SEVERAL_MONITORS, true));
        assertFalse(
                sittings.sitting
                        .reportAtDoor(seat(1), found(FindingKind.SEVERAL_MONITORS))
                        .findings()
                        .getFirst()
                        .keepsOut());

        assertTrue(isStarted(atTheStart(FindingKind.SEVERAL_MONITORS)));
        assertEquals(1, entries(SessionEntry.PostureOverridden.class).size());
    }

    @Test
    void thatWasLetPassAtAnotherNodeIsEnteredForTheSessionHere() {
        var seat = atTheStart(FindingKind.SEVERAL_MONITORS);
        assertFalse(isStarted(seat));
        sittings.sitting.letPassBefore(
                new DoorOverride(seat(1), FindingKind.SEVERAL_MONITORS, Cause.EXAMINED, WANG, LI));
        sittings.turn();
        assertTrue(isStarted(seat));
        assertEquals(LI, entries(SessionEntry.PostureOverridden.class).getFirst().approver());
    }

    @Test
    void isForOneSeatAtATime() {
        assertTrue(
                sittings.sitting
                        .override(new Scope.All(), FindingKind.DEBUGGER, Cause.EXAMINED, WANG, LI)
                        .orElseThrow()
                        .contains("one seat"));
    }

    @Test
    void isRememberedAfterTheNodeBeganAnew() {
        var seat = atTheStart(FindingKind.REMOTE_CONTROL);
        sittings.crashAndRestart();
        sittings.release();
        sittings.connect(seat, seat(1)).helloAgain();
        tells(seat, FindingKind.REMOTE_CONTROL);
        seat.ready();
        assertFalse(isStarted(seat));
        assertEquals(1, entries(SessionEntry.PostureReported.class).size(), "told again, not new");
        assertEquals(Optional.empty(), overrides(FindingKind.REMOTE_CONTROL, true));
        assertTrue(isStarted(seat));
    }

    @Test
    void isToldAnewByAProgramThatBeganAnew() {
        atTheStart();
        var again = sittings.connect(1);
        again.helloWith("t-1", "secret-1");
        again.ready();
        assertEquals(
                FindingKind.NOT_LOOKED_AT,
                sittings.sitting.postures().getFirst().findings().getFirst().kind());
        assertTrue(isStarted(again), "what runs goes on; people judge");
    }

    @Test
    void isHeardSoOftenAndNoMore() {
        var seat = sittings.admitted(1);
        for (int i = 0; i < 300; i++) {
            tells(seat, i % 2 == 0 ? FindingKind.DEBUGGER : FindingKind.OTHER_PROGRAM);
        }
        assertEquals(200, entries(SessionEntry.PostureReported.class).size());
    }

    @Test
    void endsTheConnectionWhenItIsNoReport() {
        var seat = sittings.admitted(1);
        seat.tell(new SeatMessage.Posture(Octets.of(new byte[] {1, 2, 3})));
        assertEquals(4400, seat.closedWith());
    }

    @Test
    void endsTheConnectionWhenItIsNotWhatWasAnnounced() {
        var seat = sittings.connect(1);
        seat.announces(found(FindingKind.DEBUGGER));
        seat.helloWith("t-1", "secret-1");
        tells(seat);
        assertEquals(4400, seat.closedWith());
        assertEquals(List.of(), entries(SessionEntry.PostureReported.class));
    }
}

package org.gongyuan.server.admission;

import static org.gongyuan.server.sitting.Sittings.NOON;
import static org.gongyuan.server.sitting.Sittings.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.session.Act;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.MoveOrder;
import org.gongyuan.server.sitting.Sittings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

@DisplayName("At admission")
class AdmissionTest {

    private final Sittings sittings = new Sittings();

    @Test
    void aCandidateWithTicketSecretAndSeatIsLetIn() {
        var seat = sittings.admitted(1);

        var admitted = seat.last(ServerMessage.Admitted.class).orElseThrow();
        assertEquals("考生1", admitted.candidate().name());
        assertEquals(Standing.State.SEATED, admitted.standing().state());
        assertEquals(1, sittings.sitting.tally().admitted());
    }

    @Test
    void isInTheRecordBeforeTheSeatHearsOfIt() {
        var seat = sittings.connect(1);
        sittings.log.takes(SittingLog.Taking.BUSY);
        seat.helloWith("t-1", "secret-1");

        assertTrue(seat.last(ServerMessage.Admitted.class).isEmpty());
        assertEquals(Refusal.BUSY, refusal(seat));
        assertEquals(0, sittings.sitting.tally().admitted());
    }

    @Test
    void anUnknownCandidateAWrongSecretAndAWrongSeatGetTheSameAnswer() {
        var unknown = sittings.connect(1);
        unknown.helloWith("t-99", "secret-1");
        var wrongSecret = sittings.connect(2);
        wrongSecret.helloWith("t-2", "secret-1");
        var wrongSeat = sittings.connect(3);
        wrongSeat.helloWith("t-1", "secret-1");

        var first = unknown.last(ServerMessage.Refused.class).orElseThrow();
        assertEquals(Refusal.PROOF, first.reason());
        assertEquals(first, wrongSecret.last(ServerMessage.Refused.class).orElseThrow());
        assertEquals(first, wrongSeat.last(ServerMessage.Refused.class).orElseThrow());
        assertEquals(4403, unknown.closedWith());
    }

    @Test
    void aSeatThatKeepsFailingMustWait() {
        for (int i = 0; i < 5; i++) {
            sittings.connect(1).helloWith("t-1", "guess-" + i);
        }
        var right = sittings.connect(1);
        right.helloWith("t-1", "secret-1");

        var refused = right.last(ServerMessage.Refused.class).orElseThrow();
        assertEquals(Refusal.PROOF, refused.reason());
        assertEquals(Duration.ofSeconds(15), refused.retryAfter());

        sittings.passes(Duration.ofSeconds(16));
        var later = sittings.connect(1);
        later.helloWith("t-1", "secret-1");
        assertTrue(later.last(ServerMessage.Admitted.class).isPresent());
    }

    @Test
    void theCertificateMustNameTheSeatOfTheHello() {
        var liar = new TestSeat(seat(1), sittings.marking.publicKey());
        sittings.connect(liar, seat(2)).helloWith("t-1", "secret-1");

        assertEquals(Refusal.PROOF, refusal(liar));
    }

    @Test
    void nobodyComesBeforeTheDoorsOpenOrAfterTheLastEntry() {
        var early = new Sittings(EntryPreset.OPEN);
        early.passes(Duration.ofMinutes(35).plusSeconds(1));
        var late = early.connect(1);
        late.helloWith("t-1", "secret-1");
        assertEquals(Refusal.TOO_LATE, refusal(late));

        var banking = new Sittings(EntryPreset.MOHRSS_CLOSED);
        banking.passes(Duration.ofMinutes(24));
        var justInTime = banking.connect(1);
        justInTime.helloWith("t-1", "secret-1");
        assertTrue(justInTime.last(ServerMessage.Admitted.class).isPresent());
    }

    @Test
    void aCandidateWithFreeSeatingMaySitAnywhereButNotOnSomebody() {
        sittings.admitted(1);
        var taken = sittings.connect(1);
        taken.helloWith("t-4", "secret-4");
        assertEquals(Refusal.SEAT_TAKEN, refusal(taken));

        var free = sittings.connect(7);
        free.helloWith("t-4", "secret-4");
        assertTrue(free.last(ServerMessage.Admitted.class).isPresent());
    }

    @Test
    void aLostSeatComesBackByItsSignatureWithoutAnEntry() {
        var seat = sittings.admitted(1);
        int entries = sittings.log.entries().size();
        sittings.loses(seat);

        sittings.connect(seat, seat(1)).helloAgain();

        assertTrue(seat.last(ServerMessage.Admitted.class).isPresent());
        assertEquals(entries, sittings.log.entries().size());
    }

    @Test
    void theNewerOfTwoConnectionsOfASessionIsServed() {
        var seat = sittings.running(1);
        var session = sittings.sitting.session(seat.session()).orElseThrow();
        var older = session.link().orElseThrow();

        var newer = new TestSeat(seat(1), sittings.marking.publicKey());
        sittings.connect(newer, seat(1)).helloWith("t-1", "secret-1");

        assertNotEquals(older, session.link().orElseThrow());
        assertEquals(4409, seat.closedWith());
    }

    @Test
    void aSeatThatBeganAnewIsReadmittedAndItsOldKeyIsAFork() {
        var seat = sittings.running(1);
        var id = seat.session();
        sittings.loses(seat);
        var anew = sittings.admitted(1);
        assertEquals(id, anew.session());
        assertEquals(
                1,
                sittings.log.entries().stream()
                        .filter(SessionEntry.Readmitted.class::isInstance)
                        .count());

        sittings.connect(seat, seat(1)).helloAgain();

        assertEquals(Refusal.FORK, refusal(seat));
        assertEquals(
                1,
                sittings.log.entries().stream()
                        .filter(SessionEntry.ForkRefused.class::isInstance)
                        .count());
        assertTrue(anew.closedWith() == 0);
    }

    @Test
    void aSessionIsMovedOnlyByOrder() {
        var seat = sittings.running(1);
        seat.answers(1, "A");
        seat.answers(2, "B");
        var id = seat.session();

        var elsewhere = sittings.connect(9);
        elsewhere.helloWith("t-1", "secret-1");
        assertEquals(Refusal.PROOF, refusal(elsewhere));

        var act =
                sittings.sitting
                        .orders()
                        .allowMove(
                                id,
                                new MoveOrder(
                                        seat(9),
                                        Cause.MACHINE_FAULT,
                                        Sittings.WANG,
                                        Sittings.LI,
                                        NOON.plus(Duration.ofMinutes(10))));
        assertEquals(new Act.Done(id), act);
        var there = sittings.connect(9);
        there.helloWith("t-1", "secret-1");

        var standing = there.last(ServerMessage.Admitted.class).orElseThrow().standing();
        assertEquals(Standing.State.RUNNING, standing.state());
        assertEquals(2, standing.responses().size());
        assertTrue(there.takesResponseKey(standing.responseKey().orElseThrow()));
        assertEquals(seat.responseKey().digestCommitment(), there.responseKey().digestCommitment());
        assertEquals(4409, seat.closedWith());

        there.ready();
        there.answers(1, "C");
        assertEquals(3, there.last(ServerMessage.Saved.class).orElseThrow().seq());

        sittings.connect(seat, seat(1)).helloAgain();
        assertEquals(Refusal.FORK, refusal(seat));
    }

    @Test
    void aCandidateMovedAfterARestartIsToldWhatHeGaveAndHandsIn() {
        var seat = sittings.running(1);
        seat.answers(1, "A");
        seat.answers(2, "B");
        var id = seat.session();
        sittings.crashAndRestart();
        var order =
                new MoveOrder(
                        seat(9),
                        Cause.MACHINE_FAULT,
                        Sittings.WANG,
                        Sittings.LI,
                        NOON.plus(Duration.ofMinutes(10)));
        assertEquals(new Act.Done(id), sittings.sitting.orders().allowMove(id, order));
        var there = sittings.connect(9);
        there.helloWith("t-1", "secret-1");

        var standing = there.last(ServerMessage.Admitted.class).orElseThrow().standing();
        assertTrue(standing.responseKey().isEmpty());
        assertEquals(2, standing.responses().size());
        there.takes(standing.responses());
        there.ready();
        there.answers(2, "C");
        there.submits();
        assertTrue(there.last(ServerMessage.Receipt.class).isPresent());
    }

    @Test
    void responsesThatDoNotFitIntoAFrameAreToldByTheirCommitment() {
        var seat = sittings.running(1);
        var large = "x".repeat(255 * 1024);
        for (int placement = 1; placement <= 3; placement++) {
            seat.answers(placement, large);
        }
        seat.answers(3, large + "yyyy");
        sittings.loses(seat);
        var anew = sittings.admitted(1);

        var given = anew.last(ServerMessage.Admitted.class).orElseThrow().standing().responses();
        assertEquals(3, given.size());
        assertTrue(given.get(0).sealed().length() > large.length());
        assertTrue(given.get(1).sealed().length() > large.length());
        assertEquals(0, given.get(2).sealed().length());
        anew.takes(given);
        anew.ready();
        anew.submits();
        assertTrue(anew.last(ServerMessage.Receipt.class).isPresent());
    }

    @Test
    void whoComesWhileTheNodeStartsIsGreetedWhenTheDoorsOpen() {
        sittings.doors = shutDoors();
        var patient = sittings.connect(1);
        var left = sittings.connect(2);
        sittings.loses(left);
        assertTrue(patient.last(ServerMessage.Greeting.class).isEmpty());

        sittings.doors.open(true);
        patient.helloWith("t-1", "secret-1");

        assertTrue(patient.last(ServerMessage.Admitted.class).isPresent());
        assertTrue(left.last(ServerMessage.Greeting.class).isEmpty());
        assertEquals(1, sittings.doors.connections());
    }

    @Test
    void whoSpeaksBeforeTheGreetingIsEnded() {
        sittings.doors = shutDoors();
        var hasty = sittings.connect(1);
        hasty.sendRaw(new byte[] {0, 1, 2, 3});
        assertEquals(4400, hasty.closedWith());

        sittings.doors.open(true);
        assertTrue(hasty.last(ServerMessage.Greeting.class).isEmpty());
    }

    @Test
    void whoComesAfterTheDoorsWereShutAgainIsRefused() {
        sittings.doors.open(false);

        assertEquals(Refusal.BUSY, refusal(sittings.connect(1)));
    }

    private Doors shutDoors() {
        var doors = new Doors(sittings.time, sittings.time, new Random(1), sittings, 4, 100);
        doors.hold(sittings.sitting);
        return doors;
    }

    @Test
    void thoseWhoWaitHearTheirPlace() {
        var held = new ArrayDeque<Runnable>();
        var doors =
                new Doors(
                        sittings.time,
                        sittings.time,
                        new Random(1),
                        new Workbench() {
                            @Override
                            public <T> void work(Supplier<T> job, Consumer<T> then) {
                                held.add(() -> then.accept(job.get()));
                            }
                        },
                        1,
                        2);
        doors.hold(sittings.sitting);
        doors.open(true);
        sittings.doors = doors;
        var first = sittings.admitted(1);
        var second = sittings.admitted(2);
        var third = sittings.admitted(3);
        var fourth = sittings.connect(4);
        fourth.helloWith("t-4", "secret-4");

        assertTrue(first.last(ServerMessage.Wait.class).isEmpty());
        assertEquals(1, second.last(ServerMessage.Wait.class).orElseThrow().place());
        assertEquals(2, third.last(ServerMessage.Wait.class).orElseThrow().place());
        assertEquals(Refusal.BUSY, refusal(fourth));

        held.poll().run();
        sittings.turn();
        sittings.passes(Duration.ofSeconds(2));
        assertTrue(first.last(ServerMessage.Admitted.class).isPresent());
        assertEquals(1, third.last(ServerMessage.Wait.class).orElseThrow().place());
    }

    @Test
    void aSilentConnectionIsEnded() {
        var seat = sittings.admitted(1);
        sittings.passesInSilence(Duration.ofSeconds(70));
        assertEquals(4408, seat.closedWith());
    }

    @Test
    void whatIsNotTheProtocolEndsTheConnection() {
        var seat = sittings.connect(1);
        seat.sendRaw(new byte[] {0, 1, 2, 3});
        assertEquals(4400, seat.closedWith());

        var admitted = sittings.admitted(2);
        admitted.sendRaw(new byte[40]);
        assertEquals(4400, admitted.closedWith());
    }

    private static Refusal refusal(TestSeat seat) {
        return seat.last(ServerMessage.Refused.class).orElseThrow().reason();
    }
}

package org.gongyuan.server.session;

import static org.gongyuan.server.sitting.Sittings.LI;
import static org.gongyuan.server.sitting.Sittings.NOON;
import static org.gongyuan.server.sitting.Sittings.WANG;
import static org.gongyuan.server.sitting.Sittings.seat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.session.SessionState.Outcome;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.sitting.Sittings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

@DisplayName("A session")
class SessionTest {

    private final Sittings sittings = new Sittings();

    @Test
    void startsAtTheAppointedTimeAndNotBefore() {
        var seat = sittings.admitted(1);
        seat.ready();
        sittings.release();
        sittings.passes(Duration.ofMinutes(20).minusMillis(1));
        assertTrue(seat.last(ServerMessage.Start.class).isEmpty());

        sittings.passes(Duration.ofMillis(1));

        var start = seat.last(ServerMessage.Start.class).orElseThrow();
        assertEquals(NOON.plus(Duration.ofHours(1)), start.deadline());
        assertTrue(seat.opens(start, sittings.formKey));
    }

    @Test
    void thatComesLateGetsNoMinutesBack() {
        sittings.release();
        sittings.passes(Duration.ofMinutes(30));
        var seat = sittings.admitted(1);
        seat.ready();

        assertEquals(
                NOON.plus(Duration.ofHours(1)),
                seat.last(ServerMessage.Start.class).orElseThrow().deadline());
    }

    @Test
    void withAnAccommodationGetsItAsAnEntryByTwo() {
        var seat = sittings.running(3);

        var extend = seat.last(ServerMessage.Extend.class).orElseThrow();
        assertEquals(NOON.plus(Duration.ofMinutes(70)), extend.deadline());
        assertEquals(Cause.ACCOMMODATION, extend.cause());
    }

    @Test
    void hearsSavedOnlyWhenTheResponseIsDurableAndOnceForMany() {
        var seat = sittings.running(1);
        var session = sittings.sitting.session(seat.session()).orElseThrow();
        for (int i = 1; i <= 3; i++) {
            seat.answers(i, "A");
        }
        assertEquals(3, session.savedSeq());
        assertEquals(3, seat.last(ServerMessage.Saved.class).orElseThrow().seq());
    }

    @Test
    void answersARepeatAgainAndEntersItOnce() {
        var seat = sittings.running(1);
        var response = seat.answers(1, "A");
        seat.forgets(ServerMessage.Saved.class);
        seat.tell(response);

        assertEquals(1, seat.last(ServerMessage.Saved.class).orElseThrow().seq());
        assertEquals(1, count(SessionEntry.ResponseSaved.class));
    }

    @Test
    void refusesTheSameNumberWithAnotherContentAndEntersTheFork() {
        var seat = sittings.running(1);
        seat.answers(1, "A");
        var elsewhere =
                new SeatMessage.Response(
                        1,
                        new PlacementId(1),
                        Octets.of(new byte[40]),
                        Sittings.SUITE.digest(new byte[] {9}),
                        Chains.firstHead(Sittings.SUITE, seat.session()));
        seat.tell(elsewhere);

        assertEquals("chain", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());
        assertEquals(1, count(SessionEntry.ForkRefused.class));
        assertEquals(1, count(SessionEntry.ResponseSaved.class));
    }

    @Test
    void asksForWhatIsMissing() {
        var seat = sittings.running(1);
        var first = seat.answers(1, "A");
        seat.tell(
                new SeatMessage.Response(
                        5, first.placement(), first.sealed(), first.commitment(), first.prev()));

        assertEquals(2, seat.last(ServerMessage.Resend.class).orElseThrow().from());
    }

    @Test
    void refusesAPlacementTheFormDoesNotHave() {
        var seat = sittings.running(1);
        seat.answers(77, "A");
        assertEquals("placement", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());
        assertEquals(0, count(SessionEntry.ResponseSaved.class));
    }

    @Test
    void refusesLoudlyWhatCannotBeStoredAndTakesItLater() {
        var seat = sittings.running(1);
        sittings.log.takes(SittingLog.Taking.FULL);
        var response = seat.answers(1, "A");
        assertEquals("full", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());
        assertTrue(seat.last(ServerMessage.Saved.class).isEmpty());

        sittings.log.takes(SittingLog.Taking.TAKEN);
        seat.tell(response);
        assertEquals(1, seat.last(ServerMessage.Saved.class).orElseThrow().seq());
    }

    @Test
    void onHoldGivesBackExactlyTheTimeThatWasLeft() {
        var seat = sittings.running(1);
        sittings.passes(Duration.ofMinutes(20));
        sittings.sitting.orders().hold(new Scope.At(seat(1)), Cause.POWER_CUT, WANG, WANG);
        sittings.turn();
        assertEquals(
                Duration.ofMinutes(40), seat.last(ServerMessage.Hold.class).orElseThrow().left());
        seat.answers(1, "A");
        assertEquals("on-hold", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());

        sittings.passes(Duration.ofMinutes(90));
        sittings.sitting.orders().resume(new Scope.All(), WANG, WANG);
        sittings.turn();

        assertEquals(
                sittings.time.instant().plus(Duration.ofMinutes(40)),
                seat.last(ServerMessage.Resume.class).orElseThrow().deadline());
        assertEquals(1, seat.last(ServerMessage.Resend.class).orElseThrow().from());
    }

    @Test
    void isCollectedFiveSecondsAfterTheDeadlineWithAReceipt() {
        var seat = sittings.running(1);
        seat.answers(1, "A");
        sittings.passes(Duration.ofHours(1).plusSeconds(4));
        assertEquals(0, count(SessionEntry.Expired.class));
        seat.answers(2, "B");
        assertEquals(2, seat.last(ServerMessage.Saved.class).orElseThrow().seq());

        sittings.passes(Duration.ofSeconds(1));

        assertEquals(2, seat.last(ServerMessage.Collected.class).orElseThrow().lastSeq());
        assertTrue(seat.last(ServerMessage.Receipt.class).isPresent());
        seat.answers(3, "C");
        assertEquals("not-running", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());
    }

    @Test
    void takesNoResponseAfterTheDeadlineFromASeatThatWasAwayThen() {
        var seat = sittings.running(1);
        sittings.loses(seat);
        sittings.passes(Duration.ofHours(1).plusSeconds(1));
        sittings.connect(seat, seat(1)).helloAgain();
        seat.ready();
        seat.answers(1, "A");

        assertEquals("time-over", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());
    }

    @Test
    void handsInOnceAndGetsTheSameReceiptAgain() {
        var seat = sittings.running(1);
        seat.answers(1, "A");
        seat.answers(2, "B");
        seat.submits();
        var receipt = seat.last(ServerMessage.Receipt.class).orElseThrow();
        seat.forgets(ServerMessage.Receipt.class);
        seat.submits();

        assertEquals(receipt, seat.last(ServerMessage.Receipt.class).orElseThrow());
        assertEquals(1, count(SessionEntry.Submitted.class));
        assertEquals(
                new SessionState.Closed(Outcome.SUBMITTED),
                sittings.sessionOf(seat).live().state());
    }

    @Test
    void getsAReceiptForTheSameEntryAfterTheNodeHasRestarted() {
        var seat = sittings.running(1);
        seat.answers(1, "A");
        seat.submits();
        var receipt = seat.last(ServerMessage.Receipt.class).orElseThrow();
        sittings.crashAndRestart();
        sittings.connect(seat, seat(1)).helloAgain();
        assertEquals(receipt, seat.last(ServerMessage.Receipt.class).orElseThrow());
        seat.forgets(ServerMessage.Receipt.class);
        seat.submits();

        assertEquals(receipt, seat.last(ServerMessage.Receipt.class).orElseThrow());
        assertEquals(1, count(SessionEntry.Submitted.class));
    }

    @Test
    void mayNotHandInBeforeTheEarliestTime() {
        var cpa = new Sittings(EntryPreset.BANKING);
        var seat = cpa.running(1);
        seat.answers(1, "A");
        seat.submits();
        assertEquals("too-early", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());

        cpa.passes(Duration.ofMinutes(30).minusMillis(1));
        seat.forgets(ServerMessage.NotSaved.class);
        seat.submits();
        assertEquals("too-early", seat.last(ServerMessage.NotSaved.class).orElseThrow().reason());

        cpa.passes(Duration.ofMillis(1));
        seat.submits();
        assertTrue(seat.last(ServerMessage.Receipt.class).isPresent());
    }

    @Test
    void thatWasAwayHearsWhatItMissed() {
        var seat = sittings.running(1);
        sittings.loses(seat);
        sittings.sitting
                .orders()
                .extend(new Scope.All(), Duration.ofMinutes(5), Cause.NETWORK_FAULT, WANG, LI);
        sittings.sitting.orders().message(new Scope.All(), "请安静");
        sittings.turn();
        sittings.connect(seat, seat(1)).helloAgain();
        seat.ready();

        assertEquals(
                NOON.plus(Duration.ofMinutes(65)),
                seat.last(ServerMessage.Extend.class).orElseThrow().deadline());
        assertEquals("请安静", seat.last(ServerMessage.Message.class).orElseThrow().words());
    }

    @Test
    void tellsASeatThatComesInOnlyWhatIsDurableAndCountsItsTimeOnce() {
        var seat = sittings.running(1);
        sittings.loses(seat);
        sittings.sitting.orders().hold(new Scope.All(), Cause.POWER_CUT, WANG, WANG);
        sittings.turn();
        sittings.connect(seat, seat(1));
        sittings.sitting
                .orders()
                .extend(new Scope.All(), Duration.ofMinutes(5), Cause.POWER_CUT, WANG, LI);
        seat.helloAgain();

        var admitted = seat.last(ServerMessage.Admitted.class).orElseThrow();
        assertEquals(Duration.ofMinutes(65), admitted.standing().left());
        seat.ready();
        var extend = seat.last(ServerMessage.Extend.class).orElseThrow();
        assertEquals(
                extend.outbox(),
                admitted.outbox(),
                "the time left counts the extension, the outbox number must too");
    }

    @Test
    void hearsAMessageThatIsSaidWhileAnEntryIsOnItsWayBelowTheNumberOfThatEntry() {
        var seat = sittings.running(1);
        sittings.sitting
                .orders()
                .extend(new Scope.All(), Duration.ofMinutes(5), Cause.POWER_CUT, WANG, LI);
        sittings.sitting.orders().message(new Scope.All(), "请安静");
        sittings.turn();

        long message = seat.last(ServerMessage.Message.class).orElseThrow().outbox();
        long extend = seat.last(ServerMessage.Extend.class).orElseThrow().outbox();
        assertTrue(
                message < extend,
                "a seat that has seen %d never shows %d".formatted(message, extend));
    }

    @Test
    void isAskedForMorePicturesUntilItIsClosed() {
        var seat = sittings.running(1);
        var session = sittings.sitting.inScope(new Scope.All()).getFirst();

        assertInstanceOf(Act.Done.class, session.demandPictures(40, Duration.ofMinutes(2)));
        var demand = seat.last(ServerMessage.Demand.class).orElseThrow();
        assertEquals(40, demand.tenthsPerSecond());
        assertEquals(Duration.ofMinutes(2), demand.lasting());

        sittings.sitting.orders().annul(new Scope.All(), Cause.BREACH, WANG, LI);
        sittings.turn();
        assertInstanceOf(Act.NotNow.class, session.demandPictures(10, Duration.ofMinutes(1)));
    }

    @Test
    void thatIsVoidedHearsWhyAndTakesNothingMore() {
        var seat = sittings.running(1);
        sittings.sitting.orders().annul(new Scope.At(seat(1)), Cause.BREACH, WANG, LI);
        sittings.turn();

        assertEquals(Cause.BREACH, seat.last(ServerMessage.Voided.class).orElseThrow().cause());
        seat.answers(1, "A");
        assertEquals(0, count(SessionEntry.ResponseSaved.class));
    }

    @Test
    void keepsPicturesSealedAndChainedUnlessTheNodeIsUnderPressure() {
        var seat = sittings.running(1);
        var first = Chains.firstFrame(Sittings.SUITE, seat.session());
        var picture = new byte[1_000];
        seat.sendsPicture(1, first, picture);
        assertEquals(1, seat.last(ServerMessage.Noted.class).orElseThrow().frame());
        assertEquals(1, sittings.pictures.size());
        assertFalse(
                new String(sittings.pictures.getFirst(), ISO_8859_1).contains("\0".repeat(100)));

        sittings.credit = 2;
        var next = Chains.nextSeen(Sittings.SUITE, first, 1, Sittings.SUITE.digest(picture));
        seat.sendsPicture(2, next, picture);
        assertEquals(1, sittings.pictures.size());
        assertEquals(2, seat.last(ServerMessage.Noted.class).orElseThrow().credit());
        seat.answers(1, "A");
        assertEquals(1, seat.last(ServerMessage.Saved.class).orElseThrow().seq());
    }

    @Test
    void keepsObservationsWhilePicturesAreShedButNoneAtCreditNought() {
        var seat = sittings.running(1);
        var first = Chains.firstObserved(Sittings.SUITE, seat.session());
        var detail = Octets.of(new byte[] {1});
        sittings.credit = 1;
        seat.tell(new SeatMessage.Observation(1, "no-face", NOON, detail, first));
        sittings.turn();
        assertEquals(1, count(SessionEntry.Observed.class));

        sittings.credit = 0;
        var next =
                Chains.nextSeen(Sittings.SUITE, first, 1, Sittings.SUITE.digest(detail.toBytes()));
        seat.tell(new SeatMessage.Observation(2, "no-face", NOON, detail, next));
        sittings.turn();
        assertEquals(1, count(SessionEntry.Observed.class));
        assertEquals(0, seat.last(ServerMessage.Noted.class).orElseThrow().credit());
        seat.answers(1, "A");
        assertEquals(1, seat.last(ServerMessage.Saved.class).orElseThrow().seq());
    }

    @Test
    void tellsTheProctorWhatItsSeatObservedAlsoAfterARestart() {
        var seat = sittings.running(1);
        assertEquals(List.of(), observed());
        var head = Chains.firstObserved(Sittings.SUITE, seat.session());
        var detail = Octets.of(new byte[] {1});
        var digest = Sittings.SUITE.digest(detail.toBytes());
        for (int seq = 1; seq <= 2; seq++) {
            seat.tell(new SeatMessage.Observation(seq, "renderer-died", NOON, detail, head));
            head = Chains.nextSeen(Sittings.SUITE, head, seq, digest);
        }
        assertEquals(List.of("renderer-died 2"), observed());
        sittings.crashAndRestart();
        assertEquals(List.of("renderer-died 2"), observed());
    }

    @Test
    void tellsTheProctorAtWhichSeatAHandIsRaised() {
        var seat = sittings.running(1);
        assertFalse(sittings.sitting.postures().getFirst().isHandRaised());
        seat.tell(new SeatMessage.Help(true));
        assertTrue(sittings.sitting.postures().getFirst().isHandRaised());
        seat.tell(new SeatMessage.Help(false));
        assertFalse(sittings.sitting.postures().getFirst().isHandRaised());
    }

    private List<String> observed() {
        return sittings.sitting.postures().stream()
                .flatMap(seat -> seat.observed().stream())
                .map(one -> one.signal() + " " + one.times())
                .toList();
    }

    @Test
    void goesOnAfterTheNodeHasRestartedWithWhatWasDurable() {
        var seat = sittings.running(1);
        seat.answers(1, "A");
        seat.answers(2, "B");
        var head = seat.head();
        sittings.crashAndRestart();

        sittings.connect(seat, seat(1)).helloAgain();
        var standing = seat.last(ServerMessage.Admitted.class).orElseThrow().standing();
        assertEquals(Standing.State.RUNNING, standing.state());
        assertEquals(NOON.plus(Duration.ofHours(1)), standing.deadline());
        assertEquals(2, standing.lastSeq());
        assertEquals(head, standing.head());
        seat.ready();
        assertTrue(seat.last(ServerMessage.Start.class).isEmpty(), "the form key is gone");
        seat.answers(3, "C");
        assertEquals(3, seat.last(ServerMessage.Saved.class).orElseThrow().seq());
        assertEquals(1, count(SessionEntry.Keyed.class));
    }

    @Test
    void whoseDeadlinePassedWhileTheNodeWasDownIsCollectedAfterAGrace() {
        sittings.running(1);
        sittings.time.passes(Duration.ofMinutes(59), () -> {});
        sittings.log.crash();
        sittings.time.passes(Duration.ofMinutes(10), () -> {});
        sittings.crashAndRestart();
        sittings.passes(Duration.ofSeconds(59));
        assertEquals(0, count(SessionEntry.Expired.class));

        sittings.passes(Duration.ofSeconds(2));
        assertEquals(1, count(SessionEntry.Expired.class));
    }

    private long count(Class<? extends SessionEntry> kind) {
        return sittings.log.entries().stream().filter(kind::isInstance).count();
    }
}

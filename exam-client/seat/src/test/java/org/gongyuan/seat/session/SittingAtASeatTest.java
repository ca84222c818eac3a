package org.gongyuan.seat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.Fact;
import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.seat.journal.MemoryFolder;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

@DisplayName("A sitting at a seat")
class SittingAtASeatTest {

    private final VirtualTime time = new VirtualTime();
    private final MemoryFolder folder = new MemoryFolder();
    private PretendServer server = new PretendServer(Suite.INTL_1, time);
    private TestSeat seat = new TestSeat(server, time, folder);

    @ParameterizedTest
    @EnumSource(Suite.class)
    void goesFromSignInToAVerifiedReceiptAndLeavesNothingBehind(Suite suite) {
        server = new PretendServer(suite, time);
        seat = new TestSeat(server, time, folder);

        seat.goesIn();
        time.pass(Duration.ofSeconds(5));
        assertEquals(Stage.WAITING, seat.session.stage());
        server.start(Duration.ofHours(1));
        seat.runs();
        seat.answers(1, "A");
        seat.answers(2, "B");
        seat.answers(1, "C");
        seat.waitsUntilSaved();
        assertEquals(Map.of(1, "C", 2, "B"), server.answers());
        seat.session.handIn();
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);

        var closed = seat.last(Notice.Closed.class).orElseThrow();
        assertInstanceOf(Receipts.Finding.Holds.class, closed.finding());
        assertEquals(10, closed.shortCode().length());
        assertEquals(0, server.wrongs);
        seat.session.finish(() -> {});
        time.pass(Duration.ofSeconds(1));
        assertEquals(List.of(), folder.names());
    }

    @Test
    void asksTheCandidateToConfirmBeforeAnythingElse() {
        seat.signIn();
        time.pass(Duration.ofMinutes(1));

        assertEquals(Stage.CONFIRMING, seat.session.stage());
        assertEquals("林悦", seat.last(Notice.Known.class).orElseThrow().candidate().name());
        assertTrue(server.heard.stream().noneMatch(SeatMessage.Ready.class::isInstance));
    }

    @Test
    void showsTheCandidateHisOwnPhotoAndFacts() throws IOException {
        var png = new ByteArrayOutputStream();
        var image = new BufferedImage(90, 120, BufferedImage.TYPE_INT_RGB);
        assertTrue(ImageIO.write(image, "png", png));
        server.photo = Optional.of(png.toByteArray());
        seat.signIn();
        time.pass(Duration.ofMinutes(1));

        var known = seat.last(Notice.Known.class).orElseThrow();
        assertEquals("image/png", known.photo().orElseThrow().mediaType());
        assertEquals(Octets.of(png.toByteArray()), known.photo().orElseThrow().bytes());
        assertEquals(List.of(new Fact("级别", "Level", "初级")), known.candidate().facts());
    }

    @Test
    void aPhotoThatIsNoneIsNotShownAndKeepsNobodyOut() {
        server.photo = Optional.of(new byte[] {1, 2, 3});
        seat.signIn();
        time.pass(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), seat.last(Notice.Known.class).orElseThrow().photo());
        assertEquals(Stage.CONFIRMING, seat.session.stage());
    }

    @Test
    void aPhotoThatWasSealedForAnotherSessionIsNotShown() throws IOException {
        var png = new ByteArrayOutputStream();
        var image = new BufferedImage(90, 120, BufferedImage.TYPE_INT_RGB);
        assertTrue(ImageIO.write(image, "png", png));
        server.photo = Optional.of(png.toByteArray());
        server.photoOf = SessionId.parse("ff112233445566778899aabbccddeeff");
        seat.signIn();
        time.pass(Duration.ofMinutes(1));
        assertEquals(Optional.empty(), seat.last(Notice.Known.class).orElseThrow().photo());
        assertEquals(Stage.CONFIRMING, seat.session.stage());
    }

    @Test
    void lettingAWrongSecretInIsRefusedAndCanBeTriedAgain() {
        seat.signIn(new SignIn(PretendServer.TICKET, "wrong"));
        time.pass(Duration.ofSeconds(2));

        assertEquals(Stage.SIGNED_OUT, seat.session.stage());
        assertEquals(Refusal.PROOF, seat.last(Notice.Refused.class).orElseThrow().reason());
        seat.goesIn();
        assertEquals(Stage.WAITING, seat.session.stage());
    }

    @Test
    void waitsByItselfUntilTheSittingOpens() {
        server.refusal = Refusal.NOT_OPEN;
        seat.signIn();
        time.pass(Duration.ofSeconds(20));
        assertEquals(Stage.SIGNING_IN, seat.session.stage());

        server.refusal = null;
        time.pass(Duration.ofSeconds(20));

        assertEquals(Stage.CONFIRMING, seat.session.stage());
    }

    @Test
    void tellsAnHonestPlaceInTheQueue() {
        server.isBusy = true;

        seat.goesIn();

        var queued = seat.last(Notice.Queued.class).orElseThrow();
        assertEquals(new Notice.Queued(17, Duration.ofSeconds(4)), queued);
    }

    @Test
    void saysSavedOnlyAfterTheServerDid() {
        server.latency = Duration.ofSeconds(1);
        running();
        seat.answers(1, "A");
        time.pass(Duration.ofMillis(1_500));

        assertInstanceOf(SaveState.Saving.class, seat.session.work());
        assertEquals(1, server.saved.size());
        time.pass(Duration.ofSeconds(1));
        assertInstanceOf(SaveState.Saved.class, seat.session.work());
    }

    @Test
    void sendsNothingThatIsNotInTheJournal() {
        running();
        folder.failSyncsAfter(0);
        folder.failAppendsAfter(0);
        int before = server.saved.size();

        seat.answers(1, "A");
        time.pass(Duration.ofNanos(50_000));

        assertEquals(before, server.saved.size());
        assertInstanceOf(SaveState.Saving.class, seat.session.work());
    }

    @Test
    void sendsToTheServerAllTheSameWhenTheDiskIsGoneAndTellsTheProctor() {
        running();
        folder.failSyncsAfter(0);

        seat.answers(1, "A");
        seat.waitsUntilSaved();
        time.pass(Duration.ofSeconds(1));

        assertEquals(Map.of(1, "A"), server.answers());
        assertEquals(Words.JOURNAL_BROKEN, seat.last(Notice.Trouble.class).orElseThrow().words());
        assertEquals("journal-broken", server.observations.getLast().kind());
        folder.heal();
        time.pass(Duration.ofSeconds(30));
        seat.answers(2, "B");
        seat.waitsUntilSaved();
        assertEquals(Map.of(1, "A", 2, "B"), server.answers());
    }

    @Test
    void keepsTryingWhatTheServerCouldNotStore() {
        running();
        server.unwilling =
                response ->
                        new ServerMessage.NotSaved(response.seq(), "full", Duration.ofSeconds(1));
        seat.answers(1, "A");
        seat.answers(2, "B");
        time.pass(Duration.ofSeconds(30));
        assertInstanceOf(SaveState.Saving.class, seat.session.work());
        assertEquals(Words.NOT_TAKEN, seat.last(Notice.Trouble.class).orElseThrow().words());

        server.unwilling = _ -> null;
        seat.waitsUntilSaved();

        assertEquals(Map.of(1, "A", 2, "B"), server.answers());
    }

    @Test
    void triesAgainAlthoughToldToResendMeanwhile() {
        running();
        server.unwilling =
                response ->
                        new ServerMessage.NotSaved(response.seq(), "full", Duration.ofSeconds(1));
        seat.answers(1, "A");
        time.pass(Duration.ofMillis(100));
        server.sendToAll(new ServerMessage.Resend(1));
        server.unwilling = _ -> null;

        seat.waitsUntilSaved();

        assertEquals(Map.of(1, "A"), server.answers());
    }

    @Test
    void signsTheHeadOfItsChainNowAndThen() {
        running();
        for (int i = 0; i < 200; i++) {
            seat.answers(i % 7 + 1, "answer " + i);
        }
        seat.waitsUntilSaved();
        time.pass(Duration.ofSeconds(61));

        var heads =
                server.heard.stream()
                        .filter(SeatMessage.SignedHead.class::isInstance)
                        .map(SeatMessage.SignedHead.class::cast)
                        .toList();
        assertTrue(heads.size() >= 3, heads.size() + " heads");
        assertEquals(200, heads.getLast().seq());
        assertEquals(server.head(), heads.getLast().head());
    }

    @Test
    void refusesResponsesBeforeTheStartOnHoldAndAfterTheEnd() {
        seat.goesIn();
        time.pass(Duration.ofSeconds(1));
        assertEquals(Giving.NOT_RUNNING, seat.answers(1, "A"));
        server.start(Duration.ofMinutes(10));
        seat.runs();
        assertEquals(Giving.TAKEN, seat.answers(1, "A"));
        server.hold();
        time.pass(Duration.ofSeconds(1));
        assertEquals(Giving.NOT_RUNNING, seat.answers(1, "B"));
        server.resume();
        time.pass(Duration.ofSeconds(1));
        assertEquals(Giving.TAKEN, seat.answers(1, "C"));
        time.pass(Duration.ofMinutes(10));
        assertEquals(Giving.TIME_IS_OVER, seat.answers(1, "D"));
        assertTrue(seat.last(Notice.TimeIsOver.class).isPresent());
    }

    @Test
    void showsTheTimeTheServerGivesHoldsAndAdds() {
        running();
        time.pass(Duration.ofMinutes(20));
        about(Duration.ofMinutes(40), seat.session.left());

        server.hold();
        time.pass(Duration.ofMinutes(15));
        about(Duration.ofMinutes(40), seat.session.left());
        assertEquals(Stage.ON_HOLD, seat.session.stage());

        server.resume();
        server.extend(Duration.ofMinutes(5));
        time.pass(Duration.ofMinutes(1));
        about(Duration.ofMinutes(44), seat.session.left());
        assertEquals(Stage.RUNNING, seat.session.stage());
    }

    private static void about(Duration due, Duration found) {
        assertTrue(due.minus(found).abs().compareTo(Duration.ofSeconds(2)) < 0, "left " + found);
    }

    @Test
    void showsEveryMessageOnceEvenWhenItCameWhileDisconnected() {
        running();
        server.say("请保持安静");
        time.pass(Duration.ofSeconds(1));
        server.isReachable = false;
        server.cut();
        server.say("二");
        server.say("三");
        time.pass(Duration.ofSeconds(20));
        server.isReachable = true;
        time.pass(Duration.ofSeconds(60));
        server.cut();
        time.pass(Duration.ofSeconds(60));

        assertEquals(
                List.of("请保持安静", "二", "三"),
                seat.all(Notice.Said.class).stream().map(Notice.Said::words).toList());
    }

    @Test
    void goesOnAfterHandingInTooEarly() {
        running();
        server.tooEarly = true;
        seat.answers(1, "A");
        seat.session.handIn();
        time.pass(Duration.ofSeconds(2));

        assertEquals(Stage.RUNNING, seat.session.stage());
        assertEquals(Words.TOO_EARLY, seat.last(Notice.Trouble.class).orElseThrow().words());
        server.tooEarly = false;
        seat.answers(1, "B");
        seat.session.handIn();
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);
        assertEquals(Map.of(1, "B"), server.answers());
    }

    @Test
    void endsWithAReceiptWhenTheServerCollects() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        time.pass(Duration.ofHours(1).plusSeconds(5));
        server.collect();
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);

        assertEquals(0, seat.last(Notice.Collected.class).orElseThrow().notTaken());
        assertInstanceOf(
                Receipts.Finding.Holds.class,
                seat.last(Notice.Closed.class).orElseThrow().finding());
    }

    @Test
    void tellsHowManyChangesCameTooLate() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.unwilling =
                response -> new ServerMessage.NotSaved(response.seq(), "time-over", Duration.ZERO);
        seat.answers(1, "B");
        seat.answers(2, "C");
        time.pass(Duration.ofSeconds(2));
        server.collect();
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);

        assertEquals(2, seat.last(Notice.Collected.class).orElseThrow().notTaken());
        assertEquals(Optional.of("B"), seat.sees(1));
    }

    @Test
    void tellsHowManyChangesCameTooLateToASeatThatWasCutOffAtTheDeadline() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.isReachable = false;
        server.cut();
        seat.answers(1, "B");
        seat.answers(2, "C");
        time.pass(Duration.ofSeconds(2));
        server.collect();
        server.isReachable = true;
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);

        assertEquals(
                List.of(2L),
                seat.all(Notice.Collected.class).stream().map(Notice.Collected::notTaken).toList());
    }

    @Test
    void givesWhatCameTooLateOnceTimeIsAddedAfterAll() {
        running();
        server.unwilling =
                response -> new ServerMessage.NotSaved(response.seq(), "time-over", Duration.ZERO);
        seat.answers(1, "A");
        time.pass(Duration.ofSeconds(30));
        assertEquals(Map.of(), server.answers());

        server.unwilling = _ -> null;
        server.extend(Duration.ofMinutes(5));
        seat.waitsUntilSaved();

        assertEquals(Map.of(1, "A"), server.answers());
    }

    @Test
    void showsAHoldThatBeganWhileTheLineWasDown() {
        running();
        server.isReachable = false;
        server.cut();
        time.pass(Duration.ofSeconds(3));
        server.hold();
        server.isReachable = true;
        time.pass(Duration.ofMinutes(1));
        assertEquals(Stage.ON_HOLD, seat.session.stage());

        server.cut();
        time.pass(Duration.ofNanos(1));
        server.resume();
        time.pass(Duration.ofMinutes(1));
        assertEquals(Stage.RUNNING, seat.session.stage());
        assertEquals(1, seat.all(Notice.Held.class).size());
    }

    @Test
    void endsWhenItIsVoided() {
        running();
        server.voidSession();
        time.pass(Duration.ofSeconds(1));

        assertEquals(Stage.CLOSED, seat.session.stage());
        assertTrue(seat.last(Notice.Voided.class).isPresent());
    }

    @Test
    void showsAReceiptOfOtherResponsesAsDoubtful() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.lose(0);
        server.collectAsSubmitted();
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);

        assertInstanceOf(
                Receipts.Finding.Fails.class,
                seat.last(Notice.Closed.class).orElseThrow().finding());
        assertEquals(Words.RECEIPT_DOUBTFUL, seat.last(Notice.Trouble.class).orElseThrow().words());
    }

    private void running() {
        seat.goesIn();
        time.pass(Duration.ofSeconds(1));
        server.start(Duration.ofHours(1));
        seat.runs();
    }
}

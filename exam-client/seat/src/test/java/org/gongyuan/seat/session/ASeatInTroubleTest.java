package org.gongyuan.seat.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.seat.journal.MemoryFolder;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

@DisplayName("A seat in trouble")
class ASeatInTroubleTest {

    private final VirtualTime time = new VirtualTime();
    private final PretendServer server = new PretendServer(Suite.INTL_1, time);
    private MemoryFolder folder = new MemoryFolder();
    private TestSeat seat = new TestSeat(server, time, folder);

    @Test
    void saysKeptHereWhileTheNetworkIsGoneAndLosesNothing() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.isReachable = false;
        server.cut();
        seat.answers(1, "B");
        assertInstanceOf(SaveState.Saving.class, seat.session.work());
        time.pass(Duration.ofSeconds(1));
        assertInstanceOf(SaveState.KeptHere.class, seat.session.work());
        for (int i = 0; i < 300; i++) {
            assertEquals(Giving.TAKEN, seat.answers(i % 9 + 1, "offline " + i));
        }
        time.pass(Duration.ofMinutes(10));
        assertEquals(Stage.RUNNING, seat.session.stage());

        server.isReachable = true;
        seat.waitsUntilSaved();

        assertEquals(302, server.saved.size());
        assertEquals("offline 299", server.everything().getLast());
        assertEquals(0, server.wrongs);
    }

    @Test
    void noticesASilentServer() {
        running();
        int before = server.connects;
        server.latency = Duration.ofHours(3);
        time.pass(Duration.ofSeconds(90));

        assertTrue(server.connects > before);
        assertInstanceOf(Notice.Connected.class, seat.last(Notice.Connected.class).orElseThrow());
        assertEquals(false, seat.last(Notice.Connected.class).orElseThrow().isUp());
    }

    /// A pulled cable says nothing: no end of the connection comes.
    @Test
    void saysWithinFifteenSecondsThatNothingIsHeardAndWhatIsGivenIsKeptHere() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        int before = server.connects;
        server.latency = Duration.ofHours(3);
        seat.answers(1, "B");
        time.pass(Duration.ofSeconds(5));
        assertInstanceOf(SaveState.Saving.class, seat.session.work());
        assertTrue(seat.all(Notice.Silent.class).isEmpty());

        time.pass(Duration.ofSeconds(10));

        assertInstanceOf(SaveState.KeptHere.class, seat.session.work());
        assertEquals(List.of(new Notice.Silent(true)), seat.all(Notice.Silent.class));
        assertEquals(before, server.connects, "the line is not given up yet");

        time.pass(Duration.ofSeconds(30));
        assertTrue(server.connects > before, "now it is");
        server.latency = Duration.ofMillis(2);
        seat.waitsUntilSaved();
        assertEquals(Map.of(1, "B"), server.answers());
    }

    @Test
    void goesOnOverTheSameLineWhenSomethingIsHeardAgain() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        int before = server.connects;
        server.latency = Duration.ofSeconds(9);
        seat.answers(1, "B");
        time.pass(Duration.ofSeconds(16));
        assertInstanceOf(SaveState.KeptHere.class, seat.session.work());

        time.pass(Duration.ofSeconds(12));

        assertEquals(
                List.of(new Notice.Silent(true), new Notice.Silent(false)),
                seat.all(Notice.Silent.class));
        assertInstanceOf(SaveState.Saved.class, seat.session.work());
        assertEquals(before, server.connects);
        assertEquals(0, server.wrongs);
    }

    /// No false alarm: a server that has nothing to say, and one that is slow.
    @Test
    void isNotAlarmedByAServerThatAnswersWithinSeconds() {
        running();
        int before = server.connects;
        for (var latency : List.of(Duration.ofMillis(2), Duration.ofMillis(2_500))) {
            server.latency = latency;
            time.pass(Duration.ofMinutes(30));
        }

        assertTrue(seat.all(Notice.Silent.class).isEmpty());
        assertEquals(before, server.connects);
        long pings = server.heard.stream().filter(SeatMessage.Ping.class::isInstance).count();
        assertTrue(pings < 2 * 30 * 60 / 6 + 2, pings + " pings in an hour");
    }

    @Test
    void comesBackWithoutTypingAfterACut() {
        running();
        server.cut();
        time.pass(Duration.ofSeconds(5));
        seat.answers(1, "A");
        seat.waitsUntilSaved();

        assertEquals(1, seat.all(Notice.Known.class).size());
        assertEquals(Map.of(1, "A"), server.answers());
    }

    @Test
    void isBackSoonAfterItsNodeHoweverLongThatWasGone() {
        running();
        server.isThere = false;
        server.cut();
        time.pass(Duration.ofMinutes(10));
        assertEquals(false, seat.last(Notice.Connected.class).orElseThrow().isUp());

        server.isThere = true;
        time.pass(Connection.PAUSE_WHILE_ABSENT.multipliedBy(2).plusSeconds(1));

        assertTrue(seat.last(Notice.Connected.class).orElseThrow().isUp());
    }

    @Test
    void asksSeldomWhereEachAttemptCostsTheNodeSomething() {
        running();
        int before = server.connects;
        server.isReachable = false;
        server.cut();
        time.pass(Duration.ofMinutes(20));

        int attempts = server.connects - before;
        assertTrue(attempts < 300, attempts + " attempts in 20 minutes");
    }

    @Test
    void goesOnAfterItWasKilledWithEverythingThatWasKeptHere() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.isReachable = false;
        server.cut();
        seat.answers(1, "B");
        seat.answers(2, "C");
        time.pass(Duration.ofSeconds(1));
        assertInstanceOf(SaveState.KeptHere.class, seat.session.work());

        seat.kill();
        server.isReachable = true;
        restartsFrom(folder.afterKill());

        assertEquals(Optional.of("B"), seat.sees(1));
        assertEquals(Optional.of("C"), seat.sees(2));
        seat.waitsUntilSaved();
        assertEquals(List.of("A", "B", "C"), server.everything());
        assertEquals(0, seat.all(Notice.Trouble.class).size());
    }

    @Test
    void getsItsResponsesFromTheServerWhenItsOwnJournalIsGone() {
        running();
        seat.answers(1, "A");
        seat.answers(2, "B");
        seat.answers(1, "C");
        seat.waitsUntilSaved();

        seat.kill();
        restartsFrom(new MemoryFolder());

        assertEquals(Optional.of("C"), seat.sees(1));
        assertEquals(Optional.of("B"), seat.sees(2));
        seat.answers(2, "D");
        handsIn();
        assertEquals(Map.of(1, "C", 2, "D"), server.answers());
        assertEquals(4, server.saved.size());
    }

    @Test
    void goesOnFromTheServerWhenItsJournalLostItsEnd() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        var early = folder.afterKill();
        seat.answers(1, "B");
        seat.answers(2, "C");
        seat.waitsUntilSaved();

        seat.kill();
        restartsFrom(early);

        assertEquals(Optional.of("B"), seat.sees(1));
        assertEquals(Optional.of("C"), seat.sees(2));
        handsIn();
        assertEquals(List.of("A", "B", "C"), server.everything());
    }

    @Test
    void givesAgainWhatTheServerLostAlthoughItHadSavedIt() {
        running();
        seat.answers(1, "A");
        seat.answers(2, "B");
        seat.answers(3, "C");
        seat.waitsUntilSaved();

        server.lose(1);
        server.cut();
        time.pass(Duration.ofSeconds(5));
        seat.waitsUntilSaved();

        assertEquals(Map.of(1, "A", 2, "B", 3, "C"), server.answers());
        handsIn();
    }

    @Test
    void countsAnExtensionOnceWhenItReturnsToASessionOnHold() {
        running();
        server.hold();
        time.pass(Duration.ofSeconds(1));
        var left = seat.session.left();
        server.isReachable = false;
        server.cut();
        server.extend(Duration.ofMinutes(5));
        server.isReachable = true;
        time.passUntil(() -> !seat.all(Notice.Extended.class).isEmpty());
        time.pass(Duration.ofSeconds(1));

        assertEquals(left.plus(Duration.ofMinutes(5)), seat.session.left());
        assertEquals(Stage.ON_HOLD, seat.session.stage());
    }

    @Test
    void givesNothingAgainOverNewerResponsesThatTheServerCannotShow() {
        running();
        seat.answers(1, "A");
        seat.answers(2, "B");
        seat.waitsUntilSaved();
        var early = folder.afterKill();
        seat.answers(1, "C");
        seat.waitsUntilSaved();

        seat.kill();
        server.forgetResponseKey();
        restartsFrom(early);

        assertEquals(Optional.of("C"), seat.sees(1), "the seat's own key opens it");
        handsIn();
        assertEquals(List.of("A", "B", "C"), server.everything());
    }

    @Test
    void handsInWithoutJournalAndWithoutTheResponseKeyOfWhatWasAnsweredBefore() {
        running();
        seat.answers(1, "A");
        seat.answers(2, "B");
        seat.waitsUntilSaved();

        seat.kill();
        server.forgetResponseKey();
        restartsFrom(new MemoryFolder());

        assertEquals(Optional.empty(), seat.sees(1));
        assertEquals(Words.NOT_SHOWN, seat.last(Notice.Trouble.class).orElseThrow().words());
        assertEquals(2, seat.session.answered().size());
        seat.answers(2, "D");
        handsIn();
        assertEquals(Map.of(1, "A", 2, "D"), server.answers());
    }

    @Test
    void goesOnAfterAKillWithResponsesItCannotOpen() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        seat.kill();
        server.forgetResponseKey();
        restartsFrom(new MemoryFolder());
        seat.answers(2, "B");
        seat.waitsUntilSaved();
        seat.kill();
        restartsFrom(folder.afterKill());

        assertEquals(Optional.empty(), seat.sees(1));
        assertEquals(Optional.of("B"), seat.sees(2));
        handsIn();
        assertEquals(List.of("A", "B"), server.everything());
    }

    @Test
    void stopsWhenTheSessionWasMovedElsewhere() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.moveElsewhere();
        server.cut();
        time.pass(Duration.ofSeconds(10));

        assertEquals(Stage.STOPPED, seat.session.stage());
        assertEquals(Words.FORK, seat.last(Notice.Stopped.class).orElseThrow().words());
        assertEquals(Giving.NOT_RUNNING, seat.answers(1, "B"));
        int connects = server.connects;
        time.pass(Duration.ofMinutes(10));
        assertEquals(connects, server.connects);
    }

    @Test
    void stopsAndKeepsItsJournalWhenTheServersChainIsAnother() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        var stranger = new PretendServer(Suite.INTL_1, time);
        var other = new TestSeat(stranger, time, new MemoryFolder());
        other.goesIn();
        time.pass(Duration.ofSeconds(1));
        stranger.start(Duration.ofHours(1));
        other.runs();
        other.answers(1, "Z");
        other.waitsUntilSaved();
        server.saved.clear();
        server.saved.putAll(stranger.saved);
        server.cut();
        time.pass(Duration.ofSeconds(10));

        assertEquals(Stage.STOPPED, seat.session.stage());
        assertEquals(Words.CHAIN_DIFFERS, seat.last(Notice.Stopped.class).orElseThrow().words());
        assertEquals(1, folder.names().size());
    }

    @Test
    void survivesTheEndOfTheWindowKeyWithWhatItHasItself() {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        server.cut();
        server.isStarted = false;
        time.pass(Duration.ofSeconds(5));
        seat.answers(1, "B");
        seat.waitsUntilSaved();

        assertEquals(List.of("A", "B"), server.everything());
    }

    @Test
    void tellsTheServerThatItsJournalWasDamaged() throws Exception {
        running();
        seat.answers(1, "A");
        seat.waitsUntilSaved();
        seat.kill();
        var damaged = folder.afterKill();
        var name = damaged.names().getFirst();
        var bytes = damaged.read(name);
        damaged.overwrite(name, Arrays.copyOf(bytes, bytes.length - 3));
        restartsFrom(damaged);
        time.pass(Duration.ofSeconds(2));

        assertEquals("journal-damaged", server.observations.getLast().kind());
        assertEquals(Optional.of("A"), seat.sees(1));
    }

    @Test
    void closesAConnectionThatSpeaksNonsense() {
        running();
        var odd = new ServerMessage.Saved(99, 1);
        server.sendToAll(odd);
        time.pass(Duration.ofSeconds(1));

        assertEquals(1, server.wrongs);
        seat.answers(1, "A");
        seat.waitsUntilSaved();
    }

    @Test
    void followsAServerWhoseClockWasStepped() {
        running();
        server.clockJump = Duration.ofHours(-1);
        server.deadline = server.deadline.minus(Duration.ofHours(1));
        server.cut();
        time.pass(Duration.ofMinutes(1));

        var left = seat.session.left();
        assertTrue(left.minus(Duration.ofMinutes(599)).abs().toSeconds() < 3, "left " + left);
    }

    /// Lost lines, kills and power cuts at random: what the candidate was told to be saved is at
    /// the server, in his order, once; and in the end all of it.
    @ParameterizedTest
    @MethodSource("seeds")
    void losesNoResponseWhateverHappens(long seed) {
        var random = new Random(seed);
        running();
        var given = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(12)) {
                case 0 -> server.cut();
                case 1 -> {
                    server.isReachable = random.nextBoolean();
                    server.cut();
                }
                case 2 -> server.latency = Duration.ofMillis(1 + random.nextInt(400));
                case 3 -> {
                    boolean wasKept = seat.session.work() instanceof SaveState.KeptHere;
                    boolean wasSaved = seat.session.work() instanceof SaveState.Saved;
                    var kept = new ArrayList<>(given);
                    boolean isCut = random.nextBoolean();
                    var left = isCut ? folder.afterPowerCut(random) : folder.afterKill();
                    seat.kill();
                    server.cut();
                    server.isReachable = true;
                    restartsFrom(left);
                    long there = seat.session.progress().given();
                    if (wasKept || wasSaved) {
                        assertEquals(kept.size(), there);
                    }
                    while (given.size() > there) {
                        given.removeLast();
                    }
                }
                default -> {
                    if (seat.session.stage() == Stage.RUNNING) {
                        var answer = "answer " + i;
                        assertEquals(Giving.TAKEN, seat.answers(random.nextInt(4) + 1, answer));
                        given.add(answer);
                    }
                }
            }
            time.pass(Duration.ofMillis(random.nextInt(random.nextInt(8) == 0 ? 20_000 : 300)));
            if (seat.session.work() instanceof SaveState.Saved) {
                assertEquals(given, server.everything());
            }
        }
        server.isReachable = true;
        server.latency = Duration.ofMillis(2);
        time.pass(Duration.ofMinutes(2));
        assertEquals(given, server.everything());
        handsIn();
        assertEquals(0, server.wrongs);
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("gongyuan.seeds", 150));
    }

    private void running() {
        seat.goesIn();
        time.pass(Duration.ofSeconds(1));
        server.start(Duration.ofHours(10));
        seat.runs();
    }

    private void restartsFrom(MemoryFolder found) {
        folder = found;
        seat = new TestSeat(server, time, folder);
        seat.goesIn().runs();
    }

    private void handsIn() {
        seat.session.handIn();
        time.passUntil(() -> seat.session.stage() == Stage.CLOSED);
        assertInstanceOf(
                Receipts.Finding.Holds.class,
                seat.last(Notice.Closed.class).orElseThrow().finding());
    }
}

package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.message.Refusal;
import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.seat.journal.PageMemory;
import org.gongyuan.seat.journal.SignIn;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SealingPublicKey;
import org.gongyuan.trust.seal.SessionSecrets;
import org.gongyuan.trust.suite.Digest;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One candidate's session at one seat: what his page drives, and what it is told. The stages are
/// drawn at [Stage]. Used by one thread at a time; every port calls back on that thread.
///
/// Work is never shown better than it is: *saved* only when the server said so, *kept here* only
/// when this machine's journal is synced (sealing-and-record design, section 6).
///
/// Each of its parts owns its own state, on the same thread: what the page is told ([Page]), who
/// the seat says it is ([Introduction]), what was found about the machine ([PostureTelling]), what
/// this machine keeps ([KeptSession]), and the course of the session once the seat is let in
/// ([Course]).
public final class SeatSession {

    /// A body longer than this does not fit into a frame.
    public static final int LONGEST_BODY = 900_000;

    /// Evidence of an observation is told in short; pictures go as pictures.
    public static final int LONGEST_DETAIL = 64 * 1024;

    private static final Duration SLOWLY = Duration.ofSeconds(5);
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private final Surroundings around;
    private final Page page;
    private final ServerTime time;
    private final SessionClock clock;
    private final Connection connection;
    private final Introduction introduction;
    private final PostureTelling posture;
    private final KeptSession kept;
    private final Agreement agreement;

    /// Absent until the seat is let in for the first time.
    private Course course;

    /// A seat at which nobody is signed in.
    public SeatSession(SeatSettings settings, Surroundings around, Consumer<Notice> page) {
        requireNonNull(settings, "settings");
        this.around = requireNonNull(around, "around");
        this.page = new Page(page);
        time = new ServerTime(around.ticker());
        clock = new SessionClock(around.ticker(), time, this::timeIsOver);
        connection =
                new Connection(
                        around.link(),
                        around.ticker(),
                        around.random(),
                        settings.nodes(),
                        time,
                        new FromServer());
        introduction = new Introduction(settings, around.random());
        posture = new PostureTelling(connection::send);
        kept = new KeptSession(settings, around, time, connection::send, this::updateWork);
        agreement = new Agreement(kept, this.page);
    }

    // ---- what the candidate's page asks

    /// Signs a candidate in. A session this machine remembers of him goes on.
    ///
    /// @throws IOException when the journal folder cannot be read
    public void signIn(SignIn candidate) throws IOException {
        page.expect(Stage.SIGNED_OUT);
        introduction.of(candidate);
        kept.find(candidate);
        page.move(Stage.SIGNING_IN);
        connection.want();
    }

    /// The candidate gives up waiting to be let in, and may sign in again.
    public void giveUp() {
        page.expect(Stage.SIGNING_IN);
        connection.stop();
        signOut();
    }

    private void signOut() {
        introduction.forgetSecret();
        kept.leave();
        page.move(Stage.SIGNED_OUT);
    }

    /// The candidate says that the data shown are his.
    public void confirm() {
        page.expect(Stage.CONFIRMING);
        kept.journal().add(new JournalEntry.Confirmed());
        kept.journal().commit(() -> {});
        page.move(Stage.WAITING);
        course.getReady();
    }

    /// The candidate changed a response; `body` is the whole new `ResponseBody`.
    public Giving give(PlacementId placement, byte[] body) {
        if (page.stage() != Stage.RUNNING) {
            return Giving.NOT_RUNNING;
        }
        if (clock.isOver()) {
            return Giving.TIME_IS_OVER;
        }
        if (body.length > LONGEST_BODY) {
            return Giving.TOO_LONG;
        }
        kept.responses().give(placement, body);
        return Giving.TAKEN;
    }

    /// The last response to a placement, wherever it was given.
    public Optional<byte[]> response(PlacementId placement) {
        return kept.isAtWork() ? kept.responses().last(placement) : Optional.empty();
    }

    /// The placements that have a response.
    public List<PlacementId> answered() {
        return kept.isFound() ? List.copyOf(kept.memory().last().keySet()) : List.of();
    }

    /// The candidate wants to hand in. It happens once everything is saved.
    public void handIn() {
        page.expect(Stage.RUNNING);
        course.handIn();
    }

    /// The candidate raises or lowers a hand. Not kept: without a connection he raises his own.
    public void help(boolean raised) {
        connection.send(new SeatMessage.Help(raised));
    }

    /// What was found about this machine: told to the server at every connection, and at once when
    /// there is one (seat-protocol.md section 12).
    public void posture(PostureReport report) {
        posture.found(report, introduction.wasLetIn());
    }

    /// Something was observed on this machine.
    ///
    /// @param detail at most [#LONGEST_DETAIL] bytes
    public void observe(String kind, byte[] detail) {
        within("the detail of an observation", detail.length, LONGEST_DETAIL);
        if (kept.isAtWork() && !page.isOver()) {
            kept.evidence().observe(kind, detail);
        }
    }

    /// The camera took a picture that is to be sent.
    ///
    /// @param jpeg at most [#LONGEST_BODY] bytes
    public void picture(byte[] jpeg) {
        within("a picture", jpeg.length, LONGEST_BODY);
        if (kept.isAtWork() && !page.isOver()) {
            kept.evidence().picture(jpeg);
        }
    }

    /// Keeps something for the page, sealed, to be found again when the session goes on here after
    /// the program was killed. Before admission nothing is kept.
    ///
    /// @param content at most [PageMemory#LARGEST] bytes
    public void keep(byte[] content) {
        if (kept.isAtWork() && page.stage() != Stage.CLOSED) {
            kept.pageMemory().keep(content);
        }
    }

    /// What was kept last for the page, at this seat.
    public Optional<byte[]> kept() {
        return kept.isAtWork() ? kept.pageMemory().content() : Optional.empty();
    }

    /// The server's time as this seat reckons it, once a server told it.
    public Optional<Instant> serverTime() {
        return time.isKnown() ? Optional.of(time.now()) : Optional.empty();
    }

    /// What is left of the candidate's time.
    public Duration left() {
        return clock.left();
    }

    /// Where the session stands.
    public Stage stage() {
        return page.stage();
    }

    /// The state of the candidate's work.
    public SaveState work() {
        return page.work();
    }

    /// The session, once admitted.
    public Optional<SessionId> session() {
        return kept.isFound() ? Optional.of(kept.memory().begun().session()) : Optional.empty();
    }

    /// The seq of the last response given, and of the last the server saved.
    public Progress progress() {
        return kept.isFound()
                ? new Progress(kept.memory().lastSeq(), kept.memory().savedSeq())
                : new Progress(0, 0);
    }

    /// The head of the chain of what the server saved so far: for who holds the record against what
    /// the page showed.
    public Optional<Digest> savedHead() {
        return kept.isFound() ? Optional.of(kept.memory().savedHead()) : Optional.empty();
    }

    /// How far responses have come.
    public record Progress(long given, long saved) {}

    /// Wipes what this machine remembers of the session, after the candidate has seen the receipt.
    public void finish(Runnable wiped) {
        page.expect(Stage.CLOSED);
        kept.forgetEvidence();
        letGo();
        kept.wipe(wiped);
    }

    /// The program ends; the session can go on from the journal.
    public void leave() {
        letGo();
        kept.leaveForLater();
    }

    private void letGo() {
        connection.stop();
        clock.end();
        if (course != null) {
            course.letGo();
        }
        kept.end();
        introduction.end();
    }

    // ---- the line to the server

    private final class FromServer implements Connection.Owner {

        @Override
        public SeatMessage.Hello hello(
                ServerMessage.Greeting greeting, byte[] greetingFrame, SealingPublicKey sealingKey)
                throws Connection.Incompatible {
            introduction.greeted(greeting);
            var suite = greeting.suite();
            var proof =
                    introduction.wasLetIn()
                            ? introduction.bySignature(
                                    suite,
                                    greetingFrame,
                                    kept.memory().begun().session(),
                                    sealingKey)
                            : introduction.bySecret();
            return introduction.hello(proof, sealingKey, posture.announce(suite));
        }

        @Override
        public void queued(int place, Duration expected) {
            page.tell(new Notice.Queued(place, expected));
        }

        @Override
        public Duration refused(ServerMessage.Refused refused) {
            return introduction.wasLetIn() ? refusedReturn(refused) : refusedEntry(refused);
        }

        @Override
        public void admitted(ServerMessage.Admitted admitted, SessionSecrets agreed) {
            if (isRemembered(admitted, agreed)) {
                letIn(admitted, agreed);
            }
        }

        @Override
        public void told(ServerMessage message) {
            if (course == null) {
                throw new OutOfPlace("no session yet");
            }
            course.told(message);
        }

        @Override
        public void silent(boolean isSilent) {
            page.tell(new Notice.Silent(isSilent));
            updateWork();
        }

        @Override
        public void lost() {
            if (course != null) {
                course.disconnected();
            }
            page.tell(new Notice.Connected(false));
            updateWork();
        }

        @Override
        public void unreachable(boolean isUnderstood) {
            page.tell(new Notice.Unreachable(isUnderstood ? Words.NO_NODE : Words.OTHER_PROGRAM));
        }
    }

    /// A candidate who never got in: some refusals pass by themselves, others need him.
    private Duration refusedEntry(ServerMessage.Refused refused) {
        var words = new Words(refused.zh(), refused.en());
        page.tell(new Notice.Refused(refused.reason(), words, refused.retryAfter()));
        return switch (refused.reason()) {
            case BUSY, NOT_OPEN, NOT_HERE, ASK -> atLeast(AT_LEAST, refused.retryAfter());
            case PROOF,
                    SEAT_TAKEN,
                    AT_ANOTHER_SEAT,
                    TOO_LATE,
                    CLOSED,
                    VERSION,
                    SUITE,
                    FORK,
                    VOIDED -> {
                signOut();
                yield null;
            }
        };
    }

    /// A seat in the middle of its session: it gives up only when it must.
    private Duration refusedReturn(ServerMessage.Refused refused) {
        var words = new Words(refused.zh(), refused.en());
        return switch (refused.reason()) {
            case FORK, AT_ANOTHER_SEAT, SEAT_TAKEN -> {
                stop(Stopping.MOVED, Words.FORK);
                yield null;
            }
            case CLOSED, VOIDED -> {
                stop(Stopping.CLOSED, words);
                yield null;
            }
            case BUSY, NOT_OPEN, NOT_HERE, ASK, TOO_LATE, PROOF, VERSION, SUITE -> {
                page.tell(new Notice.Refused(refused.reason(), words, refused.retryAfter()));
                yield atLeast(
                        refused.reason() == Refusal.BUSY ? AT_LEAST : SLOWLY, refused.retryAfter());
            }
        };
    }

    /// Finds or begins the journal of the session, and agrees with the server on what is saved.
    private boolean isRemembered(ServerMessage.Admitted admitted, SessionSecrets secrets) {
        boolean wasLetIn = introduction.wasLetIn();
        var suite = introduction.signing().suite();
        if (kept.isFound() && !kept.isAbout(admitted, introduction.sitting(), suite)) {
            if (wasLetIn) {
                stop(Stopping.RECORD_DIFFERS, Words.CHAIN_DIFFERS);
                return false;
            }
            kept.leave();
        }
        if (kept.isFound() && !kept.memory().begun().manifest().equals(admitted.manifest())) {
            stop(Stopping.FORM, Words.OTHER_FORM);
            return false;
        }
        try {
            if (kept.isFound()) {
                kept.unlock();
            } else {
                kept.begin(
                        admitted,
                        introduction.sitting(),
                        introduction.signIn(),
                        suite,
                        secrets.sealToSeat());
            }
        } catch (SealBroken | IOException failed) {
            stop(Stopping.RECORD_DIFFERS, Words.CHAIN_DIFFERS);
            return false;
        }
        if (course == null) {
            takeUp();
        }
        if (!agreement.isReached(admitted, wasLetIn, secrets.sealToSeat())) {
            stop(Stopping.RECORD_DIFFERS, Words.CHAIN_DIFFERS);
            return false;
        }
        return true;
    }

    private void takeUp() {
        kept.takeUp(introduction.signing());
        course = new Course(around, page, clock, connection, kept);
        clock.keepIn(kept.journal());
        kept.journal().whenBroken(course::journalBroke);
    }

    private void letIn(ServerMessage.Admitted admitted, SessionSecrets secrets) {
        boolean isFirst = !introduction.wasLetIn();
        introduction.letIn();
        posture.tell();
        page.tell(new Notice.Connected(true));
        if (isFirst) {
            page.tell(
                    new Notice.Known(
                            admitted.candidate(),
                            admitted.rules(),
                            Photo.of(admitted, secrets.sealToSeat())));
        }
        course.letIn(admitted, secrets, isFirst);
    }

    private void updateWork() {
        if (course != null) {
            course.updateWork();
        }
    }

    private void timeIsOver() {
        page.tell(new Notice.TimeIsOver());
    }

    /// This seat goes no further, perhaps before it was let in. Its journal stays.
    private void stop(Stopping because, Words words) {
        if (course != null) {
            course.stop(because, words);
        } else if (page.stage() != Stage.STOPPED) {
            page.move(Stage.STOPPED);
            connection.stop();
            page.tell(new Notice.Stopped(because, words));
        }
    }

    private static void within(String what, int length, int most) {
        if (length > most) {
            throw new IllegalArgumentException(
                    "%s has at most %d bytes, not %d".formatted(what, most, length));
        }
    }

    private static Duration atLeast(Duration least, Duration asked) {
        return asked.compareTo(least) < 0 ? least : asked;
    }
}

package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.seat.journal.JournalEntry;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.SessionSecrets;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// A session from the moment its seat is let in until it is over: what the server says of its time
/// and its end, and what the seat does about it. On the seat's thread.
///
/// Owns what holds for one connection: its secrets, where the server said the session stands, and
/// whether responses flow. They flow only while the form is open, time runs and the seat has told
/// that it is ready.
final class Course {

    private static final Duration REPAIR_EVERY = Duration.ofSeconds(10);
    private static final Duration FETCH_AGAIN = Duration.ofSeconds(3);

    private final Surroundings around;
    private final Page page;
    private final SessionClock clock;
    private final Connection connection;
    private final KeptSession kept;
    private final FormAtSeat form;
    private final HandingIn handingIn;

    private SessionSecrets secrets;
    private Standing.State standing;
    private long standingOutbox;
    private long formSize;
    private boolean isReady;
    private boolean isFlowing;

    Course(
            Surroundings around,
            Page page,
            SessionClock clock,
            Connection connection,
            KeptSession kept) {
        this.around = requireNonNull(around, "around");
        this.page = requireNonNull(page, "page");
        this.clock = requireNonNull(clock, "clock");
        this.connection = requireNonNull(connection, "connection");
        this.kept = requireNonNull(kept, "kept");
        this.form = new FormAtSeat(around.forms(), page, new OfForm());
        this.handingIn = new HandingIn(around.ticker(), connection::send, this::submit);
    }

    // ---- the connection

    /// The seat is let in and agrees with the server on what is saved.
    ///
    /// @param isFirst whether this is the first time
    void letIn(ServerMessage.Admitted admitted, SessionSecrets agreed, boolean isFirst) {
        secrets = agreed;
        isReady = false;
        isFlowing = false;
        standing = admitted.standing().state();
        standingOutbox = admitted.outbox();
        formSize = admitted.seatFileSize();
        switch (standing) {
            case SUBMITTED -> updateWork();
            // The message that says so waits for a form that this seat does not fetch any more: a
            // seat that was cut off at the deadline hears here what was not taken.
            case EXPIRED -> collected(admitted.standing().lastSeq());
            case VOIDED -> close();
            case SEATED, RUNNING, ON_HOLD -> goOn(admitted.standing(), isFirst);
        }
    }

    private void goOn(Standing there, boolean isFirst) {
        kept.evidence().flow(there, secrets.sealToServer());
        switch (there.state()) {
            case RUNNING -> runUntil(there.deadline());
            case ON_HOLD -> {
                var _ = clock.hold(there.left());
                cover();
            }
            case SEATED, SUBMITTED, EXPIRED, VOIDED -> {}
        }
        if (isFirst) {
            page.move(kept.memory().isConfirmed() ? Stage.WAITING : Stage.CONFIRMING);
            kept.observeDamage();
        }
        kept.journal().commit(() -> {});
        fetch();
        getReady();
        updateWork();
    }

    /// The connection is gone.
    void disconnected() {
        secrets = null;
        isReady = false;
        isFlowing = false;
        handingIn.withdraw();
        kept.responses().stop();
        kept.evidence().stop();
    }

    /// How the candidate's work stands has perhaps changed.
    void updateWork() {
        page.show(kept.work(connection.isHeard()));
    }

    // ---- the form

    private void fetch() {
        form.fetch(kept.memory().begun().manifest(), formSize, connection.node());
    }

    private final class OfForm implements FormAtSeat.Owner {

        @Override
        public void formIsComplete() {
            getReady();
        }

        @Override
        public void formIsLate() {
            page.trouble(Words.FORM_LATE);
            var _ =
                    around.ticker()
                            .after(
                                    FETCH_AGAIN,
                                    () -> {
                                        if (!page.isOver()) {
                                            fetch();
                                        }
                                    });
        }

        @Override
        public void formIsRefused() {
            stop(Stopping.FORM, Words.OTHER_FORM);
        }
    }

    /// Tells the server, once per connection, that the form is here and whose eyes may read the
    /// responses.
    void getReady() {
        boolean isDue = !isReady && connection.isUp() && form.isComplete() && !isClosing();
        if (!isDue || !kept.memory().isConfirmed()) {
            return;
        }
        isReady = true;
        var key = kept.responseKey();
        connection.send(
                new SeatMessage.Ready(
                        form.envelope(key, kept.sessionBytes()),
                        Octets.of(secrets.sealToServer().wrap(key, kept.sessionBytes())),
                        key.digestCommitment(),
                        kept.memory().shown()));
        if (form.isOpen() && standing == Standing.State.RUNNING) {
            flow();
        }
    }

    private boolean isClosing() {
        return switch (standing) {
            case SUBMITTED, EXPIRED, VOIDED -> true;
            case SEATED, RUNNING, ON_HOLD -> false;
        };
    }

    private void start(ServerMessage.Start start) {
        if (!isReady) {
            throw new OutOfPlace("start came before ready");
        }
        if (!form.isOpen()) {
            try {
                form.open(secrets.sealToSeat(), start.formKey(), kept.sessionBytes());
            } catch (SealBroken _) {
                stop(Stopping.FORM, Words.OTHER_FORM);
                return;
            }
        }
        standing = clock.isHeld() ? Standing.State.ON_HOLD : Standing.State.RUNNING;
        if (standing == Standing.State.ON_HOLD) {
            page.move(Stage.ON_HOLD);
        } else {
            runUntil(start.deadline());
            flow();
        }
    }

    // ---- what the server says

    void told(ServerMessage message) {
        switch (message) {
            case ServerMessage.Start start -> start(start);
            case ServerMessage.Saved(long seq, long _) -> saved(seq);
            case ServerMessage.Noted(long observation, long frame, int credit) ->
                    kept.evidence().noted(observation, frame, credit);
            case ServerMessage.Hold hold -> once(hold.outbox(), () -> hold(hold));
            case ServerMessage.Resume resume -> once(resume.outbox(), () -> resume(resume));
            case ServerMessage.Extend extend -> once(extend.outbox(), () -> extend(extend));
            case ServerMessage.Message(long outbox, var words) ->
                    once(outbox, () -> page.tell(new Notice.Said(words)));
            case ServerMessage.Demand demand ->
                    once(
                            demand.outbox(),
                            () ->
                                    page.tell(
                                            new Notice.Demanded(
                                                    demand.what(),
                                                    demand.tenthsPerSecond(),
                                                    demand.lasting())));
            case ServerMessage.Voided voided -> once(voided.outbox(), () -> voided(voided));
            case ServerMessage.Collected collected ->
                    once(collected.outbox(), () -> collected(collected.lastSeq()));
            case ServerMessage.Judged(var _, var findings) ->
                    page.tell(new Notice.Judged(findings));
            case ServerMessage.Receipt(var text) -> receipt(text);
            case ServerMessage.Resend(long from) -> resend(from);
            case ServerMessage.NotSaved notSaved -> notSaved(notSaved);
            case ServerMessage.Greeting _,
                    ServerMessage.Wait _,
                    ServerMessage.Keyed _,
                    ServerMessage.Admitted _,
                    ServerMessage.Refused _,
                    ServerMessage.Pong _ ->
                    throw new OutOfPlace("not while the connection is up");
        }
    }

    /// Numbered messages come again after a lost connection; each is shown once.
    private void once(long outbox, Runnable show) {
        if (outbox > kept.memory().shown()) {
            kept.journal().add(new JournalEntry.Shown(outbox));
            show.run();
            if (page.stage() != Stage.CLOSED) {
                kept.journal().commit(() -> {});
            }
        }
        connection.send(new SeatMessage.Seen(kept.memory().shown()));
    }

    /// Whether a message that comes again is about something the standing already counted when this
    /// connection was let in.
    private boolean isInStanding(long outbox) {
        return outbox <= standingOutbox;
    }

    // ---- time

    private void flow() {
        isFlowing = true;
        page.move(kept.memory().isHandingIn() ? Stage.HANDING_IN : Stage.RUNNING);
        kept.responses().flow();
        updateWork();
        submit();
    }

    private void stopFlow() {
        isFlowing = false;
        kept.responses().stop();
    }

    private void hold(ServerMessage.Hold hold) {
        page.tell(new Notice.Held(hold.cause(), hold.left()));
        if (isInStanding(hold.outbox())) {
            if (standing == Standing.State.ON_HOLD) {
                cover();
            }
            return;
        }
        var _ = clock.hold(hold.left());
        standing = Standing.State.ON_HOLD;
        stopFlow();
        cover();
    }

    /// Covers the items while the clock stands still; before they are open there is nothing to
    /// cover.
    private void cover() {
        if (form.isOpen()) {
            page.move(Stage.ON_HOLD);
        }
    }

    private void resume(ServerMessage.Resume resume) {
        if (!isInStanding(resume.outbox())) {
            goOnUntil(resume.deadline());
        }
    }

    private void extend(ServerMessage.Extend extend) {
        if (!isInStanding(extend.outbox())) {
            if (clock.isHeld()) {
                var _ = clock.hold(clock.left().plus(extend.by()));
            } else {
                goOnUntil(extend.deadline());
            }
        }
        page.tell(new Notice.Extended(extend.by(), extend.cause()));
    }

    private void goOnUntil(Instant deadline) {
        standing = Standing.State.RUNNING;
        runUntil(deadline);
        if (form.isOpen() && isReady && !isFlowing) {
            flow();
        }
    }

    private void runUntil(Instant deadline) {
        if (clock.runUntil(deadline)) {
            page.tell(new Notice.Deadline(deadline));
        }
    }

    // ---- responses

    private void saved(long seq) {
        kept.responses().saved(seq, clock.serverTime());
        page.tell(new Notice.Acknowledged(seq));
        submit();
    }

    private void resend(long from) {
        handingIn.comesLater();
        if (!kept.responses().resend(from)) {
            connection.renew("resend");
        }
    }

    private void notSaved(ServerMessage.NotSaved refused) {
        switch (refused.reason()) {
            case "too-early" -> tooEarly();
            case "time-over", "not-running" -> stopFlow();
            case "chain" -> {
                if (isFlowing && kept.responses().isFlowing()) {
                    connection.renew("chain");
                }
            }
            case "head", "sheet", "signature" -> {
                if (handingIn.mayMend()) {
                    connection.renew(refused.reason());
                } else {
                    page.trouble(Words.CHAIN_DIFFERS);
                }
            }
            default -> {
                if (refused.seq() > kept.memory().savedSeq()) {
                    kept.responses().notSaved(refused.seq(), refused.retryAfter());
                } else {
                    handingIn.notTaken();
                }
                page.trouble(Words.NOT_TAKEN);
            }
        }
    }

    private void tooEarly() {
        if (page.stage() == Stage.HANDING_IN) {
            kept.journal().add(new JournalEntry.HandingIn(false));
            handingIn.withdraw();
            page.move(Stage.RUNNING);
            page.trouble(Words.TOO_EARLY);
        }
    }

    /// The journal cannot be written; it is tried again.
    void journalBroke(IOException cause) {
        kept.responses().journalBroke();
        page.trouble(Words.JOURNAL_BROKEN);
        kept.evidence().observe("journal-broken", new byte[0]);
        var _ = around.ticker().after(REPAIR_EVERY, kept.journal()::repair);
        updateWork();
    }

    // ---- the end

    /// The candidate wants to hand in. It happens once everything is saved.
    void handIn() {
        kept.journal().add(new JournalEntry.HandingIn(true));
        page.move(Stage.HANDING_IN);
        kept.journal().commit(this::submit);
    }

    private void submit() {
        if (page.stage() == Stage.HANDING_IN
                && isFlowing
                && !handingIn.isSent()
                && kept.responses().isAllSaved()) {
            handingIn.send(kept.responses().submission());
        }
    }

    private void collected(long lastSeq) {
        stopFlow();
        var memory = kept.memory();
        if (lastSeq >= memory.savedSeq() && memory.headAt(lastSeq).isPresent()) {
            var _ =
                    kept.responses()
                            .agreesWith(lastSeq, memory.headAt(lastSeq).get(), clock.serverTime());
        }
        page.tell(new Notice.Collected(Math.max(0, memory.lastSeq() - lastSeq)));
        updateWork();
    }

    private void receipt(String text) {
        if (page.stage() == Stage.CLOSED) {
            return;
        }
        var finding = kept.close(text);
        if (!(finding instanceof Receipts.Finding.Holds)
                && !(finding instanceof Receipts.Finding.SignerNotKnown)) {
            page.trouble(Words.RECEIPT_DOUBTFUL);
        }
        close();
        page.tell(new Notice.Closed(text, Receipts.shortCode(text), finding));
    }

    private void voided(ServerMessage.Voided voided) {
        page.tell(new Notice.Voided(voided.cause()));
        close();
    }

    private void close() {
        page.move(Stage.CLOSED);
        end();
    }

    /// This seat goes no further. Its journal stays.
    void stop(Stopping because, Words words) {
        if (page.stage() != Stage.STOPPED) {
            page.move(Stage.STOPPED);
            end();
            page.tell(new Notice.Stopped(because, words));
        }
    }

    private void end() {
        isFlowing = false;
        kept.responses().end();
        handingIn.cancel();
        clock.end();
        connection.stop();
        kept.evidence().stop();
    }

    /// The program lets go of the session.
    void letGo() {
        handingIn.cancel();
        form.close();
    }
}

package org.gongyuan.rehearsal.fault;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SaveState;
import org.gongyuan.seat.session.SeatSession;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// A candidate in a drill: answers on and on whatever happens, and everything his page shows as
/// saved goes into the ledger. His seat can be killed and taken again.
final class Examinee {

    private static final int MOST_OPEN = 48;

    private final Stage stage;
    private final CandidateList.Ticket ticket;
    private final Path journals;
    private final List<PlacementId> placements;
    private final Ledger ledger;
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong notTaken = new AtomicLong();
    private final Queue<Instant> deadlines = new ConcurrentLinkedQueue<>();
    private volatile SeatedCandidate candidate;
    private volatile SessionId session;
    private volatile boolean isHandingIn;
    private volatile boolean isDown;
    private volatile String padding = "";
    private long given;

    Examinee(Stage stage, CandidateList.Ticket ticket, Path journals, Ledger ledger) {
        this.stage = stage;
        this.ticket = ticket;
        this.journals = journals;
        this.placements = stage.form().items().keySet().stream().toList();
        this.ledger = ledger;
        sit(ticket.seat());
    }

    /// Sits down at a seat and signs in: the first time, or again after the seat was killed.
    void sit(SeatId place) {
        candidate = SeatedCandidate.seat(stage, ticket, place, journals, this::told);
        isDown = false;
    }

    /// The seat's program ends without a word to the candidate; its journal stays.
    void kill() {
        isDown = true;
        candidate.leave();
    }

    /// The seat's journal is gone with its machine; the seat must have been killed before.
    void forget() {
        Examination.delete(journals.resolve(candidate.place().text().replace('/', '-')));
    }

    /// Gives longer responses from now on, by so many bytes.
    void writeMore(int bytes) {
        padding = "x".repeat(bytes);
    }

    /// The camera takes a picture of so many bytes.
    void picture(int bytes) {
        candidate.seat().act(at -> at.picture(new byte[bytes]));
    }

    private void told(Notice notice) {
        var now = candidate;
        switch (notice) {
            case Notice.Acknowledged _ -> note(now);
            case Notice.Work(SaveState.Saved _) -> note(now);
            case Notice.Work(SaveState.KeptHere _) -> {
                if (now != null) {
                    kept.accumulateAndGet(now.seat().session().progress().given(), Math::max);
                }
            }
            case Notice.Deadline(var deadline) -> deadlines.add(deadline);
            case Notice.Trouble _ -> notTaken.incrementAndGet();
            default -> {}
        }
    }

    private void note(SeatedCandidate now) {
        if (now == null) {
            return;
        }
        var seated = now.seat().session();
        var id = seated.session();
        var head = seated.savedHead();
        if (id.isPresent() && head.isPresent()) {
            session = id.get();
            ledger.saved(id.get(), seated.progress().saved(), head.get());
        }
    }

    /// Gives a response, unless many are under way or the seat cannot take one now.
    void answer() {
        candidate.seat().act(this::give);
    }

    private void give(SeatSession at) {
        if (at.stage() != org.gongyuan.seat.session.Stage.RUNNING || isHandingIn || isDown) {
            return;
        }
        var progress = at.progress();
        if (progress.given() - progress.saved() < MOST_OPEN) {
            given++;
            var placement = placements.get((int) (given % placements.size()));
            var _ = at.give(placement, ResponseBody.of("RESPONSE", "A" + given + padding).encode());
        }
    }

    /// Hands in, as soon as the seat can.
    void handIn() {
        isHandingIn = true;
        candidate
                .seat()
                .act(
                        at -> {
                            if (at.stage() == org.gongyuan.seat.session.Stage.RUNNING) {
                                at.handIn();
                            }
                        });
    }

    /// Whether the candidate has his receipt.
    boolean isClosed() {
        return candidate.closed().isDone();
    }

    /// Waits until the items can be shown.
    void awaitOpened(Duration patience) {
        SeatedCandidate.await(candidate.opened(), patience);
    }

    /// How far this candidate has come.
    SeatSession.Progress progress() {
        return candidate.seat().ask(SeatSession::progress).join();
    }

    /// Where the session stands.
    org.gongyuan.seat.session.Stage stands() {
        return candidate.seat().ask(SeatSession::stage).join();
    }

    /// The seq up to which the page said that everything is kept on this machine.
    long kept() {
        return kept.get();
    }

    /// How often the page said that something was not taken, or no node was there.
    long notTaken() {
        return notTaken.get();
    }

    /// Every deadline the page was told, in order.
    List<Instant> deadlines() {
        return List.copyOf(deadlines);
    }

    /// The session, once something was saved.
    SessionId session() {
        return session;
    }

    SeatedCandidate candidate() {
        return candidate;
    }
}

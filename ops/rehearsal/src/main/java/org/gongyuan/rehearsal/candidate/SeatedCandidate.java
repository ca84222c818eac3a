package org.gongyuan.rehearsal.candidate;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.seat.journal.DiskFolder;
import org.gongyuan.seat.journal.JournalFolder;
import org.gongyuan.seat.link.Seat;
import org.gongyuan.seat.session.Notice;
import org.gongyuan.seat.session.SaveState;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// One simulated candidate at the real seat core: signs in, confirms, and from then on can be made
/// to answer and hand in. What the seat's page would show is kept as milestones.
public final class SeatedCandidate {

    private final Stage stage;
    private final CandidateList.Ticket ticket;
    private final SeatId place;
    private final Consumer<Notice> watcher;
    private final Map<PlacementId, byte[]> given = new ConcurrentHashMap<>();
    private final CompletableFuture<Instant> ready = new CompletableFuture<>();
    private final CompletableFuture<Long> opened = new CompletableFuture<>();
    private final CompletableFuture<Notice.Closed> closed = new CompletableFuture<>();
    private final CompletableFuture<Notice> refused = new CompletableFuture<>();
    private final AtomicLong shownSaved = new AtomicLong();
    private final JournalFolder folder;
    private Seat seat;
    private volatile boolean isConnected;
    private volatile long connectedAt;
    private volatile boolean isGone;

    private SeatedCandidate(
            Stage stage,
            CandidateList.Ticket ticket,
            SeatId place,
            JournalFolder folder,
            Consumer<Notice> watcher) {
        this.stage = stage;
        this.ticket = ticket;
        this.place = place;
        this.folder = folder;
        this.watcher = watcher;
    }

    /// A candidate who sits down at his seat and signs in.
    ///
    /// @param journals where the seats' machines keep their journals, one folder each
    public static SeatedCandidate seat(Stage stage, CandidateList.Ticket ticket, Path journals) {
        return seat(stage, ticket, ticket.seat(), journals, _ -> {});
    }

    /// A candidate who sits down somewhere, watched.
    public static SeatedCandidate seat(
            Stage stage,
            CandidateList.Ticket ticket,
            SeatId place,
            Path journals,
            Consumer<Notice> watcher) {
        try {
            var folder = DiskFolder.take(journals.resolve(place.text().replace('/', '-')));
            return seat(stage, ticket, place, folder, watcher);
        } catch (IOException failed) {
            throw new UncheckedIOException("the seat's folder cannot be taken", failed);
        }
    }

    /// A candidate who sits down somewhere, watched, at a machine with that journal folder.
    public static SeatedCandidate seat(
            Stage stage,
            CandidateList.Ticket ticket,
            SeatId place,
            JournalFolder folder,
            Consumer<Notice> watcher) {
        var candidate = new SeatedCandidate(stage, ticket, place, folder, watcher);
        candidate.signIn();
        return candidate;
    }

    private void signIn() {
        seat =
                stage.room()
                        .seat(
                                stage.seatSettings(place),
                                Optional.of(stage.machine(place)),
                                folder,
                                this::told);
        seat.act(
                session -> {
                    try {
                        session.signIn(ticket.signIn());
                    } catch (IOException failed) {
                        throw new UncheckedIOException("the journal cannot be read", failed);
                    }
                });
    }

    private void told(Notice notice) {
        if (isGone) {
            return;
        }
        switch (notice) {
            case Notice.Moved(var standing)
                    when standing == org.gongyuan.seat.session.Stage.CONFIRMING -> {
                seat.act(org.gongyuan.seat.session.SeatSession::confirm);
                ready.complete(stage.clock().instant());
            }
            case Notice.Opened _ -> opened.complete(System.nanoTime());
            case Notice.Closed done -> closed.complete(done);
            case Notice.Refused no when no.retryAfter().isZero() -> refused.complete(no);
            case Notice.Stopped stopped -> refused.complete(stopped);
            case Notice.Voided voided -> refused.complete(voided);
            case Notice.Connected(var isUp) -> {
                connectedAt = System.nanoTime();
                isConnected = isUp;
            }
            case Notice.Work(SaveState.Saved _) ->
                    shownSaved.set(seat.session().progress().saved());
            default -> {}
        }
        watcher.accept(notice);
    }

    /// Completed when the candidate's data were shown and confirmed.
    public CompletableFuture<Instant> ready() {
        return ready;
    }

    /// Completed with the nano time at which the items could be shown.
    public CompletableFuture<Long> opened() {
        return opened;
    }

    /// Completed with the receipt.
    public CompletableFuture<Notice.Closed> closed() {
        return closed;
    }

    /// Completed when the candidate was not let in, or was stopped or voided.
    public CompletableFuture<Notice> refused() {
        return refused;
    }

    /// Gives a response to a placement, unless he has left.
    public void give(PlacementId placement, byte[] body) {
        seat.act(
                session -> {
                    if (!isGone) {
                        given.put(placement, body);
                        session.give(placement, body);
                    }
                });
    }

    /// The seat's camera took a picture.
    public void photographed(byte[] jpeg) {
        seat.act(
                session -> {
                    if (!isGone) {
                        session.picture(jpeg);
                    }
                });
    }

    /// What was given last to each placement at this seat.
    public Map<PlacementId, byte[]> given() {
        return given;
    }

    /// Wants to hand in, if the examination still runs for him.
    public void handIn() {
        seat.act(
                session -> {
                    if (!isGone && session.stage() == org.gongyuan.seat.session.Stage.RUNNING) {
                        session.handIn();
                    }
                });
    }

    /// The seat itself.
    public Seat seat() {
        return seat;
    }

    /// The candidate's ticket.
    public CandidateList.Ticket ticket() {
        return ticket;
    }

    /// Where the candidate sits.
    public SeatId place() {
        return place;
    }

    /// Whether the connection is up, as the page shows it.
    public boolean isConnected() {
        return isConnected;
    }

    /// The nano time at which the connection last came up or broke.
    public long connectedAt() {
        return connectedAt;
    }

    /// The seq up to which the page showed *saved*.
    public long shownSaved() {
        return shownSaved.get();
    }

    /// The seat's program is ended, its journal stays; nothing more is heard of it.
    public synchronized void leave() {
        if (!isGone) {
            isGone = true;
            seat.leave().join();
            folder.close();
        }
    }

    /// Whether the seat's program was ended before its time.
    public boolean isGone() {
        return isGone;
    }

    /// Waits for one of the milestones.
    public static <T> T await(CompletableFuture<T> milestone, Duration patience) {
        return milestone
                .orTimeout(patience.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)
                .join();
    }
}

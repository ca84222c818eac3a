package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Standing;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog.Taking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes the responses of one session in the order of their chain, and tells the seat which of them
/// are durable (`seat-protocol.md` sections 6 and 7). Alone writes the answer sheet; in the core's
/// lane.
final class ResponseTaking {

    private final SessionTrail trail;
    private final SeatLine line;
    private final SeatTaking seats;
    private final AnswerSheet sheet;
    private final Surroundings around;

    private long savedSeq;
    private long savedEntry;
    private boolean isSavedToTell;

    ResponseTaking(
            SessionTrail trail,
            SeatLine line,
            SeatTaking seats,
            AnswerSheet sheet,
            Surroundings around) {
        this.trail = requireNonNull(trail, "trail");
        this.line = requireNonNull(line, "line");
        this.seats = requireNonNull(seats, "seats");
        this.sheet = requireNonNull(sheet, "sheet");
        this.around = requireNonNull(around, "around");
    }

    /// The number of the last response that is durable.
    long savedSeq() {
        return savedSeq;
    }

    /// Takes a response back from the record, at start.
    void replay(SessionEntry.ResponseSaved saved, long index) {
        sheet.take(saved.seq(), saved.placement(), saved.commitment());
        sheet.durable(saved.seq(), saved.placement(), index);
        savedSeq = saved.seq();
        savedEntry = index;
    }

    /// Another connection is served: it hears what is saved when it is let in.
    void connected() {
        isSavedToTell = false;
    }

    /// Says what has become durable since the last turn, once for all of it.
    void flush() {
        if (isSavedToTell) {
            isSavedToTell = false;
            line.tell(new ServerMessage.Saved(savedSeq, savedEntry));
        }
    }

    void response(SeatMessage.Response response) {
        long seq = response.seq();
        if (seq <= sheet.last()) {
            repeated(response);
            return;
        }
        if (seq > sheet.last() + 1) {
            askForMissing();
            return;
        }
        var at = now();
        var refusal = refusal(response, at);
        if (refusal != null) {
            line.refuse(seq, refusal);
            return;
        }
        var sealed = response.sealed().toBytes();
        var placement = response.placement();
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.ResponseSaved(
                                        at,
                                        trail.session(),
                                        n,
                                        seq,
                                        placement,
                                        response.commitment(),
                                        response.prev(),
                                        around.suite().digest(sealed)),
                        sealed,
                        Urgency.RESPONSE,
                        index -> {
                            sheet.durable(seq, placement, index);
                            savedSeq = seq;
                            savedEntry = index;
                            tellSaved();
                        });
        if (taking == Taking.TAKEN) {
            sheet.take(seq, placement, response.commitment());
        } else {
            line.notTaken(seq, taking);
        }
    }

    /// Why a response that is the next cannot be taken, or null.
    private String refusal(SeatMessage.Response response, Instant at) {
        if (trail.state() instanceof SessionState.OnHold) {
            return "on-hold";
        }
        if (!(trail.state() instanceof SessionState.Running(_, var deadline))) {
            return "not-running";
        }
        if (at.isAfter(deadline)
                && (at.isAfter(deadline.plus(SessionState.GRACE))
                        || !line.isConnectedSince(deadline))) {
            return "time-over";
        }
        if (!response.prev().equals(sheet.head())) {
            return "chain";
        }
        if (!around.has(response.placement())) {
            return "placement";
        }
        return response.sealed().length() > Session.LARGEST_RESPONSE ? "too-large" : null;
    }

    private void repeated(SeatMessage.Response response) {
        if (!sheet.repeats(response.seq(), response.commitment())) {
            trail.place().ifPresent(place -> seats.refuseFork(place.seat(), place.verifyingKey()));
            line.refuse(response.seq(), "chain");
        } else if (response.seq() <= savedSeq) {
            tellSaved();
        }
    }

    private void tellSaved() {
        isSavedToTell = true;
        line.touch();
    }

    /// Asks the seat for everything after the last response that was taken.
    void askForMissing() {
        line.tell(new ServerMessage.Resend(sheet.last() + 1));
    }

    void signedHead(SeatMessage.SignedHead signed) {
        boolean takes =
                trail.state() instanceof SessionState.Running
                        || trail.state() instanceof SessionState.OnHold;
        if (!takes || signed.seq() != sheet.last() || !signed.head().equals(sheet.head())) {
            return;
        }
        var place = trail.place().orElseThrow();
        var what =
                Transcripts.signedHead(
                        around.suite(), trail.session(), signed.seq(), signed.head());
        if (around.holds(place.verifyingKey(), what, signed.signature())) {
            trail.enter(
                    n ->
                            new SessionEntry.HeadSigned(
                                    now(),
                                    trail.session(),
                                    n,
                                    signed.seq(),
                                    signed.head(),
                                    signed.signature()),
                    Urgency.OBSERVATION,
                    _ -> {});
        }
    }

    /// Reads back the last response of every placement, as the seat sealed them. Beyond `most`
    /// bytes in all, the sealed bytes are left empty.
    void readBack(int most, Consumer<List<Standing.Given>> then) {
        var last = sheet.given();
        var entries = new long[last.length];
        for (int i = 0; i < last.length; i++) {
            entries[i] = last[i].entry();
        }
        around.log().attachments(entries, bodies -> then.accept(given(last, bodies, most)));
    }

    private static List<Standing.Given> given(AnswerSheet.Last[] last, byte[][] bodies, int most) {
        var given = new ArrayList<Standing.Given>(last.length);
        int room = most;
        for (int i = 0; i < last.length; i++) {
            boolean fits = bodies[i].length <= room;
            room -= fits ? bodies[i].length : 0;
            given.add(
                    new Standing.Given(
                            last[i].seq(),
                            last[i].placement(),
                            Octets.of(fits ? bodies[i] : SittingLog.NOTHING),
                            last[i].commitment()));
        }
        return given;
    }

    private Instant now() {
        return around.clock().instant();
    }
}

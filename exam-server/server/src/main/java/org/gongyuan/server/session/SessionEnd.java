package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.message.SeatMessage;
import org.gongyuan.protocol.message.ServerMessage;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.sentence.Sentence;
import org.gongyuan.server.session.SittingLog.Taking;

import java.time.Instant;

/// How one session ends: handed in by the candidate, collected after the deadline, annulled, or
/// sent to another sitting; and the receipt for what was handed in or collected (`session.md`
/// section 2, `seat-protocol.md` sections 9 and 11). In the core's lane.
final class SessionEnd {

    private final SessionTrail trail;
    private final SeatLine line;
    private final ResponseTaking responses;
    private final AnswerSheet sheet;
    private final Surroundings around;

    private long closingEntry = -1;
    private String receipt;
    private boolean isReceiptAsked;

    SessionEnd(
            SessionTrail trail,
            SeatLine line,
            ResponseTaking responses,
            AnswerSheet sheet,
            Surroundings around) {
        this.trail = requireNonNull(trail, "trail");
        this.line = requireNonNull(line, "line");
        this.responses = requireNonNull(responses, "responses");
        this.sheet = requireNonNull(sheet, "sheet");
        this.around = requireNonNull(around, "around");
    }

    /// What handed the session in or collected it stands in the record already, at `index`.
    void replay(long index) {
        closingEntry = index;
    }

    void submit(SeatMessage.Submit submit) {
        if (trail.isClosed()) {
            giveReceipt();
            return;
        }
        var refusal = refusal(submit);
        if (refusal != null) {
            line.refuse(submit.lastSeq(), refusal);
            return;
        }
        if (submit.lastSeq() > sheet.last()) {
            responses.askForMissing();
            return;
        }
        var taking =
                trail.enter(
                        n ->
                                new SessionEntry.Submitted(
                                        now(),
                                        trail.session(),
                                        n,
                                        submit.lastSeq(),
                                        submit.head(),
                                        submit.sheet(),
                                        submit.signature()),
                        Urgency.SUBMISSION,
                        this::closedAt);
        if (taking != Taking.TAKEN) {
            line.notTaken(submit.lastSeq(), taking);
        }
    }

    /// Why a submission cannot be taken, or null; one that needs a resend is not refused.
    private String refusal(SeatMessage.Submit submit) {
        if (trail.state() instanceof SessionState.OnHold) {
            return "on-hold";
        }
        if (!(trail.state() instanceof SessionState.Running(var place, _))) {
            return "not-running";
        }
        var rules = around.rules();
        if (now().isBefore(rules.starts().plus(rules.earliestHandIn()))) {
            return "too-early";
        }
        if (submit.lastSeq() > sheet.last()) {
            return null;
        }
        if (submit.lastSeq() < sheet.last() || !submit.head().equals(sheet.head())) {
            return "head";
        }
        if (!submit.sheet().equals(sheet.digest())) {
            return "sheet";
        }
        var what =
                Transcripts.submit(
                        around.suite(),
                        trail.session(),
                        submit.lastSeq(),
                        submit.head(),
                        submit.sheet());
        return around.holds(place.verifyingKey(), what, submit.signature()) ? null : "signature";
    }

    /// Enters that time is over, with what was taken until then.
    Taking collect(Instant at) {
        return trail.enter(
                n ->
                        new SessionEntry.Expired(
                                at, trail.session(), n, sheet.last(), sheet.head(), sheet.digest()),
                Urgency.SUBMISSION,
                this::closedAt);
    }

    Act annul(Cause cause, StaffId proposer, StaffId approver) {
        return trail.place().isEmpty()
                ? notBegunOrClosed()
                : trail.act(
                        n ->
                                new SessionEntry.Voided(
                                        now(), trail.session(), n, cause, proposer, approver));
    }

    Act transfer(SittingId to, Cause cause, StaffId proposer, StaffId approver) {
        return trail.place().isEmpty()
                ? notBegunOrClosed()
                : trail.act(
                        n ->
                                new SessionEntry.Transferred(
                                        now(), trail.session(), n, to, cause, proposer, approver));
    }

    private Act notBegunOrClosed() {
        return new Act.NotNow(trail.session(), Sentence.SESSION_NOT_BEGUN.of());
    }

    /// What closed the session in another node's log stands in this node's at `index` now.
    void receiptFrom(long index) {
        isReceiptAsked = false;
        closedAt(index);
    }

    private void closedAt(long index) {
        closingEntry = index;
        giveReceipt();
    }

    /// Gives the receipt to the connected seat, if the session was handed in or collected.
    void giveReceipt() {
        if (receipt != null) {
            line.tell(new ServerMessage.Receipt(receipt));
        } else if (closingEntry >= 0 && !isReceiptAsked) {
            isReceiptAsked = true;
            around.log()
                    .receipt(
                            closingEntry,
                            text -> {
                                receipt = text;
                                line.tell(new ServerMessage.Receipt(text));
                            });
        }
    }

    private Instant now() {
        return around.clock().instant();
    }
}

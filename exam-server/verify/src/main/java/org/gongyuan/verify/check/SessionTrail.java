package org.gongyuan.verify.check;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.message.Transcripts;
import org.gongyuan.protocol.record.Chains;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Hashing;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Follows one session through its entries, in the order of their ordinals, and checks each against
/// all before it (V09–V19). It goes on after a failure as well as it can, so that one edit is found
/// once.
///
///     none --admitted--> seated --started--> running --submitted or expired--> closed
///     running --held--> on hold --resumed--> running
///     seated, running, on hold --voided or transferred--> closed
final class SessionTrail {

    /// A response may reach the server this long after the deadline (`seat-protocol.md` section
    /// 6.1).
    static final Duration GRACE = Duration.ofSeconds(5);

    enum State {
        NONE,
        SEATED,
        RUNNING,
        ON_HOLD,
        SUBMITTED,
        EXPIRED,
        VOIDED,
        TRANSFERRED;

        boolean isClosed() {
            return switch (this) {
                case SUBMITTED, EXPIRED, VOIDED, TRANSFERRED -> true;
                case NONE, SEATED, RUNNING, ON_HOLD -> false;
            };
        }
    }

    private final SessionId id;
    private final String where;
    private final Suite suite;
    private final Hashing hashing;
    private final Findings findings;
    private final SeatSignatures signatures;
    private final OpenedRules rules;
    private final PostureTrail posture;

    private State state = State.NONE;
    private Digest candidate;
    private SeatId seat;
    private SeatSignatures.SeatKey seatKey;
    private Digest responseKey;
    private Instant deadline = Instant.EPOCH;
    private Duration left = Duration.ZERO;
    private Duration extendedBefore = Duration.ZERO;
    private Digest head;
    private long lastSeq;
    private Digest observationHead;
    private long lastObservation;
    private Digest frameHead;
    private long lastFrame;

    /// The commitments of the last responses, each at the number of its placement: a sitting has
    /// millions of responses, and a tree for each session costs more than the checks of them.
    private Digest[] last = new Digest[64];

    /// @param hashing of the suite, shared by the trails that one thread follows
    SessionTrail(
            SessionId id,
            Suite suite,
            Hashing hashing,
            OpenedRules rules,
            Findings findings,
            SeatSignatures signatures) {
        this.id = id;
        this.hashing = hashing;
        this.signatures = signatures;
        this.where = "session " + id;
        this.suite = suite;
        this.rules = rules;
        this.posture = new PostureTrail(rules.posture(), where, findings);
        this.findings = findings;
        this.head = Chains.firstHead(suite, id);
        this.observationHead = Chains.firstObserved(suite, id);
        this.frameHead = Chains.firstFrame(suite, id);
    }

    SessionId id() {
        return id;
    }

    State state() {
        return state;
    }

    Digest candidate() {
        return candidate;
    }

    Digest responseKey() {
        return responseKey;
    }

    /// The commitment of the last response of each placement answered.
    SortedMap<PlacementId, Digest> last() {
        var sorted = new TreeMap<PlacementId, Digest>();
        for (int number = 1; number < last.length; number++) {
            if (last[number] != null) {
                sorted.put(new PlacementId(number), last[number]);
            }
        }
        return sorted;
    }

    /// The commitment of the last response of one placement.
    Optional<Digest> last(PlacementId placement) {
        return placement.number() < last.length
                ? Optional.ofNullable(last[placement.number()])
                : Optional.empty();
    }

    private void last(PlacementId placement, Digest commitment) {
        if (placement.number() >= last.length) {
            last = Arrays.copyOf(last, 2 * placement.number());
        }
        last[placement.number()] = commitment;
    }

    /// Takes the next entry.
    void follow(SessionEntry entry) {
        switch (entry) {
            case SessionEntry.ResponseSaved saved -> saved(saved);
            case SessionEntry.Observed observed -> observed(observed);
            case SessionEntry.FrameTaken taken -> taken(taken);
            case SessionEntry.HeadSigned signed -> signed(signed);
            case SessionEntry.Admitted admitted -> admitted(admitted);
            case SessionEntry.Keyed keyed -> keyed(keyed);
            case SessionEntry.Started started -> started(started);
            case SessionEntry.Held held -> held(held);
            case SessionEntry.Resumed resumed -> resumed(resumed);
            case SessionEntry.Extended extended -> extended(extended);
            case SessionEntry.Moved moved -> moved(moved);
            case SessionEntry.Readmitted readmitted -> readmitted(readmitted);
            case SessionEntry.ForkRefused refused -> forkRefused(refused);
            case SessionEntry.Submitted submitted -> submitted(submitted);
            case SessionEntry.Expired expired -> expired(expired);
            case SessionEntry.PostureReported reported -> {
                drawn(state != State.NONE && !state.isClosed(), "a posture reported");
                posture.reported(reported);
            }
            case SessionEntry.PostureOverridden overridden -> {
                drawn(state != State.NONE && !state.isClosed(), "a posture overridden");
                posture.overridden(overridden);
            }
            case SessionEntry.Voided voided -> {
                drawn(!state.isClosed(), "voided");
                byTwo(voided.proposer(), voided.approver(), "voided");
                state = State.VOIDED;
            }
            case SessionEntry.Transferred transferred -> {
                drawn(!state.isClosed() && state != State.NONE, "transferred");
                byTwo(transferred.proposer(), transferred.approver(), "transferred");
                state = State.TRANSFERRED;
            }
        }
    }

    private void saved(SessionEntry.ResponseSaved saved) {
        drawn(state == State.RUNNING || state == State.ON_HOLD, "a response saved");
        findings.examined(Check.V12);
        if (saved.seq() != lastSeq + 1) {
            fails(Check.V12, "response %d follows %d".formatted(saved.seq(), lastSeq));
        } else if (!saved.prev().equals(head)) {
            fails(
                    Check.V12,
                    "response %d does not link to the head before it".formatted(saved.seq()));
        }
        findings.examined(Check.V13);
        if (state == State.ON_HOLD) {
            fails(
                    Check.V13,
                    "response %d was saved while the session was held".formatted(saved.seq()));
        } else if (saved.at().isAfter(deadline.plus(GRACE))) {
            fails(
                    Check.V13,
                    "response %d was saved at %s, after the deadline %s"
                            .formatted(saved.seq(), saved.at(), deadline));
        }
        head =
                Chains.nextHead(
                        hashing, saved.prev(), saved.seq(), saved.placement(), saved.commitment());
        lastSeq = saved.seq();
        last(saved.placement(), saved.commitment());
    }

    private void observed(SessionEntry.Observed observed) {
        drawn(state != State.NONE, "an observation");
        findings.examined(Check.V19);
        if (observed.seq() != lastObservation + 1 || !observed.prev().equals(observationHead)) {
            fails(
                    Check.V19,
                    "observation %d does not follow %d".formatted(observed.seq(), lastObservation));
        }
        lastObservation = observed.seq();
        observationHead =
                Chains.nextSeen(suite, observed.prev(), observed.seq(), observed.detail());
    }

    private void taken(SessionEntry.FrameTaken taken) {
        drawn(state != State.NONE, "a picture");
        findings.examined(Check.V19);
        if (taken.seq() != lastFrame + 1 || !taken.prev().equals(frameHead)) {
            fails(Check.V19, "picture %d does not follow %d".formatted(taken.seq(), lastFrame));
        }
        lastFrame = taken.seq();
        frameHead = Chains.nextSeen(suite, taken.prev(), taken.seq(), taken.picture());
    }

    private void signed(SessionEntry.HeadSigned signed) {
        findings.examined(Check.V18);
        if (signed.seq() != lastSeq || !signed.head().equals(head)) {
            fails(Check.V18, "the signed head at %d is not the head".formatted(signed.seq()));
        } else {
            bySeat(
                    Transcripts.signedHead(suite, id, signed.seq(), signed.head()),
                    signed.signature(),
                    Check.V18,
                    "the signature of the head at %d does not hold".formatted(signed.seq()));
        }
    }

    private void admitted(SessionEntry.Admitted admitted) {
        drawn(state == State.NONE, "admitted");
        candidate = admitted.candidate();
        seat = admitted.seat();
        seatKey = new SeatSignatures.SeatKey(admitted.seatKey());
        state = State.SEATED;
    }

    private void keyed(SessionEntry.Keyed keyed) {
        drawn(state != State.NONE && !state.isClosed(), "keyed");
        responseKey = keyed.key();
    }

    private void started(SessionEntry.Started started) {
        drawn(state == State.SEATED && responseKey != null, "started");
        findings.examined(Check.V14);
        var full = started.at().plus(rules.duration());
        var due = (full.isAfter(rules.ends()) ? rules.ends() : full).plus(extendedBefore);
        if (!started.deadline().equals(due)) {
            fails(
                    Check.V14,
                    "started with the deadline %s, due was %s".formatted(started.deadline(), due));
        }
        findings.examined(Check.V09);
        if (started.at().isBefore(rules.starts()) || started.at().isBefore(rules.notBefore())) {
            fails(
                    Check.V09,
                    "started at %s, before the start %s".formatted(started.at(), rules.starts()));
        }
        posture.started();
        deadline = started.deadline();
        state = State.RUNNING;
    }

    private void held(SessionEntry.Held held) {
        drawn(state == State.RUNNING, "held");
        findings.examined(Check.V14);
        var due = Duration.between(held.at(), deadline);
        if (!held.left().equals(due.isNegative() ? Duration.ZERO : due)) {
            fails(Check.V14, "held with %s left, %s were left".formatted(held.left(), due));
        }
        left = held.left();
        state = State.ON_HOLD;
    }

    private void resumed(SessionEntry.Resumed resumed) {
        drawn(state == State.ON_HOLD, "resumed");
        findings.examined(Check.V14);
        var due = resumed.at().plus(left);
        if (!resumed.deadline().equals(due)) {
            fails(
                    Check.V14,
                    "resumed with the deadline %s, due was %s".formatted(resumed.deadline(), due));
        }
        deadline = resumed.deadline();
        state = State.RUNNING;
    }

    private void extended(SessionEntry.Extended extended) {
        drawn(state != State.NONE && !state.isClosed(), "extended");
        byTwo(extended.proposer(), extended.approver(), "extended");
        findings.examined(Check.V14);
        switch (state) {
            case ON_HOLD -> left = left.plus(extended.by());
            case SEATED -> extendedBefore = extendedBefore.plus(extended.by());
            default -> {
                var due = deadline.plus(extended.by());
                if (!extended.deadline().equals(due)) {
                    fails(
                            Check.V14,
                            "extended to %s, %s was due".formatted(extended.deadline(), due));
                }
                deadline = extended.deadline();
            }
        }
    }

    private void moved(SessionEntry.Moved moved) {
        drawn(state != State.NONE && !state.isClosed() && moved.from().equals(seat), "moved");
        byTwo(moved.proposer(), moved.approver(), "moved");
        seat = moved.to();
        seatKey = new SeatSignatures.SeatKey(moved.seatKey());
        posture.moved();
    }

    private void readmitted(SessionEntry.Readmitted readmitted) {
        drawn(
                state != State.NONE && !state.isClosed() && readmitted.seat().equals(seat),
                "readmitted");
        seatKey = new SeatSignatures.SeatKey(readmitted.seatKey());
        posture.readmitted();
    }

    private void forkRefused(SessionEntry.ForkRefused refused) {
        drawn(state != State.NONE, "a fork refused");
        if (seatKey != null && seatKey.is(refused.seatKey())) {
            fails(Check.V11, "a fork was refused that has the key in force");
        }
    }

    private void submitted(SessionEntry.Submitted submitted) {
        drawn(state == State.RUNNING, "submitted");
        findings.examined(Check.V16);
        if (submitted.lastSeq() != lastSeq || !submitted.head().equals(head)) {
            fails(Check.V16, "the submission's head is not the head of the chain");
        } else if (!submitted.sheet().equals(Chains.sheet(suite, id, last()))) {
            fails(Check.V16, "the submission's answer sheet is not that of the responses");
        } else {
            bySeat(
                    Transcripts.submit(
                            suite, id, submitted.lastSeq(), submitted.head(), submitted.sheet()),
                    submitted.signature(),
                    Check.V16,
                    "the submission's signature does not hold");
        }
        state = State.SUBMITTED;
    }

    private void expired(SessionEntry.Expired expired) {
        drawn(state == State.RUNNING, "expired");
        findings.examined(Check.V17);
        if (expired.at().isBefore(deadline)) {
            fails(
                    Check.V17,
                    "collected at %s, before the deadline %s".formatted(expired.at(), deadline));
        } else if (expired.lastSeq() != lastSeq
                || !expired.head().equals(head)
                || !expired.sheet().equals(Chains.sheet(suite, id, last()))) {
            fails(Check.V17, "what was collected is not what had been saved");
        }
        state = State.EXPIRED;
    }

    private void bySeat(Digest signed, Octets signature, Check check, String otherwise) {
        if (seatKey == null) {
            fails(check, otherwise);
        } else {
            signatures.demand(seatKey, signed, signature, check, where, otherwise);
        }
    }

    private void byTwo(StaffId proposer, StaffId approver, String act) {
        findings.examined(Check.V15);
        if (proposer.equals(approver)) {
            fails(Check.V15, "%s by %s alone".formatted(act, proposer));
        }
    }

    private void drawn(boolean isDrawn, String fact) {
        findings.examined(Check.V11);
        if (!isDrawn) {
            fails(Check.V11, "%s while %s".formatted(fact, state));
        }
    }

    private void fails(Check check, String because) {
        findings.fails(check, where, because);
    }
}

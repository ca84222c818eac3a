package org.gongyuan.protocol.record;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// An entry about one candidate's session. Its ordinal counts 0, 1, 2 … over all logs of the
/// sitting (`exam-record.md` section 1.4).
public sealed interface SessionEntry extends Entry {

    /// The session the fact is about.
    SessionId session();

    /// The session's own count of its entries, from 0, over all logs.
    long ordinal();

    /// Identity was checked and the seat taken. Kind 10.
    record Admitted(
            Instant at,
            SessionId session,
            long ordinal,
            Digest candidate,
            SeatId seat,
            Octets seatKey,
            StaffId by)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 10;

        public Admitted {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(candidate, "candidate");
            requireNonNull(seat, "seat");
            requireNonNull(seatKey, "seatKey");
            requireNonNull(by, "by");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The seat made the key its responses are sealed under and wrapped it to the marking key. Kind
    /// 11.
    record Keyed(Instant at, SessionId session, long ordinal, Digest key, Digest envelope)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 11;

        public Keyed {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(key, "key");
            requireNonNull(envelope, "envelope");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The form key was sent and time began to run. Kind 12.
    record Started(Instant at, SessionId session, long ordinal, Instant deadline)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 12;

        public Started {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(deadline, "deadline");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A response was durably saved. Kind 13.
    record ResponseSaved(
            Instant at,
            SessionId session,
            long ordinal,
            long seq,
            PlacementId placement,
            Digest commitment,
            Digest prev,
            Digest sealed)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 13;

        public ResponseSaved {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("seq", seq);
            requireNonNull(placement, "placement");
            requireNonNull(commitment, "commitment");
            requireNonNull(prev, "prev");
            requireNonNull(sealed, "sealed");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The seat signed the head of its response chain. Kind 14.
    record HeadSigned(
            Instant at, SessionId session, long ordinal, long seq, Digest head, Octets signature)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 14;

        public HeadSigned {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("seq", seq);
            requireNonNull(head, "head");
            requireNonNull(signature, "signature");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The clock was stopped with `left` to go. Kind 15.
    record Held(
            Instant at,
            SessionId session,
            long ordinal,
            Duration left,
            Cause cause,
            StaffId proposer,
            StaffId approver)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 15;

        public Held {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("left", left.toMillis());
            requireNonNull(cause, "cause");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The clock goes on; exactly what was left is given back. Kind 16.
    record Resumed(
            Instant at,
            SessionId session,
            long ordinal,
            Instant deadline,
            StaffId proposer,
            StaffId approver)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 16;

        public Resumed {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(deadline, "deadline");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Time was added for a cause, by two persons. Kind 17.
    record Extended(
            Instant at,
            SessionId session,
            long ordinal,
            Duration by,
            Instant deadline,
            Cause cause,
            StaffId proposer,
            StaffId approver)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 17;

        public Extended {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("by", by.toMillis());
            requireNonNull(deadline, "deadline");
            requireNonNull(cause, "cause");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The session goes on at another seat (or the same with a new key); the old key counts no
    /// more. Kind 18.
    record Moved(
            Instant at,
            SessionId session,
            long ordinal,
            SeatId from,
            SeatId to,
            Octets seatKey,
            Cause cause,
            StaffId proposer,
            StaffId approver)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 18;

        public Moved {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(from, "from");
            requireNonNull(to, "to");
            requireNonNull(seatKey, "seatKey");
            requireNonNull(cause, "cause");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The candidate signed in again at the seat of the session; its key counts from now on. Kind
    /// 19.
    record Readmitted(
            Instant at, SessionId session, long ordinal, SeatId seat, Octets seatKey, StaffId by)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 19;

        public Readmitted {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(seat, "seat");
            requireNonNull(seatKey, "seatKey");
            requireNonNull(by, "by");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A seat spoke for the session with a key that counts no more. Kind 20.
    record ForkRefused(Instant at, SessionId session, long ordinal, SeatId seat, Octets seatKey)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 20;

        public ForkRefused {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(seat, "seat");
            requireNonNull(seatKey, "seatKey");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A raw signal from the seat, never a verdict. Kind 21.
    record Observed(
            Instant at,
            SessionId session,
            long ordinal,
            long seq,
            String signal,
            Instant seatTime,
            Digest detail,
            Digest prev)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 21;

        public Observed {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("seq", seq);
            Bound.text("signal", signal);
            requireNonNull(seatTime, "seatTime");
            requireNonNull(detail, "detail");
            requireNonNull(prev, "prev");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// A picture was received and stored sealed. Kind 22.
    record FrameTaken(
            Instant at,
            SessionId session,
            long ordinal,
            long seq,
            Instant seatTime,
            Digest picture,
            Digest prev,
            Digest sealed)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 22;

        public FrameTaken {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("seq", seq);
            requireNonNull(seatTime, "seatTime");
            requireNonNull(picture, "picture");
            requireNonNull(prev, "prev");
            requireNonNull(sealed, "sealed");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The candidate handed in. Kind 23.
    record Submitted(
            Instant at,
            SessionId session,
            long ordinal,
            long lastSeq,
            Digest head,
            Digest sheet,
            Octets signature)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 23;

        public Submitted {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("lastSeq", lastSeq);
            requireNonNull(head, "head");
            requireNonNull(sheet, "sheet");
            requireNonNull(signature, "signature");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The deadline passed; what had been saved was collected. Kind 24.
    record Expired(
            Instant at, SessionId session, long ordinal, long lastSeq, Digest head, Digest sheet)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 24;

        public Expired {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            Bound.notNegative("lastSeq", lastSeq);
            requireNonNull(head, "head");
            requireNonNull(sheet, "sheet");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The session was annulled. Kind 25.
    record Voided(
            Instant at,
            SessionId session,
            long ordinal,
            Cause cause,
            StaffId proposer,
            StaffId approver)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 25;

        public Voided {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(cause, "cause");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The session goes on in another sitting. Kind 27.
    record Transferred(
            Instant at,
            SessionId session,
            long ordinal,
            SittingId to,
            Cause cause,
            StaffId proposer,
            StaffId approver)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 27;

        public Transferred {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(to, "to");
            requireNonNull(cause, "cause");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// The seat told what was found about its machine. Kind 28.
    ///
    /// @param found each kind of finding once, in the order of the list; none is a good machine
    /// @param report the digest of the report, which is kept sealed beside the entry
    record PostureReported(
            Instant at, SessionId session, long ordinal, List<FindingKind> found, Digest report)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 28;

        public PostureReported {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            found = List.copyOf(found);
            for (int i = 1; i < found.size(); i++) {
                if (found.get(i).compareTo(found.get(i - 1)) <= 0) {
                    throw new IllegalArgumentException(
                            "finding %s is out of order or there twice"
                                    .formatted(found.get(i).word()));
                }
            }
            requireNonNull(report, "report");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }

    /// Staff looked at a finding and let the session go on at this seat. Kind 29.
    record PostureOverridden(
            Instant at,
            SessionId session,
            long ordinal,
            FindingKind finding,
            Cause cause,
            StaffId proposer,
            StaffId approver)
            implements SessionEntry {

        /// The kind's number in `exam-record.md` section 4.
        public static final int KIND = 29;

        public PostureOverridden {
            requireNonNull(at, "at");
            requireNonNull(session, "session");
            Bound.notNegative("ordinal", ordinal);
            requireNonNull(finding, "finding");
            requireNonNull(cause, "cause");
            requireNonNull(proposer, "proposer");
            requireNonNull(approver, "approver");
        }

        @Override
        public int kind() {
            return KIND;
        }
    }
}

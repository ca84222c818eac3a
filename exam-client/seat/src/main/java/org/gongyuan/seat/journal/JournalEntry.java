package org.gongyuan.seat.journal;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;

/// One fact the seat must not forget (`seat-journal.md` section 4).
public sealed interface JournalEntry {

    /// Writes the entry as one array `[kind, field, …]`.
    void write(CborWriter to);

    /// A session began at this seat. Always the first entry. Kind 1.
    record Begun(
            SittingId sitting, SessionId session, SeatId seat, Digest manifest, Octets responseKey)
            implements JournalEntry {

        static final int KIND = 1;

        public Begun {
            requireNonNull(sitting, "sitting");
            requireNonNull(session, "session");
            requireNonNull(seat, "seat");
            requireNonNull(manifest, "manifest");
            requireNonNull(responseKey, "responseKey");
        }

        @Override
        public void write(CborWriter to) {
            to.array(6)
                    .uint(KIND)
                    .text(sitting.text())
                    .bytes(session.toBytes())
                    .text(seat.text())
                    .bytes(manifest.toBytes())
                    .bytes(responseKey.toBytes());
        }

        @Override
        public String toString() {
            return "Begun[%s, %s]".formatted(sitting, seat);
        }
    }

    /// The candidate confirmed that the data shown are his own. Kind 2.
    record Confirmed() implements JournalEntry {

        static final int KIND = 2;

        @Override
        public void write(CborWriter to) {
            to.array(1).uint(KIND);
        }
    }

    /// A change of a response, as it is sent. Its seq is one more than that of the change before.
    /// Kind 3.
    record Given(long seq, PlacementId placement, Octets sealed, Digest commitment)
            implements JournalEntry {

        static final int KIND = 3;

        public Given {
            if (seq < 1) {
                throw new IllegalArgumentException("responses count from 1, not " + seq);
            }
            requireNonNull(placement, "placement");
            requireNonNull(sealed, "sealed");
            requireNonNull(commitment, "commitment");
        }

        /// Whether only the commitment is known here: the response is at the server, under a key
        /// this seat does not have.
        public boolean isHidden() {
            return sealed.length() == 0;
        }

        @Override
        public void write(CborWriter to) {
            to.array(5)
                    .uint(KIND)
                    .uint(seq)
                    .uint(placement.number())
                    .bytes(sealed.toBytes())
                    .bytes(commitment.toBytes());
        }

        @Override
        public String toString() {
            return "Given[%d, %s]".formatted(seq, placement);
        }
    }

    /// The last response to one placement, already saved at the server: what a new file or a new
    /// seat begins with. Kind 4.
    record Kept(Given response) implements JournalEntry {

        static final int KIND = 4;

        public Kept {
            requireNonNull(response, "response");
        }

        @Override
        public void write(CborWriter to) {
            to.array(5)
                    .uint(KIND)
                    .uint(response.seq())
                    .uint(response.placement().number())
                    .bytes(response.sealed().toBytes())
                    .bytes(response.commitment().toBytes());
        }
    }

    /// The server saved all up to `seq`, whose head is `head`. What was given after is still owed.
    /// Kind 5.
    record Saved(long seq, Digest head, Instant at) implements JournalEntry {

        static final int KIND = 5;

        public Saved {
            notNegative("seq", seq);
            requireNonNull(head, "head");
            requireNonNull(at, "at");
        }

        @Override
        public void write(CborWriter to) {
            to.array(4).uint(KIND).uint(seq).bytes(head.toBytes()).uint(at.toEpochMilli());
        }
    }

    /// The server's chain is the one to go on from: all given before is dropped except what is
    /// given or kept after this entry. Kind 6.
    record Rebased(long seq, Digest head) implements JournalEntry {

        static final int KIND = 6;

        public Rebased {
            notNegative("seq", seq);
            requireNonNull(head, "head");
        }

        @Override
        public void write(CborWriter to) {
            to.array(3).uint(KIND).uint(seq).bytes(head.toBytes());
        }
    }

    /// All numbered messages of the server up to this were shown. Kind 7.
    record Shown(long outbox) implements JournalEntry {

        static final int KIND = 7;

        public Shown {
            notNegative("outbox", outbox);
        }

        @Override
        public void write(CborWriter to) {
            to.array(2).uint(KIND).uint(outbox);
        }
    }

    /// The clock as last told: a deadline, or what is left while held. Kind 8.
    record Clock(boolean isHeld, Instant deadline, Duration left) implements JournalEntry {

        static final int KIND = 8;

        public Clock {
            requireNonNull(deadline, "deadline");
            notNegative("left", left.toMillis());
        }

        @Override
        public void write(CborWriter to) {
            to.array(4).uint(KIND).bool(isHeld).uint(deadline.toEpochMilli()).uint(left.toMillis());
        }
    }

    /// Something was observed and is to be told. Its number counts on this seat only. Kind 9.
    record Observed(long number, String kind, Instant at, Octets detail) implements JournalEntry {

        static final int KIND = 9;

        public Observed {
            notNegative("number", number);
            requireNonNull(kind, "kind");
            requireNonNull(at, "at");
            requireNonNull(detail, "detail");
        }

        @Override
        public void write(CborWriter to) {
            to.array(5)
                    .uint(KIND)
                    .uint(number)
                    .text(kind)
                    .uint(at.toEpochMilli())
                    .bytes(detail.toBytes());
        }

        @Override
        public String toString() {
            return "Observed[%d, %s]".formatted(number, kind);
        }
    }

    /// All observations up to this number were taken in by the server. Kind 10.
    record Told(long number) implements JournalEntry {

        static final int KIND = 10;

        public Told {
            notNegative("number", number);
        }

        @Override
        public void write(CborWriter to) {
            to.array(2).uint(KIND).uint(number);
        }
    }

    /// The candidate began, or gave up, handing in. Kind 11.
    record HandingIn(boolean begun) implements JournalEntry {

        static final int KIND = 11;

        @Override
        public void write(CborWriter to) {
            to.array(2).uint(KIND).bool(begun);
        }
    }

    /// The session is closed; this is the candidate's receipt. Kind 12.
    record Closed(String receipt) implements JournalEntry {

        static final int KIND = 12;

        public Closed {
            requireNonNull(receipt, "receipt");
        }

        @Override
        public void write(CborWriter to) {
            to.array(2).uint(KIND).text(receipt);
        }
    }

    /// Reads one entry.
    ///
    /// @throws IllegalArgumentException when it is not exactly one entry of this version
    static JournalEntry read(CborReader from) {
        int fields = from.array() - 1;
        long kind = from.uint();
        return switch ((int) Math.min(kind, 1_000)) {
            case Begun.KIND -> {
                expect(5, fields);
                yield new Begun(
                        new SittingId(from.text()),
                        SessionId.of(from.bytes(SessionId.LENGTH)),
                        new SeatId(from.text()),
                        digest(from),
                        Octets.of(from.bytes()));
            }
            case Confirmed.KIND -> {
                expect(0, fields);
                yield new Confirmed();
            }
            case Given.KIND -> {
                expect(4, fields);
                yield given(from);
            }
            case Kept.KIND -> {
                expect(4, fields);
                yield new Kept(given(from));
            }
            case Saved.KIND -> {
                expect(3, fields);
                yield new Saved(from.uint(), digest(from), instant(from));
            }
            case Rebased.KIND -> {
                expect(2, fields);
                yield new Rebased(from.uint(), digest(from));
            }
            case Shown.KIND -> {
                expect(1, fields);
                yield new Shown(from.uint());
            }
            case Clock.KIND -> {
                expect(3, fields);
                yield new Clock(from.bool(), instant(from), Duration.ofMillis(from.uint()));
            }
            case Observed.KIND -> {
                expect(4, fields);
                yield new Observed(
                        from.uint(), from.text(), instant(from), Octets.of(from.bytes()));
            }
            case Told.KIND -> {
                expect(1, fields);
                yield new Told(from.uint());
            }
            case HandingIn.KIND -> {
                expect(1, fields);
                yield new HandingIn(from.bool());
            }
            case Closed.KIND -> {
                expect(1, fields);
                yield new Closed(from.text());
            }
            default -> throw new IllegalArgumentException("unknown kind of entry " + kind);
        };
    }

    private static Given given(CborReader from) {
        long seq = from.uint();
        var placement = new PlacementId(from.uint(PlacementId.LARGEST));
        return new Given(seq, placement, Octets.of(from.bytes()), digest(from));
    }

    private static Digest digest(CborReader from) {
        return Digest.of(from.bytes(Digest.LENGTH));
    }

    private static Instant instant(CborReader from) {
        return Instant.ofEpochMilli(from.uint());
    }

    private static void expect(int due, int found) {
        if (found != due) {
            throw new IllegalArgumentException(
                    "the entry has %d fields, not %d".formatted(found, due));
        }
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }
}

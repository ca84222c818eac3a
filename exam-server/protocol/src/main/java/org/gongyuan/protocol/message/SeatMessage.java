package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;

import java.time.Instant;
import java.util.List;

/// What a seat says to the server (`seat-protocol.md` section 4.2).
public sealed interface SeatMessage {

    /// The body of a frame: `[kind, field, …]`.
    byte[] toBody();

    /// The message in a frame's body.
    ///
    /// @throws NotAMessage when the body is not exactly one message of this version
    static SeatMessage read(byte[] body) {
        return read(body, 0, body.length);
    }

    /// The message in the bytes from `from` to before `to`.
    ///
    /// @throws NotAMessage when the bytes are not exactly one message of this version
    static SeatMessage read(byte[] bytes, int from, int to) {
        try {
            var reader = new CborReader(bytes, from, to);
            int length = reader.array();
            long kind = reader.uint();
            var message = read(kind, new Fields(reader, length - 1));
            reader.end();
            return message;
        } catch (NotAMessage refused) {
            throw refused;
        } catch (NotCanonical | IllegalArgumentException refused) {
            throw new NotAMessage("not a message: " + refused.getMessage(), refused);
        }
    }

    private static SeatMessage read(long kind, Fields field) {
        return switch ((int) Math.min(kind, 1_000)) {
            case Hello.KIND -> {
                field.expect(8, "Hello");
                yield new Hello(
                        field.numbers(),
                        field.text(),
                        Proof.read(field),
                        field.seat(),
                        field.octets(),
                        field.octets(),
                        field.digest(),
                        field.text());
            }
            case Ready.KIND -> {
                field.expect(4, "Ready");
                yield new Ready(field.octets(), field.octets(), field.digest(), field.number());
            }
            case Response.KIND -> {
                field.expect(5, "Response");
                yield new Response(
                        field.number(),
                        field.placement(),
                        field.octets(),
                        field.digest(),
                        field.digest());
            }
            case Observation.KIND -> {
                field.expect(5, "Observation");
                yield new Observation(
                        field.number(),
                        field.text(),
                        field.instant(),
                        field.octets(),
                        field.digest());
            }
            case Frame.KIND -> {
                field.expect(5, "Frame");
                yield new Frame(
                        field.number(),
                        field.instant(),
                        field.digest(),
                        field.digest(),
                        field.octets());
            }
            case SignedHead.KIND -> {
                field.expect(3, "SignedHead");
                yield new SignedHead(field.number(), field.digest(), field.octets());
            }
            case Submit.KIND -> {
                field.expect(4, "Submit");
                yield new Submit(field.number(), field.digest(), field.digest(), field.octets());
            }
            case Seen.KIND -> {
                field.expect(1, "Seen");
                yield new Seen(field.number());
            }
            case Ping.KIND -> {
                field.expect(1, "Ping");
                yield new Ping(field.number());
            }
            case Help.KIND -> {
                field.expect(1, "Help");
                yield new Help(field.bool());
            }
            case Posture.KIND -> {
                field.expect(1, "Posture");
                yield new Posture(field.octets());
            }
            default -> throw new NotAMessage("unknown kind of message " + kind);
        };
    }

    private static void numbers(CborWriter to, List<Integer> numbers) {
        to.array(numbers.size());
        numbers.forEach(to::uint);
    }

    /// A seat introduces itself and proves its candidate or its session. Kind 1.
    ///
    /// @param posture the digest of the report that follows, or zeros: none follows
    record Hello(
            List<Integer> versions,
            String ticketNumber,
            Proof proof,
            SeatId seat,
            Octets sealingKey,
            Octets verifyingKey,
            Digest posture,
            String program)
            implements SeatMessage {

        static final int KIND = 1;

        public Hello {
            versions = List.copyOf(versions);
            requireNonNull(ticketNumber, "ticketNumber");
            requireNonNull(proof, "proof");
            requireNonNull(seat, "seat");
            requireNonNull(sealingKey, "sealingKey");
            requireNonNull(verifyingKey, "verifyingKey");
            requireNonNull(posture, "posture");
            requireNonNull(program, "program");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + sealingKey.length() + verifyingKey.length());
            to.array(9).uint(KIND);
            numbers(to, versions);
            to.text(ticketNumber);
            proof.write(to);
            to.text(seat.text());
            to.bytes(sealingKey.toBytes());
            to.bytes(verifyingKey.toBytes());
            to.bytes(posture.toBytes());
            to.text(program);
            return to.toBytes();
        }
    }

    /// The form is complete on the seat and its signatures hold; here is the response key, wrapped
    /// twice. Kind 2.
    record Ready(Octets envelope, Octets underSession, Digest commitment, long outboxSeen)
            implements SeatMessage {

        static final int KIND = 2;

        public Ready {
            requireNonNull(envelope, "envelope");
            requireNonNull(underSession, "underSession");
            requireNonNull(commitment, "commitment");
            Bound.notNegative("outboxSeen", outboxSeen);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + envelope.length() + underSession.length());
            to.array(5).uint(KIND);
            to.bytes(envelope.toBytes());
            to.bytes(underSession.toBytes());
            to.bytes(commitment.toBytes());
            to.uint(outboxSeen);
            return to.toBytes();
        }
    }

    /// One change of one response, sealed. Kind 3.
    record Response(long seq, PlacementId placement, Octets sealed, Digest commitment, Digest prev)
            implements SeatMessage {

        static final int KIND = 3;

        public Response {
            Bound.notNegative("seq", seq);
            requireNonNull(placement, "placement");
            requireNonNull(sealed, "sealed");
            requireNonNull(commitment, "commitment");
            requireNonNull(prev, "prev");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + sealed.length() + 96);
            to.array(6).uint(KIND);
            to.uint(seq);
            to.uint(placement.number());
            to.bytes(sealed.toBytes());
            to.bytes(commitment.toBytes());
            to.bytes(prev.toBytes());
            return to.toBytes();
        }
    }

    /// A raw signal, with its evidence. Kind 4.
    record Observation(long seq, String kind, Instant seatTime, Octets detail, Digest prev)
            implements SeatMessage {

        static final int KIND = 4;

        public Observation {
            Bound.notNegative("seq", seq);
            requireNonNull(kind, "kind");
            requireNonNull(seatTime, "seatTime");
            requireNonNull(detail, "detail");
            requireNonNull(prev, "prev");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + detail.length());
            to.array(6).uint(KIND);
            to.uint(seq);
            to.text(kind);
            to.uint(seatTime.toEpochMilli());
            to.bytes(detail.toBytes());
            to.bytes(prev.toBytes());
            return to.toBytes();
        }
    }

    /// One picture, sealed for this connection. Kind 5.
    record Frame(long seq, Instant seatTime, Digest picture, Digest prev, Octets sealed)
            implements SeatMessage {

        static final int KIND = 5;

        public Frame {
            Bound.notNegative("seq", seq);
            requireNonNull(seatTime, "seatTime");
            requireNonNull(picture, "picture");
            requireNonNull(prev, "prev");
            requireNonNull(sealed, "sealed");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + sealed.length() + 96);
            to.array(6).uint(KIND);
            to.uint(seq);
            to.uint(seatTime.toEpochMilli());
            to.bytes(picture.toBytes());
            to.bytes(prev.toBytes());
            to.bytes(sealed.toBytes());
            return to.toBytes();
        }
    }

    /// The seat vouches for its chain so far. Kind 6.
    record SignedHead(long seq, Digest head, Octets signature) implements SeatMessage {

        static final int KIND = 6;

        public SignedHead {
            Bound.notNegative("seq", seq);
            requireNonNull(head, "head");
            requireNonNull(signature, "signature");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + signature.length());
            to.array(4).uint(KIND);
            to.uint(seq);
            to.bytes(head.toBytes());
            to.bytes(signature.toBytes());
            return to.toBytes();
        }
    }

    /// The candidate hands in. Kind 7.
    record Submit(long lastSeq, Digest head, Digest sheet, Octets signature)
            implements SeatMessage {

        static final int KIND = 7;

        public Submit {
            Bound.notNegative("lastSeq", lastSeq);
            requireNonNull(head, "head");
            requireNonNull(sheet, "sheet");
            requireNonNull(signature, "signature");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + signature.length() + 96);
            to.array(5).uint(KIND);
            to.uint(lastSeq);
            to.bytes(head.toBytes());
            to.bytes(sheet.toBytes());
            to.bytes(signature.toBytes());
            return to.toBytes();
        }
    }

    /// All outbox messages up to this were shown. Kind 8.
    record Seen(long outbox) implements SeatMessage {

        static final int KIND = 8;

        public Seen {
            Bound.notNegative("outbox", outbox);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(2).uint(KIND);
            to.uint(outbox);
            return to.toBytes();
        }
    }

    /// Are you there; echoed. Kind 9.
    record Ping(long echo) implements SeatMessage {

        static final int KIND = 9;

        public Ping {
            Bound.notNegative("echo", echo);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(2).uint(KIND);
            to.uint(echo);
            return to.toBytes();
        }
    }

    /// The candidate raises or lowers a hand. Kind 10.
    record Help(boolean raised) implements SeatMessage {

        static final int KIND = 10;

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(2).uint(KIND);
            to.bool(raised);
            return to.toBytes();
        }
    }

    /// What was found about the machine. Kind 11.
    ///
    /// @param report the bytes of a [PostureReport]
    record Posture(Octets report) implements SeatMessage {

        static final int KIND = 11;

        public Posture {
            requireNonNull(report, "report");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + report.length());
            to.array(2).uint(KIND);
            to.bytes(report.toBytes());
            return to.toBytes();
        }
    }
}

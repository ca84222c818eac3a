package org.gongyuan.protocol.message;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Judgement;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the server says to a seat (`seat-protocol.md` section 4.1).
public sealed interface ServerMessage {

    /// The body of a frame: `[kind, field, …]`.
    byte[] toBody();

    /// The message in a frame's body.
    ///
    /// @throws NotAMessage when the body is not exactly one message of this version
    static ServerMessage read(byte[] body) {
        return read(body, 0, body.length);
    }

    /// The message in the bytes from `from` to before `to`.
    ///
    /// @throws NotAMessage when the bytes are not exactly one message of this version
    static ServerMessage read(byte[] bytes, int from, int to) {
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

    private static ServerMessage read(long kind, Fields field) {
        return switch ((int) Math.min(kind, 1_000)) {
            case Greeting.KIND -> {
                field.expect(5, "Greeting");
                yield new Greeting(
                        field.count(),
                        field.sitting(),
                        Suite.named(field.text()),
                        field.instant(),
                        field.octets());
            }
            case Wait.KIND -> {
                field.expect(2, "Wait");
                yield new Wait(field.count(), field.duration());
            }
            case Refused.KIND -> {
                field.expect(4, "Refused");
                yield new Refused(
                        Refusal.named(field.text()),
                        field.words(),
                        field.words(),
                        field.duration());
            }
            case Keyed.KIND -> {
                field.expect(1, "Keyed");
                yield new Keyed(field.octets());
            }
            case Admitted.KIND -> {
                field.expect(8, "Admitted");
                yield new Admitted(
                        field.session(),
                        field.instant(),
                        field.digest(),
                        field.number(),
                        Rules.read(field),
                        Standing.read(field),
                        Who.read(field),
                        field.number());
            }
            case Start.KIND -> {
                field.expect(3, "Start");
                yield new Start(field.octets(), field.instant(), field.instant());
            }
            case Saved.KIND -> {
                field.expect(2, "Saved");
                yield new Saved(field.number(), field.number());
            }
            case Noted.KIND -> {
                field.expect(3, "Noted");
                yield new Noted(field.number(), field.number(), field.count());
            }
            case Hold.KIND -> {
                field.expect(3, "Hold");
                yield new Hold(field.number(), field.cause(), field.duration());
            }
            case Resume.KIND -> {
                field.expect(3, "Resume");
                yield new Resume(field.number(), field.instant(), field.instant());
            }
            case Extend.KIND -> {
                field.expect(5, "Extend");
                yield new Extend(
                        field.number(),
                        field.duration(),
                        field.instant(),
                        field.cause(),
                        field.instant());
            }
            case Message.KIND -> {
                field.expect(2, "Message");
                yield new Message(field.number(), field.words());
            }
            case Demand.KIND -> {
                field.expect(4, "Demand");
                yield new Demand(field.number(), field.text(), field.count(), field.duration());
            }
            case Voided.KIND -> {
                field.expect(2, "Voided");
                yield new Voided(field.number(), field.cause());
            }
            case Receipt.KIND -> {
                field.expect(1, "Receipt");
                yield new Receipt(field.words());
            }
            case Resend.KIND -> {
                field.expect(1, "Resend");
                yield new Resend(field.number());
            }
            case Pong.KIND -> {
                field.expect(2, "Pong");
                yield new Pong(field.number(), field.instant());
            }
            case Collected.KIND -> {
                field.expect(2, "Collected");
                yield new Collected(field.number(), field.number());
            }
            case NotSaved.KIND -> {
                field.expect(3, "NotSaved");
                yield new NotSaved(field.number(), field.text(), field.duration());
            }
            case Judged.KIND -> {
                field.expect(2, "Judged");
                yield Judged.read(field);
            }
            default -> throw new NotAMessage("unknown kind of message " + kind);
        };
    }

    /// The first thing a seat hears. Kind 1.
    record Greeting(int version, SittingId sitting, Suite suite, Instant now, Octets nonce)
            implements ServerMessage {

        static final int KIND = 1;

        public Greeting {
            Bound.notNegative("version", version);
            requireNonNull(sitting, "sitting");
            requireNonNull(suite, "suite");
            requireNonNull(now, "now");
            requireNonNull(nonce, "nonce");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + nonce.length());
            to.array(6).uint(KIND);
            to.uint(version);
            to.text(sitting.text());
            to.text(suite.id());
            to.uint(now.toEpochMilli());
            to.bytes(nonce.toBytes());
            return to.toBytes();
        }
    }

    /// The node is busy; an honest place in the queue. Kind 2.
    record Wait(int place, Duration expected) implements ServerMessage {

        static final int KIND = 2;

        public Wait {
            Bound.notNegative("place", place);
            requireNonNull(expected, "expected");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(3).uint(KIND);
            to.uint(place);
            to.uint(expected.toMillis());
            return to.toBytes();
        }
    }

    /// The seat is not let in, and why, in words a candidate may read. Kind 3.
    record Refused(Refusal reason, String zh, String en, Duration retryAfter)
            implements ServerMessage {

        static final int KIND = 3;

        public Refused {
            requireNonNull(reason, "reason");
            requireNonNull(zh, "zh");
            requireNonNull(en, "en");
            requireNonNull(retryAfter, "retryAfter");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(5).uint(KIND);
            to.text(reason.text());
            to.text(zh);
            to.text(en);
            to.uint(retryAfter.toMillis());
            return to.toBytes();
        }
    }

    /// The server's half of the handshake. Kind 4.
    record Keyed(Octets encapsulation) implements ServerMessage {

        static final int KIND = 4;

        public Keyed {
            requireNonNull(encapsulation, "encapsulation");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + encapsulation.length());
            to.array(2).uint(KIND);
            to.bytes(encapsulation.toBytes());
            return to.toBytes();
        }
    }

    /// The candidate is in: the session, its rules and where it stands. Kind 5.
    record Admitted(
            SessionId session,
            Instant now,
            Digest manifest,
            long seatFileSize,
            Rules rules,
            Standing standing,
            Who candidate,
            long outbox)
            implements ServerMessage {

        static final int KIND = 5;

        public Admitted {
            requireNonNull(session, "session");
            requireNonNull(now, "now");
            requireNonNull(manifest, "manifest");
            Bound.notNegative("seatFileSize", seatFileSize);
            requireNonNull(rules, "rules");
            requireNonNull(standing, "standing");
            requireNonNull(candidate, "candidate");
            Bound.notNegative("outbox", outbox);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(9).uint(KIND);
            to.bytes(session.toBytes());
            to.uint(now.toEpochMilli());
            to.bytes(manifest.toBytes());
            to.uint(seatFileSize);
            rules.write(to);
            standing.write(to);
            candidate.write(to);
            to.uint(outbox);
            return to.toBytes();
        }
    }

    /// The form key under the session's seal key, and the deadline. Kind 6.
    record Start(Octets formKey, Instant deadline, Instant now) implements ServerMessage {

        static final int KIND = 6;

        public Start {
            requireNonNull(formKey, "formKey");
            requireNonNull(deadline, "deadline");
            requireNonNull(now, "now");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64 + formKey.length());
            to.array(4).uint(KIND);
            to.bytes(formKey.toBytes());
            to.uint(deadline.toEpochMilli());
            to.uint(now.toEpochMilli());
            return to.toBytes();
        }
    }

    /// All responses up to and including `seq` are durable; `entry` is the index of the last. Kind
    /// 7.
    record Saved(long seq, long entry) implements ServerMessage {

        static final int KIND = 7;

        public Saved {
            Bound.notNegative("seq", seq);
            Bound.notNegative("entry", entry);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(3).uint(KIND);
            to.uint(seq);
            to.uint(entry);
            return to.toBytes();
        }
    }

    /// All observations and frames up to these are taken in, and how much more the node can take.
    /// Kind 8.
    record Noted(long observation, long frame, int credit) implements ServerMessage {

        static final int KIND = 8;

        public Noted {
            Bound.notNegative("observation", observation);
            Bound.notNegative("frame", frame);
            Bound.notNegative("credit", credit);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(4).uint(KIND);
            to.uint(observation);
            to.uint(frame);
            to.uint(credit);
            return to.toBytes();
        }
    }

    /// The clock stands still. Kind 9.
    record Hold(long outbox, Cause cause, Duration left) implements ServerMessage {

        static final int KIND = 9;

        public Hold {
            Bound.notNegative("outbox", outbox);
            requireNonNull(cause, "cause");
            requireNonNull(left, "left");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(4).uint(KIND);
            to.uint(outbox);
            to.text(cause.text());
            to.uint(left.toMillis());
            return to.toBytes();
        }
    }

    /// The clock goes on. Kind 10.
    record Resume(long outbox, Instant deadline, Instant now) implements ServerMessage {

        static final int KIND = 10;

        public Resume {
            Bound.notNegative("outbox", outbox);
            requireNonNull(deadline, "deadline");
            requireNonNull(now, "now");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(4).uint(KIND);
            to.uint(outbox);
            to.uint(deadline.toEpochMilli());
            to.uint(now.toEpochMilli());
            return to.toBytes();
        }
    }

    /// Time was added. Kind 11.
    record Extend(long outbox, Duration by, Instant deadline, Cause cause, Instant now)
            implements ServerMessage {

        static final int KIND = 11;

        public Extend {
            Bound.notNegative("outbox", outbox);
            requireNonNull(by, "by");
            requireNonNull(deadline, "deadline");
            requireNonNull(cause, "cause");
            requireNonNull(now, "now");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(6).uint(KIND);
            to.uint(outbox);
            to.uint(by.toMillis());
            to.uint(deadline.toEpochMilli());
            to.text(cause.text());
            to.uint(now.toEpochMilli());
            return to.toBytes();
        }
    }

    /// Words from the proctor. Kind 12.
    record Message(long outbox, String words) implements ServerMessage {

        static final int KIND = 12;

        public Message {
            Bound.notNegative("outbox", outbox);
            requireNonNull(words, "words");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(3).uint(KIND);
            to.uint(outbox);
            to.text(words);
            return to.toBytes();
        }
    }

    /// Pictures are wanted now. Kind 13.
    record Demand(long outbox, String what, int tenthsPerSecond, Duration lasting)
            implements ServerMessage {

        static final int KIND = 13;

        public Demand {
            Bound.notNegative("outbox", outbox);
            requireNonNull(what, "what");
            Bound.notNegative("tenthsPerSecond", tenthsPerSecond);
            requireNonNull(lasting, "lasting");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(5).uint(KIND);
            to.uint(outbox);
            to.text(what);
            to.uint(tenthsPerSecond);
            to.uint(lasting.toMillis());
            return to.toBytes();
        }
    }

    /// The session was annulled. Kind 14.
    record Voided(long outbox, Cause cause) implements ServerMessage {

        static final int KIND = 14;

        public Voided {
            Bound.notNegative("outbox", outbox);
            requireNonNull(cause, "cause");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(3).uint(KIND);
            to.uint(outbox);
            to.text(cause.text());
            return to.toBytes();
        }
    }

    /// The candidate's receipt, as text. Kind 15.
    record Receipt(String receipt) implements ServerMessage {

        static final int KIND = 15;

        public Receipt {
            requireNonNull(receipt, "receipt");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(2).uint(KIND);
            to.text(receipt);
            return to.toBytes();
        }
    }

    /// Send all responses from `from` again. Kind 16.
    record Resend(long from) implements ServerMessage {

        static final int KIND = 16;

        public Resend {
            Bound.notNegative("from", from);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(2).uint(KIND);
            to.uint(from);
            return to.toBytes();
        }
    }

    /// The answer to a ping. Kind 17.
    record Pong(long echo, Instant now) implements ServerMessage {

        static final int KIND = 17;

        public Pong {
            Bound.notNegative("echo", echo);
            requireNonNull(now, "now");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(3).uint(KIND);
            to.uint(echo);
            to.uint(now.toEpochMilli());
            return to.toBytes();
        }
    }

    /// Time is over; what had been saved was taken in. Kind 18.
    record Collected(long outbox, long lastSeq) implements ServerMessage {

        static final int KIND = 18;

        public Collected {
            Bound.notNegative("outbox", outbox);
            Bound.notNegative("lastSeq", lastSeq);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(3).uint(KIND);
            to.uint(outbox);
            to.uint(lastSeq);
            return to.toBytes();
        }
    }

    /// A response or submission could not be taken; the seat keeps it and tries again. Kind 19.
    record NotSaved(long seq, String reason, Duration retryAfter) implements ServerMessage {

        static final int KIND = 19;

        public NotSaved {
            Bound.notNegative("seq", seq);
            requireNonNull(reason, "reason");
            requireNonNull(retryAfter, "retryAfter");
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(64);
            to.array(4).uint(KIND);
            to.uint(seq);
            to.text(reason);
            to.uint(retryAfter.toMillis());
            return to.toBytes();
        }
    }

    /// How the last report about the machine is judged. Kind 20.
    record Judged(Instant now, List<Finding> findings) implements ServerMessage {

        static final int KIND = 20;

        /// One kind of finding.
        ///
        /// @param isOverridden staff looked and let the session go on
        public record Finding(FindingKind kind, Judgement judgement, boolean isOverridden) {

            public Finding {
                requireNonNull(kind, "kind");
                requireNonNull(judgement, "judgement");
            }

            /// Whether it keeps the session from starting.
            public boolean keepsOut() {
                return judgement == Judgement.REFUSE && !isOverridden;
            }
        }

        public Judged {
            requireNonNull(now, "now");
            findings = List.copyOf(findings);
        }

        @Override
        public byte[] toBody() {
            var to = new CborWriter(128);
            to.array(3).uint(KIND);
            to.uint(now.toEpochMilli());
            to.array(findings.size());
            for (var finding : findings) {
                to.array(3)
                        .text(finding.kind().word())
                        .text(finding.judgement().word())
                        .bool(finding.isOverridden());
            }
            return to.toBytes();
        }

        private static Judged read(Fields field) {
            var now = field.instant();
            int length = field.listLength();
            var findings = new ArrayList<Finding>(Math.min(length, FindingKind.values().length));
            for (int i = 0; i < length; i++) {
                field.array(3, "Judged finding");
                findings.add(
                        new Finding(
                                FindingKind.named(field.text()),
                                Judgement.named(field.text()),
                                field.bool()));
            }
            return new Judged(now, findings);
        }
    }
}

package org.gongyuan.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.seal.Signature;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.suite.Digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// What staff order, and who signs for it (`staff-orders.md` section 3). The order's bytes are
/// signed as they are sent.
///
/// @param nonce 16 bytes that no other order has
/// @param expires from when on the order counts no more
public record StaffOrder(
        SittingId sitting,
        Octets nonce,
        Instant issued,
        Instant expires,
        StaffId proposer,
        Optional<StaffId> approver,
        What what) {

    private static final int VERSION = 1;
    private static final int NONCE = 16;
    private static final byte[] LABEL = "gongyuan/order/1\0".getBytes(UTF_8);

    public StaffOrder {
        requireNonNull(sitting, "sitting");
        if (nonce.length() != NONCE) {
            throw new IllegalArgumentException(
                    "a nonce has %d bytes, not %d".formatted(NONCE, nonce.length()));
        }
        requireNonNull(issued, "issued");
        requireNonNull(expires, "expires");
        requireNonNull(proposer, "proposer");
        requireNonNull(approver, "approver");
        requireNonNull(what, "what");
    }

    /// What is ordered.
    public sealed interface What {

        /// The word for it.
        String word();

        /// Whether it takes a second person.
        default boolean takesTwo() {
            return true;
        }

        /// Open the sitting with a sealed form and a roster that lie on the node.
        record Open(
                EntryPreset preset,
                Instant starts,
                Duration length,
                Duration notice,
                Digest manifest,
                Digest roster,
                PosturePolicy posture)
                implements What {
            @Override
            public String word() {
                return "open-sitting";
            }
        }

        /// Close it.
        record Close() implements What {
            @Override
            public String word() {
                return "close-sitting";
            }
        }

        /// Stop clocks. One person may: it costs nobody anything.
        record Hold(Scope scope, Cause cause) implements What {
            @Override
            public String word() {
                return "hold";
            }

            @Override
            public boolean takesTwo() {
                return false;
            }
        }

        /// Let clocks go on.
        record Resume(Scope scope) implements What {
            @Override
            public String word() {
                return "resume";
            }

            @Override
            public boolean takesTwo() {
                return false;
            }
        }

        /// Give more time.
        record Extend(Scope scope, Duration by, Cause cause) implements What {

            private static final Duration MOST = Duration.ofHours(4);

            public Extend {
                if (!by.isPositive() || by.compareTo(MOST) > 0) {
                    throw new IllegalArgumentException(
                            "more time is outside 1 ms..%s: %s".formatted(MOST, by));
                }
            }

            @Override
            public String word() {
                return "extend";
            }
        }

        /// Give more time than the limit that was frozen for the sitting.
        record ExtendBeyond(Scope scope, Duration by, Cause cause) implements What {

            public ExtendBeyond {
                var _ = new Extend(scope, by, cause);
            }

            @Override
            public String word() {
                return "extend-beyond";
            }
        }

        /// Annul.
        record Annul(Scope scope, Cause cause) implements What {
            @Override
            public String word() {
                return "void";
            }
        }

        /// Send to another sitting.
        record Transfer(Scope scope, SittingId to, Cause cause) implements What {
            @Override
            public String word() {
                return "transfer";
            }
        }

        /// Let a session go on at another seat.
        record Move(Scope scope, SeatId to, Cause cause) implements What {
            @Override
            public String word() {
                return "move";
            }
        }

        /// Restore the log of a node whose disk is gone from the store's copies. Carried out by
        /// `gongyuan record restore-from-store`, not by a node that runs.
        record RestoreLog(String node) implements What {

            private static final int LONGEST = 60;

            public RestoreLog {
                if (!node.matches("[a-z0-9][a-z0-9-]*") || node.length() > LONGEST) {
                    throw new IllegalArgumentException(
                            "a node is named by 1 to %d characters a-z, 0-9 and -, not \"%s\""
                                    .formatted(LONGEST, node));
                }
            }

            @Override
            public String word() {
                return "restore-log";
            }
        }

        /// Let a session start, or go on, in spite of a finding about its machine. What the policy
        /// only warns of one person may; what it refuses takes two, which the sitting checks.
        record Disregard(Scope scope, FindingKind finding, Cause cause) implements What {

            public Disregard {
                requireNonNull(finding, "finding");
                requireNonNull(cause, "cause");
                if (!(scope instanceof Scope.At || scope instanceof Scope.One)) {
                    throw new IllegalArgumentException(
                            "an override is for one seat or one session, not for %s"
                                    .formatted(scope.text()));
                }
            }

            @Override
            public String word() {
                return "override";
            }

            @Override
            public boolean takesTwo() {
                return false;
            }
        }

        /// Ask seats for more pictures for a while, to see what goes on there now.
        ///
        /// @param tenthsPerSecond pictures in ten seconds, 1 to 40
        /// @param length at most ten minutes
        record Pictures(Scope scope, int tenthsPerSecond, Duration length) implements What {

            /// Four pictures a second (`exam-client/spec/observation.md` 5.1).
            public static final int MOST = 40;

            /// The longest a demand lasts.
            public static final Duration LONGEST = Duration.ofMinutes(10);

            public Pictures {
                requireNonNull(scope, "scope");
                if (tenthsPerSecond < 1 || tenthsPerSecond > MOST) {
                    throw new IllegalArgumentException(
                            "%d pictures in ten seconds are outside 1..%d"
                                    .formatted(tenthsPerSecond, MOST));
                }
                if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(LONGEST) > 0) {
                    throw new IllegalArgumentException(
                            "pictures are asked for 1 to %d s, not for %d s"
                                    .formatted(LONGEST.toSeconds(), length.toSeconds()));
                }
            }

            @Override
            public String word() {
                return "pictures";
            }

            @Override
            public boolean takesTwo() {
                return false;
            }
        }

        /// Tell candidates something.
        record Tell(Scope scope, String words) implements What {

            private static final int LONGEST = 1_000;

            public Tell {
                if (words.isBlank() || words.length() > LONGEST) {
                    throw new IllegalArgumentException(
                            "a message has 1 to %d characters, not %d"
                                    .formatted(LONGEST, words.length()));
                }
            }

            @Override
            public String word() {
                return "message";
            }

            @Override
            public boolean takesTwo() {
                return false;
            }
        }
    }

    /// The bytes that are signed.
    public byte[] toBytes() {
        var to = new CborWriter(256);
        to.array(9).uint(VERSION).text(what.word()).text(sitting.text());
        to.bytes(nonce.toBytes());
        to.uint(issued.toEpochMilli()).uint(expires.toEpochMilli()).text(proposer.text());
        approver.ifPresentOrElse(id -> to.text(id.text()), to::nil);
        switch (what) {
            case What.Open o ->
                    opening(
                            to.array(7)
                                    .text(o.preset().text())
                                    .uint(o.starts().toEpochMilli())
                                    .uint(o.length().toMillis())
                                    .uint(o.notice().toMillis())
                                    .bytes(o.manifest().toBytes())
                                    .bytes(o.roster().toBytes()),
                            o.posture());
            case What.Close _ -> to.array(0);
            case What.Hold o -> to.array(2).text(o.scope().text()).text(o.cause().text());
            case What.Resume o -> to.array(1).text(o.scope().text());
            case What.Extend o ->
                    to.array(3)
                            .text(o.scope().text())
                            .uint(o.by().toMillis())
                            .text(o.cause().text());
            case What.ExtendBeyond o ->
                    to.array(3)
                            .text(o.scope().text())
                            .uint(o.by().toMillis())
                            .text(o.cause().text());
            case What.Annul o -> to.array(2).text(o.scope().text()).text(o.cause().text());
            case What.Transfer o ->
                    to.array(3).text(o.scope().text()).text(o.to().text()).text(o.cause().text());
            case What.Move o ->
                    to.array(3).text(o.scope().text()).text(o.to().text()).text(o.cause().text());
            case What.RestoreLog o -> to.array(1).text(o.node());
            case What.Disregard o ->
                    to.array(3)
                            .text(o.scope().text())
                            .text(o.finding().word())
                            .text(o.cause().text());
            case What.Pictures o ->
                    to.array(3)
                            .text(o.scope().text())
                            .uint(o.tenthsPerSecond())
                            .uint(o.length().toMillis());
            case What.Tell o -> to.array(2).text(o.scope().text()).text(o.words());
        }
        return to.toBytes();
    }

    private static void opening(CborWriter to, PosturePolicy posture) {
        var words = posture.words();
        to.array(words.size());
        words.forEach(to::text);
    }

    private static PosturePolicy posture(CborReader from) {
        int length = from.array();
        var words = new ArrayList<String>();
        for (int i = 0; i < length; i++) {
            words.add(from.text());
        }
        return PosturePolicy.ofWords(words);
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException when it is not exactly one order of this version
    public static StaffOrder read(byte[] bytes) {
        var from = new CborReader(bytes);
        from.array(9);
        long version = from.uint();
        if (version != VERSION) {
            throw new IllegalArgumentException("unknown version of an order: " + version);
        }
        var word = from.text();
        var sitting = new SittingId(from.text());
        var nonce = Octets.of(from.bytes());
        var issued = instant(from);
        var expires = instant(from);
        var proposer = new StaffId(from.text());
        Optional<StaffId> approver =
                from.nil() ? Optional.empty() : Optional.of(new StaffId(from.text()));
        var what = what(word, from);
        from.end();
        return new StaffOrder(sitting, nonce, issued, expires, proposer, approver, what);
    }

    private static What what(String word, CborReader from) {
        return switch (word) {
            case "open-sitting" -> {
                from.array(7);
                yield new What.Open(
                        EntryPreset.named(from.text()),
                        instant(from),
                        duration(from),
                        duration(from),
                        Digest.of(from.bytes()),
                        Digest.of(from.bytes()),
                        posture(from));
            }
            case "override" -> {
                from.array(3);
                yield new What.Disregard(
                        Scope.parse(from.text()),
                        FindingKind.named(from.text()),
                        Cause.named(from.text()));
            }
            case "close-sitting" -> {
                from.array(0);
                yield new What.Close();
            }
            case "hold" -> {
                from.array(2);
                yield new What.Hold(Scope.parse(from.text()), Cause.named(from.text()));
            }
            case "resume" -> {
                from.array(1);
                yield new What.Resume(Scope.parse(from.text()));
            }
            case "extend" -> {
                from.array(3);
                yield new What.Extend(
                        Scope.parse(from.text()), duration(from), Cause.named(from.text()));
            }
            case "extend-beyond" -> {
                from.array(3);
                yield new What.ExtendBeyond(
                        Scope.parse(from.text()), duration(from), Cause.named(from.text()));
            }
            case "void" -> {
                from.array(2);
                yield new What.Annul(Scope.parse(from.text()), Cause.named(from.text()));
            }
            case "transfer" -> {
                from.array(3);
                yield new What.Transfer(
                        Scope.parse(from.text()),
                        new SittingId(from.text()),
                        Cause.named(from.text()));
            }
            case "move" -> {
                from.array(3);
                yield new What.Move(
                        Scope.parse(from.text()),
                        new SeatId(from.text()),
                        Cause.named(from.text()));
            }
            case "restore-log" -> {
                from.array(1);
                yield new What.RestoreLog(from.text());
            }
            case "pictures" -> {
                from.array(3);
                yield new What.Pictures(
                        Scope.parse(from.text()),
                        (int) Math.min(bounded(from.uint()), Integer.MAX_VALUE),
                        duration(from));
            }
            case "message" -> {
                from.array(2);
                yield new What.Tell(Scope.parse(from.text()), from.text());
            }
            default -> throw new IllegalArgumentException("unknown order \"" + word + "\"");
        };
    }

    private static Instant instant(CborReader from) {
        return Instant.ofEpochMilli(bounded(from.uint()));
    }

    private static Duration duration(CborReader from) {
        return Duration.ofMillis(bounded(from.uint()));
    }

    private static long bounded(long millis) {
        if (millis > 253_402_300_799_999L) {
            throw new IllegalArgumentException("a time is over the year 9999: " + millis);
        }
        return millis;
    }

    /// An order with its signatures, as it is sent.
    ///
    /// @param bytes the order
    public record Signed(Octets bytes, Octets proposed, Optional<Octets> approved) {

        public Signed {
            requireNonNull(bytes, "bytes");
            requireNonNull(proposed, "proposed");
            requireNonNull(approved, "approved");
        }

        /// An order signed by one or two.
        public static Signed by(
                StaffOrder order, SigningKeyPair proposer, Optional<SigningKeyPair> approver) {
            var bytes = order.toBytes();
            return new Signed(
                    Octets.of(bytes),
                    sign(proposer, bytes),
                    approver.map(pair -> sign(pair, bytes)));
        }

        /// What a signature is given over.
        public static byte[] message(byte[] order) {
            var message = new byte[LABEL.length + order.length];
            System.arraycopy(LABEL, 0, message, 0, LABEL.length);
            System.arraycopy(order, 0, message, LABEL.length, order.length);
            return message;
        }

        /// As it is sent.
        public byte[] toBytes() {
            var to = new CborWriter(bytes.length() + 160);
            to.array(3).bytes(bytes.toBytes()).bytes(proposed.toBytes());
            approved.ifPresentOrElse(signature -> to.bytes(signature.toBytes()), to::nil);
            return to.toBytes();
        }

        /// Reads what [#toBytes] wrote.
        ///
        /// @throws IllegalArgumentException when it is something else
        public static Signed read(byte[] sent) {
            var from = new CborReader(sent);
            from.array(3);
            var signed =
                    new Signed(
                            Octets.of(from.bytes()),
                            Octets.of(from.bytes()),
                            from.nil() ? Optional.empty() : Optional.of(Octets.of(from.bytes())));
            from.end();
            return signed;
        }

        private static Octets sign(SigningKeyPair pair, byte[] order) {
            return Octets.of(pair.sign(message(order)).toBytes());
        }

        /// Whether a signature over these bytes holds under a key.
        static boolean holds(StaffRegister.Member member, Octets signature, byte[] order) {
            return member.key().holds(Signature.decode(signature.toBytes()), message(order));
        }
    }
}

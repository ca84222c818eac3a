package org.gongyuan.server.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.toSet;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.Signed;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.EntryPreset;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.server.vectors.VectorFile;
import org.gongyuan.server.vectors.VectorFile.Case;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The files in `src/test/resources/vectors/staff-orders`, for whoever gives orders with other code
/// (`staff-orders.md`, section 6).
@DisplayName("Vectors of staff orders")
class OrderVectorsTest {

    private static final String REFUSED = "refused";
    private static final String ORDERS = "staff-orders/orders.json";
    private static final String SENT = "staff-orders/sent.json";
    private static final HexFormat HEX = HexFormat.of();
    private static final Instant NOON = Instant.parse("2026-05-16T04:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    static List<Case> orders() {
        return VectorFile.read(ORDERS);
    }

    static List<Case> sent() {
        return VectorFile.read(SENT);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void ofOrdersAreAnswered(Case vector) {
        String answer;
        try {
            var order = StaffOrder.read(vector.hex("order"));
            assertArrayEquals(vector.hex("order"), order.toBytes());
            answer = order.what().word();
        } catch (NotCanonical | IllegalArgumentException _) {
            answer = REFUSED;
        }
        assertEquals(vector.get("expect"), answer);
    }

    @ParameterizedTest
    @MethodSource("sent")
    void ofSentOrdersAreAnswered(Case vector) {
        var now = Instant.parse(vector.get("now"));
        var orders =
                new Orders(
                        StaffRegister.parse(vector.get("register")),
                        (InstantSource) () -> now,
                        GivenOrders.inMemory());
        var answer =
                switch (orders.check(vector.hex("sent"))) {
                    case Orders.Checked.Good(_, var approver) -> approver.text();
                    case Orders.Checked.Refused _ -> REFUSED;
                };
        assertEquals(vector.get("expect"), answer);
    }

    @Test
    void haveEveryWordAndMostAreRefusals() {
        var words = orders().stream().map(vector -> vector.get("expect")).collect(toSet());

        assertEquals(
                What.class.getPermittedSubclasses().length + 1, words.size(), words.toString());
        for (var file : List.of(orders(), sent())) {
            var refused =
                    file.stream().filter(vector -> vector.get("expect").equals(REFUSED)).count();
            assertTrue(refused * 2 > file.size());
        }
    }

    private static final List<What> GOOD =
            List.of(
                    new What.Open(
                            EntryPreset.named("open"),
                            NOON,
                            Duration.ofMinutes(90),
                            Duration.ofDays(3),
                            Digest.of(new byte[32]),
                            Digest.of(new byte[32]),
                            PosturePolicy.STANDARD),
                    new What.Close(),
                    new What.Hold(Scope.parse("all"), Cause.POWER_CUT),
                    new What.Resume(Scope.parse("room:C01/R2")),
                    new What.Extend(
                            Scope.parse("session:" + "0a".repeat(16)),
                            Duration.ofMinutes(5),
                            Cause.POWER_CUT),
                    new What.ExtendBeyond(
                            Scope.parse("session:" + "0a".repeat(16)),
                            Duration.ofMinutes(45),
                            Cause.POWER_CUT),
                    new What.Annul(Scope.parse("seat:C01/R2/07"), Cause.POWER_CUT),
                    new What.Transfer(
                            Scope.parse("seat:C01/R2/07"),
                            new SittingId("autumn"),
                            Cause.POWER_CUT),
                    new What.Move(
                            Scope.parse("seat:C01/R2/07"),
                            new SeatId("C01/R2/08"),
                            Cause.POWER_CUT),
                    new What.RestoreLog("node-2"),
                    new What.Disregard(
                            Scope.parse("seat:C01/R2/07"),
                            FindingKind.VIRTUAL_MACHINE,
                            Cause.POWER_CUT),
                    new What.Pictures(Scope.parse("all"), 20, Duration.ofMinutes(1)),
                    new What.Tell(Scope.parse("all"), "Five minutes are left."));

    private static StaffOrder order(What what, Optional<String> approver) {
        var nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        return new StaffOrder(
                new SittingId("spring"),
                Octets.of(nonce),
                NOON,
                NOON.plus(Duration.ofMinutes(5)),
                new StaffId("li"),
                approver.map(StaffId::new),
                what);
    }

    /// An order's fields around a word and its own fields, so that wrong ones can be written.
    private static byte[] raw(String word, UnaryOperator<CborWriter> fields) {
        return fields.apply(head(9, 1, word, 16, 1_000)).toBytes();
    }

    private static CborWriter head(int count, int version, String word, int nonce, long issued) {
        return new CborWriter()
                .array(count)
                .uint(version)
                .text(word)
                .text("spring")
                .bytes(new byte[nonce])
                .uint(issued)
                .uint(2_000)
                .text("li")
                .nil();
    }

    private static void refused(VectorFile to, String what, byte[] order) {
        to.add("description", what, "order", HEX.formatHex(order), "expect", REFUSED);
    }

    /// Writes the first file anew, when the format has changed: `-Dgongyuan.vectors=write`.
    @Test
    @EnabledIfSystemProperty(named = "gongyuan.vectors", matches = "write")
    void ofOrdersAreWrittenAnew() throws IOException {
        var to = new VectorFile();
        for (var what : GOOD) {
            var bytes = order(what, Optional.of("wang")).toBytes();
            to.add(
                    "description",
                    what.word(),
                    "order",
                    HEX.formatHex(bytes),
                    "expect",
                    what.word());
            var word = what.word();
            refused(to, word + ", cut by its last byte", Arrays.copyOf(bytes, bytes.length - 1));
            refused(to, word + ", a byte behind it", Arrays.copyOf(bytes, bytes.length + 1));
        }
        refused(to, "an unknown word", raw("shut-down", w -> w.array(0)));
        refused(to, "version 2", head(9, 2, "close-sitting", 16, 1_000).array(0).toBytes());
        refused(
                to,
                "a nonce of 15 bytes",
                head(9, 1, "close-sitting", 15, 1_000).array(0).toBytes());
        refused(
                to,
                "issued after the year 9999",
                head(9, 1, "close-sitting", 16, 253_402_300_800_000L).array(0).toBytes());
        refused(
                to,
                "no field where none is due, but one",
                raw("close-sitting", w -> w.array(1).text("all")));
        refused(to, "an unknown scope", raw("resume", w -> w.array(1).text("hall:1")));
        refused(to, "a session that is none", raw("resume", w -> w.array(1).text("session:xyz")));
        refused(to, "an unknown cause", raw("hold", w -> w.array(2).text("all").text("boredom")));
        refused(
                to,
                "no more time",
                raw("extend", w -> w.array(3).text("all").uint(0).text("power-cut")));
        refused(
                to,
                "more than four hours more",
                raw("extend", w -> w.array(3).text("all").uint(14_400_001).text("power-cut")));
        refused(to, "an empty message", raw("message", w -> w.array(2).text("all").text(" ")));
        refused(
                to,
                "a message of 1,001 characters",
                raw("message", w -> w.array(2).text("all").text("x".repeat(1_001))));
        refused(
                to,
                "no pictures",
                raw("pictures", w -> w.array(3).text("all").uint(0).uint(60_000)));
        refused(
                to,
                "41 pictures in ten seconds",
                raw("pictures", w -> w.array(3).text("all").uint(41).uint(60_000)));
        refused(
                to,
                "pictures for half a second",
                raw("pictures", w -> w.array(3).text("all").uint(20).uint(500)));
        refused(
                to,
                "pictures for more than ten minutes",
                raw("pictures", w -> w.array(3).text("all").uint(20).uint(600_001)));
        refused(
                to,
                "an override for all",
                raw(
                        "override",
                        w -> w.array(3).text("all").text("virtual-machine").text("power-cut")));
        refused(
                to,
                "an override of an unknown finding",
                raw(
                        "override",
                        w -> w.array(3).text("seat:C01/R2/07").text("dust").text("power-cut")));
        refused(
                to,
                "a node that leads elsewhere",
                raw("restore-log", w -> w.array(1).text("../n")));
        refused(to, "nothing", new byte[0]);
        to.write(ORDERS);
    }

    private static SigningKeyPair pair(SigningPurpose purpose) {
        return SigningKeyPair.generate(Suite.INTL_1, purpose, RANDOM);
    }

    /// Writes the second file anew: `-Dgongyuan.vectors=write`.
    @Test
    @EnabledIfSystemProperty(named = "gongyuan.vectors", matches = "write")
    void ofSentOrdersAreWrittenAnew() throws IOException {
        var li = pair(SigningPurpose.PROCTOR);
        var wang = pair(SigningPurpose.APPROVER);
        var sun = pair(SigningPurpose.PROCTOR);
        var register =
                "li head %s\nwang officer %s\nsun proctor %s\nli-again head %s\n"
                        .formatted(
                                li.verifyingKey().text(),
                                wang.verifyingKey().text(),
                                sun.verifyingKey().text(),
                                li.verifyingKey().text());
        var to = new VectorFile();
        var hold = order(GOOD.get(2), Optional.empty());
        var extend = order(GOOD.get(4), Optional.of("wang"));
        var good = Signed.by(extend, li, Optional.of(wang)).toBytes();
        sent(
                to,
                "one person holds",
                register,
                NOON,
                Signed.by(hold, li, Optional.empty()).toBytes(),
                "li");
        sent(to, "two persons give more time", register, NOON, good, "wang");
        sent(to, "a minute before it was issued", register, NOON.minusSeconds(60), good, "wang");
        sent(to, "as it expires", register, NOON.plusSeconds(300), good, "wang");
        var refused =
                List.of(
                        sentCase(
                                "more time by one person",
                                order(GOOD.get(4), Optional.empty()),
                                li,
                                null),
                        sentCase("an approver who did not sign", extend, li, null),
                        sentCase("signed by another proposer", extend, sun, wang),
                        sentCase("signed by another approver", extend, li, sun),
                        sentCase(
                                "approved by a proctor",
                                order(GOOD.get(4), Optional.of("sun")),
                                li,
                                sun),
                        sentCase(
                                "approved by the proposer",
                                order(GOOD.get(4), Optional.of("li")),
                                li,
                                li),
                        sentCase(
                                "approved by the proposer's key under another name",
                                order(GOOD.get(4), Optional.of("li-again")),
                                li,
                                li),
                        sentCase(
                                "approved by a stranger",
                                order(GOOD.get(4), Optional.of("zhao")),
                                li,
                                wang));
        for (var one : refused) {
            sent(to, one.what, register, NOON, one.bytes.toBytes(), REFUSED);
        }
        sent(to, "expired", register, NOON.plusSeconds(301), good, REFUSED);
        sent(
                to,
                "issued more than a minute from now",
                register,
                NOON.minusSeconds(61),
                good,
                REFUSED);
        sent(to, "cut by a byte", register, NOON, Arrays.copyOf(good, good.length - 1), REFUSED);
        sent(to, "a byte behind it", register, NOON, Arrays.copyOf(good, good.length + 1), REFUSED);
        var flipped = good.clone();
        flipped[good.length - 1] ^= 1;
        sent(to, "a flipped bit in a signature", register, NOON, flipped, REFUSED);
        var order = good.clone();
        order[40] ^= 1;
        sent(to, "a flipped bit in the order", register, NOON, order, REFUSED);
        to.write(SENT);
    }

    private record Sent(String what, Octets bytes) {}

    private static Sent sentCase(
            String what, StaffOrder order, SigningKeyPair proposer, SigningKeyPair approver) {
        return new Sent(
                what,
                Octets.of(Signed.by(order, proposer, Optional.ofNullable(approver)).toBytes()));
    }

    private static void sent(
            VectorFile to, String what, String register, Instant now, byte[] sent, String expect) {
        to.add(
                "description",
                what,
                "register",
                register,
                "now",
                now.toString(),
                "sent",
                HEX.formatHex(sent),
                "expect",
                expect);
    }
}

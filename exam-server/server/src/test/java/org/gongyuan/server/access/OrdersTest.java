package org.gongyuan.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// `staff-orders.md` sections 1 and 4, refusal by refusal.
@DisplayName("An order of staff")
class OrdersTest {

    private static final Instant NOON = Instant.parse("2026-05-16T04:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKeyPair LI = pair();
    private static final SigningKeyPair WANG = pair();
    private static final SigningKeyPair SUN = pair();

    private final StaffRegister register =
            StaffRegister.parse(
                    """
                    li officer %s
                    wang head %s
                    sun proctor %s
                    li-again head %s
                    """
                            .formatted(text(LI), text(WANG), text(SUN), text(LI)));
    private Instant now = NOON;
    private Instant issued = NOON;
    private Duration lives = Duration.ofMinutes(5);
    private final Octets nonce = nonce();
    private final Orders orders =
            new Orders(register, (InstantSource) () -> now, GivenOrders.inMemory());

    private static SigningKeyPair pair() {
        return SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.PROCTOR, RANDOM);
    }

    private static String text(SigningKeyPair pair) {
        return pair.verifyingKey().text();
    }

    private static Octets nonce() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return Octets.of(bytes);
    }

    private static final What EXTEND =
            new What.Extend(Scope.parse("all"), Duration.ofMinutes(5), Cause.POWER_CUT);
    private static final What HOLD = new What.Hold(Scope.parse("all"), Cause.POWER_CUT);

    private byte[] order(What what, String proposer, SigningKeyPair one) {
        return order(what, proposer, one, Optional.empty(), Optional.empty());
    }

    private byte[] order(
            What what, String proposer, SigningKeyPair one, String approver, SigningKeyPair two) {
        return order(what, proposer, one, Optional.of(approver), Optional.of(two));
    }

    private byte[] order(
            What what,
            String proposer,
            SigningKeyPair one,
            Optional<String> approver,
            Optional<SigningKeyPair> two) {
        var order =
                new StaffOrder(
                        new SittingId("spring"),
                        nonce,
                        issued,
                        issued.plus(lives),
                        new StaffId(proposer),
                        approver.map(StaffId::new),
                        what);
        return StaffOrder.Signed.by(order, one, two).toBytes();
    }

    private void counts(byte[] sent) {
        assertInstanceOf(Orders.Checked.Good.class, orders.check(sent));
    }

    private void isRefused(String because, byte[] sent) {
        var refused = assertInstanceOf(Orders.Checked.Refused.class, orders.check(sent));
        assertTrue(refused.because().contains(because), refused.because());
    }

    @Test
    void isNoneWhenItIsJunkOrGoesOnBehindItsEnd() {
        var good = order(HOLD, "sun", SUN);

        isRefused("this is not an order", new byte[0]);
        isRefused("this is not an order", new byte[] {(byte) 0xff, 0x01});
        isRefused("this is not an order", Arrays.copyOf(good, good.length - 1));
        isRefused("this is not an order", Arrays.copyOf(good, good.length + 1));
    }

    @Test
    void countsUnderTwoPersons() {
        var good =
                assertInstanceOf(
                        Orders.Checked.Good.class,
                        orders.check(order(EXTEND, "sun", SUN, "wang", WANG)));

        assertEquals(new StaffId("wang"), good.approver());
    }

    @Test
    void toHoldTakesOnePersonWhoIsApproverAsWell() {
        var good =
                assertInstanceOf(Orders.Checked.Good.class, orders.check(order(HOLD, "sun", SUN)));

        assertEquals(new StaffId("sun"), good.approver());
    }

    @Test
    void takesTwoWhereTwoAreDue() {
        isRefused("takes two persons", order(EXTEND, "li", LI));
    }

    @Test
    void isNotApprovedByTheSameKeyUnderAnotherName() {
        isRefused("li-again may not approve", order(EXTEND, "li", LI, "li-again", LI));
    }

    @Test
    void isNotApprovedByAProctor() {
        isRefused("sun may not approve", order(EXTEND, "li", LI, "sun", SUN));
    }

    @Test
    void toCloseOrToRestoreALogIsNotProposedByAProctor() {
        isRefused(
                "sun may not propose \"close-sitting\"",
                order(new What.Close(), "sun", SUN, "wang", WANG));
        isRefused(
                "sun may not propose \"restore-log\"",
                order(new What.RestoreLog("n2"), "sun", SUN, "wang", WANG));
    }

    @Test
    void isSignedByWhoItSays() {
        isRefused("li may not propose", order(EXTEND, "li", SUN, "wang", WANG));
        isRefused("wang may not approve", order(EXTEND, "li", LI, "wang", SUN));
        isRefused("zhao may not propose", order(EXTEND, "zhao", LI, "wang", WANG));
    }

    @Test
    void countsUntilTheVeryInstantItExpires() {
        var sent = order(HOLD, "li", LI);
        now = NOON.plus(lives).plusMillis(1);
        isRefused("expired", sent);
        now = NOON.plus(lives);
        counts(sent);
    }

    @Test
    void livesTenMinutesAtMost() {
        lives = Duration.ofMinutes(10).plusMillis(1);
        isRefused("lives PT10M at most", order(HOLD, "li", LI));
        lives = Duration.ofMinutes(10);
        counts(order(HOLD, "li", LI));
    }

    @Test
    void isNotIssuedMoreThanAMinuteAhead() {
        issued = NOON.plus(Duration.ofMinutes(1)).plusMillis(1);
        isRefused("issued now", order(HOLD, "li", LI));
        issued = NOON.plus(Duration.ofMinutes(1));
        counts(order(HOLD, "li", LI));
    }

    @Test
    void isGivenOnce() {
        var sent = order(HOLD, "li", LI);
        counts(sent);
        isRefused("given before", sent);
    }

    @Test
    void isNotCarriedOutWhenItCannotBeNoted() {
        var full =
                new Orders(
                        register,
                        (InstantSource) () -> now,
                        (_, _, _) -> {
                            throw new IOException("the disk is full");
                        });

        var refused =
                assertInstanceOf(Orders.Checked.Refused.class, full.check(order(HOLD, "li", LI)));
        assertTrue(refused.because().contains("nothing was done"), refused.because());
    }

    @Test
    void forPicturesComesBackAsItWasGivenAndAsksForNoMoreThanASeatTakes() {
        var what = new What.Pictures(Scope.parse("all"), 40, Duration.ofMinutes(10));
        var order =
                new StaffOrder(
                        new SittingId("spring"),
                        nonce,
                        issued,
                        issued.plus(lives),
                        new StaffId("sun"),
                        Optional.empty(),
                        what);

        assertEquals(what, StaffOrder.read(order.toBytes()).what());
        assertThrows(
                IllegalArgumentException.class,
                () -> new What.Pictures(Scope.parse("all"), 41, Duration.ofMinutes(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new What.Pictures(Scope.parse("all"), 10, Duration.ofMinutes(11)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new What.Pictures(Scope.parse("all"), 0, Duration.ofMinutes(1)));
    }
}

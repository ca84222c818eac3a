package org.gongyuan.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.FindingKind;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.Signed;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;

@DisplayName("An order to override a finding")
class OrdersToOverrideTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final StaffId ZHOU = new StaffId("zhou");
    private static final StaffId WU = new StaffId("wu");
    private static final What OVERRIDE =
            new What.Disregard(
                    new Scope.At(new SeatId("C1/R1/1")),
                    FindingKind.REMOTE_CONTROL,
                    Cause.EXAMINED);

    private final SecureRandom random = new SecureRandom();
    private final SigningKeyPair proctor = pair(SigningPurpose.PROCTOR);
    private final SigningKeyPair head = pair(SigningPurpose.APPROVER);
    private final Orders orders =
            new Orders(
                    StaffRegister.parse(
                            "zhou proctor %s\nwu head %s\n"
                                    .formatted(
                                            proctor.verifyingKey().text(),
                                            head.verifyingKey().text())),
                    () -> NOON,
                    given());

    private SigningKeyPair pair(SigningPurpose purpose) {
        return SigningKeyPair.generate(Suite.INTL_1, purpose, random);
    }

    private static GivenOrders given() {
        var nonces = new HashSet<Octets>();
        return (nonce, _, _) -> nonces.add(nonce);
    }

    private StaffOrder order(Optional<StaffId> approver) {
        var nonce = new byte[16];
        random.nextBytes(nonce);
        return new StaffOrder(
                new SittingId("spring-a"),
                Octets.of(nonce),
                NOON,
                NOON.plus(Duration.ofMinutes(5)),
                ZHOU,
                approver,
                OVERRIDE);
    }

    private static String refused(Orders.Checked checked) {
        return assertInstanceOf(Orders.Checked.Refused.class, checked).because();
    }

    @Test
    void isGivenByAProctorAlone() {
        var sent = Signed.by(order(Optional.empty()), proctor, Optional.empty()).toBytes();
        var good = assertInstanceOf(Orders.Checked.Good.class, orders.check(sent));
        assertEquals(OVERRIDE, good.order().what());
        assertEquals(ZHOU, good.approver(), "who did it alone stands as both");
    }

    @Test
    void isGivenByTwo() {
        var sent = Signed.by(order(Optional.of(WU)), proctor, Optional.of(head)).toBytes();
        var good = assertInstanceOf(Orders.Checked.Good.class, orders.check(sent));
        assertEquals(WU, good.approver());
    }

    @Test
    void isRefusedForged() {
        var order = order(Optional.of(WU));
        assertTrue(
                refused(orders.check(Signed.by(order, proctor, Optional.of(proctor)).toBytes()))
                        .contains("may not approve"));
        var stranger = pair(SigningPurpose.PROCTOR);
        assertTrue(
                refused(orders.check(Signed.by(order, stranger, Optional.of(head)).toBytes()))
                        .contains("may not propose"));
    }

    @Test
    void isRefusedWhenAProctorApproves() {
        var order = order(Optional.of(ZHOU));
        assertTrue(
                refused(orders.check(Signed.by(order, proctor, Optional.of(proctor)).toBytes()))
                        .contains("may not approve"));
    }

    @Test
    void isRefusedTheSecondTime() {
        var sent = Signed.by(order(Optional.empty()), proctor, Optional.empty()).toBytes();
        assertInstanceOf(Orders.Checked.Good.class, orders.check(sent));
        assertTrue(refused(orders.check(sent)).contains("given before"));
    }

    @Test
    void isNotForARoom() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new What.Disregard(
                                new Scope.Room("C1/R1"), FindingKind.DRILL, Cause.EXAMINED));
    }
}

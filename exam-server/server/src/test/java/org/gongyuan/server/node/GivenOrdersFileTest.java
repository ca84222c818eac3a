package org.gongyuan.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.GivenOrders;
import org.gongyuan.server.access.Orders;
import org.gongyuan.server.access.StaffOrder;
import org.gongyuan.server.access.StaffRegister;
import org.gongyuan.server.sitting.Scope;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

@DisplayName("Orders that were given")
class GivenOrdersFileTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofMinutes(10));

    @TempDir Path data;

    @Test
    void areRefusedAgainAfterARestart() throws Exception {
        var proctor =
                SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.PROCTOR, new SecureRandom());
        var list = data.resolve("staff");
        Files.writeString(list, "wang proctor " + proctor.verifyingKey().text() + "\n", UTF_8);
        var register = StaffRegister.read(list);
        var order =
                new StaffOrder(
                        new SittingId("spring-a"),
                        nonce(1),
                        NOON,
                        LATER,
                        new StaffId("wang"),
                        Optional.empty(),
                        new StaffOrder.What.Tell(new Scope.All(), "请安静"));
        var sent = StaffOrder.Signed.by(order, proctor, Optional.empty()).toBytes();
        try (var given = new GivenOrdersFile(data)) {
            var orders = new Orders(register, InstantSource.system(), given);
            assertInstanceOf(
                    Orders.Checked.Refused.class,
                    orders.check(sent),
                    "an order of another day is refused before it is noted");
            assertInstanceOf(Orders.Checked.Good.class, orders(register, given).check(sent));
            assertEquals(
                    new Orders.Checked.Refused("this order was given before"),
                    orders(register, given).check(sent));
        }
        try (var given = new GivenOrdersFile(data)) {
            assertEquals(
                    new Orders.Checked.Refused("this order was given before"),
                    orders(register, given).check(sent));
        }
        GivenOrders full =
                (_, _, _) -> {
                    throw new IOException("no space left");
                };
        var refused =
                assertInstanceOf(Orders.Checked.Refused.class, orders(register, full).check(sent));
        assertTrue(refused.because().contains("nothing was done"), refused.because());
    }

    @Test
    void areKeptUpToATornEnd() throws Exception {
        try (var given = new GivenOrdersFile(data)) {
            assertTrue(given.isFirst(nonce(1), LATER, NOON));
            assertTrue(given.isFirst(nonce(2), LATER, NOON));
        }
        var file = data.resolve("orders-given");
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        try (var given = new GivenOrdersFile(data)) {
            assertFalse(given.isFirst(nonce(1), LATER, NOON));
            assertTrue(given.isFirst(nonce(2), LATER, NOON), "it was never acknowledged");
        }
        Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        try (var given = new GivenOrdersFile(data)) {
            assertFalse(given.isFirst(nonce(2), LATER, NOON));
            assertTrue(given.isFirst(nonce(3), LATER, NOON));
        }
        try (var given = new GivenOrdersFile(data)) {
            assertFalse(given.isFirst(nonce(3), LATER, NOON));
        }
    }

    @Test
    void areForgottenWhenTheyWouldBeRefusedAnyway() throws Exception {
        try (var given = new GivenOrdersFile(data)) {
            assertTrue(given.isFirst(nonce(1), LATER, NOON));
            long size = Files.size(data.resolve("orders-given"));
            assertTrue(given.isFirst(nonce(2), LATER.plusSeconds(60), LATER.plusSeconds(1)));
            assertEquals(size, Files.size(data.resolve("orders-given")));
        }
    }

    private static Orders orders(StaffRegister register, GivenOrders given) {
        return new Orders(register, () -> NOON, given);
    }

    private static Octets nonce(int number) {
        var nonce = new byte[16];
        nonce[0] = (byte) number;
        return Octets.of(nonce);
    }
}

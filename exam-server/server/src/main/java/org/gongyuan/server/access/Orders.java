package org.gongyuan.server.access;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.access.StaffOrder.Signed;
import org.gongyuan.server.access.StaffOrder.What;
import org.gongyuan.trust.encoding.NotCanonical;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Checks orders before anything is done: known staff, right roles, signatures that hold, in time,
/// and never twice. Safe for several threads.
public final class Orders {

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(1);

    private final StaffRegister register;
    private final InstantSource clock;
    private final GivenOrders given;

    /// Checks orders of the staff in a register.
    public Orders(StaffRegister register, InstantSource clock, GivenOrders given) {
        this.register = requireNonNull(register, "register");
        this.clock = requireNonNull(clock, "clock");
        this.given = requireNonNull(given, "given");
    }

    /// What became of checking an order.
    public sealed interface Checked {

        /// It counts. `approver` is the proposer where one person is enough.
        record Good(StaffOrder order, StaffId approver) implements Checked {}

        /// It does not, because of this.
        record Refused(String because) implements Checked {}
    }

    /// Checks an order that was sent.
    public synchronized Checked check(byte[] sent) {
        Signed signed;
        StaffOrder order;
        try {
            signed = Signed.read(sent);
            order = StaffOrder.read(signed.bytes().toBytes());
        } catch (NotCanonical | IllegalArgumentException unreadable) {
            return new Checked.Refused("this is not an order: " + unreadable.getMessage());
        }
        var refusal = refusal(order, signed);
        if (refusal.isPresent()) {
            return new Checked.Refused(refusal.get());
        }
        try {
            var forgotten = order.expires().plus(CLOCKS_MAY_DIFFER);
            if (!given.isFirst(order.nonce(), forgotten, clock.instant())) {
                return new Checked.Refused("this order was given before");
            }
        } catch (IOException failed) {
            return new Checked.Refused(
                    "the order cannot be noted on the node's disk, so nothing was done: "
                            + failed.getMessage());
        }
        return new Checked.Good(order, order.approver().orElse(order.proposer()));
    }

    private Optional<String> refusal(StaffOrder order, Signed signed) {
        var now = clock.instant();
        if (now.isAfter(order.expires())) {
            return Optional.of("the order expired at %s, it is %s".formatted(order.expires(), now));
        }
        if (order.issued().isAfter(now.plus(CLOCKS_MAY_DIFFER))
                || order.expires().isAfter(order.issued().plus(LONGEST_LIFE))) {
            return Optional.of(
                    "an order is issued now and lives %s at most".formatted(LONGEST_LIFE));
        }
        var proposer = register.member(order.proposer());
        if (proposer.isEmpty()
                || !mayPropose(proposer.get().role(), order.what())
                || !holds(proposer.get(), signed.proposed(), signed)) {
            return Optional.of(
                    "%s may not propose \"%s\", or the signature does not hold"
                            .formatted(order.proposer(), order.what().word()));
        }
        if (order.approver().isEmpty()) {
            return order.what().takesTwo()
                    ? Optional.of("\"%s\" takes two persons".formatted(order.what().word()))
                    : Optional.empty();
        }
        var approver = register.member(order.approver().get());
        if (approver.isEmpty()
                || approver.get().role() == Role.PROCTOR
                || approver.get().key().equals(proposer.get().key())
                || signed.approved().isEmpty()
                || !holds(approver.get(), signed.approved().get(), signed)) {
            return Optional.of(
                    "%s may not approve \"%s\", or the signature does not hold"
                            .formatted(order.approver().get(), order.what().word()));
        }
        return Optional.empty();
    }

    private static boolean mayPropose(Role role, What what) {
        return switch (what) {
            case What.Open _, What.Close _, What.RestoreLog _, What.ExtendBeyond _ ->
                    role != Role.PROCTOR;
            default -> true;
        };
    }

    private static boolean holds(StaffRegister.Member member, Octets signature, Signed signed) {
        try {
            return Signed.holds(member, signature, signed.bytes().toBytes());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}

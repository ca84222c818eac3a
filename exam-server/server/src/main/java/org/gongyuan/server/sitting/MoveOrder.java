package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Cause;
import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.StaffId;

import java.time.Instant;

/// Two persons allow a session to go on at another seat; it stands until the candidate has signed
/// in there or `until`.
public record MoveOrder(SeatId to, Cause cause, StaffId proposer, StaffId approver, Instant until) {

    public MoveOrder {
        requireNonNull(to, "to");
        requireNonNull(cause, "cause");
        requireNonNull(proposer, "proposer");
        requireNonNull(approver, "approver");
        requireNonNull(until, "until");
    }
}

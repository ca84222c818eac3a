package org.gongyuan.server.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SeatId;

/// Where a session is held: the seat, and the verifying key in force there.
public record Place(SeatId seat, Octets verifyingKey) {

    public Place {
        requireNonNull(seat, "seat");
        requireNonNull(verifyingKey, "verifyingKey");
    }
}

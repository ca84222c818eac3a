package org.gongyuan.server.scoring;

import org.gongyuan.protocol.record.SessionId;

import java.util.Comparator;

/// Sessions rising as bytes, as every document lists them.
final class SessionOrder {

    static final Comparator<SessionId> RISING =
            (one, other) -> {
                var high = Long.compareUnsigned(one.high(), other.high());
                return high != 0 ? high : Long.compareUnsigned(one.low(), other.low());
            };

    private SessionOrder() {}
}

package org.gongyuan.server.access;

import org.gongyuan.protocol.record.Octets;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Remembers which orders were given, so that none is carried out twice (`staff-orders.md` section
/// 4).
public interface GivenOrders {

    /// Whether no order had this nonce so far; from then on one has. Returns only once that is
    /// kept.
    ///
    /// @param expires from when on the order is refused anyway and may be forgotten
    /// @throws IOException when it cannot be kept: the order must not be carried out then
    boolean isFirst(Octets nonce, Instant expires, Instant now) throws IOException;

    /// Remembers as long as the process lives.
    static GivenOrders inMemory() {
        Map<Octets, Instant> given = new HashMap<>();
        return (nonce, expires, now) -> {
            given.values().removeIf(now::isAfter);
            return given.putIfAbsent(nonce, expires) == null;
        };
    }
}

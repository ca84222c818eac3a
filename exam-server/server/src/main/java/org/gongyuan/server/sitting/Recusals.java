package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.SittingId;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The tickets of a sitting with which nobody is let in, because a member of staff declared one as
/// his own (`staff-access.md` 5.3). Asked in the lane, told from elsewhere.
public final class Recusals {

    private final Map<SittingId, Set<String>> tickets = new ConcurrentHashMap<>();

    /// Bars these tickets of a sitting, and no others.
    public void bar(SittingId sitting, Set<String> barred) {
        tickets.put(sitting, Set.copyOf(barred));
    }

    /// Whether a ticket is barred.
    public boolean bars(SittingId sitting, String ticket) {
        return tickets.getOrDefault(sitting, Set.of()).contains(ticket);
    }
}

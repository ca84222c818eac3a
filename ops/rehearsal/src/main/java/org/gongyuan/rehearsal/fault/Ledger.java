package org.gongyuan.rehearsal.fault;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.suite.Digest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// What seats showed their candidates as saved: for each session, up to which response, and the
/// head of the chain there, which commits to every response before it.
final class Ledger {

    private final Map<SessionId, ConcurrentSkipListMap<Long, Digest>> shown =
            new ConcurrentHashMap<>();

    /// A seat showed everything up to `seq` as saved.
    void saved(SessionId session, long seq, Digest head) {
        if (seq > 0) {
            shown.computeIfAbsent(session, _ -> new ConcurrentSkipListMap<>()).put(seq, head);
        }
    }

    /// Everything shown so far, by session.
    Map<SessionId, ConcurrentSkipListMap<Long, Digest>> shown() {
        return shown;
    }

    /// How many responses were shown as saved.
    long acknowledged() {
        return shown.values().stream().mapToLong(ConcurrentSkipListMap::lastKey).sum();
    }
}

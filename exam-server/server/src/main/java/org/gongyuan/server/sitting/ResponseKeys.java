package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.seal.ResponseKey;
import org.gongyuan.trust.seal.SealBroken;
import org.gongyuan.trust.seal.WindowKey;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The response keys of a sitting's sessions, wrapped under its window key while the exam runs, so
/// that a session can go on at another seat (`session.md` section 4). Wiped when the sitting
/// closes.
public final class ResponseKeys {

    private WindowKey windowKey;
    private final Map<SessionId, Octets> wrapped = new HashMap<>();

    ResponseKeys(WindowKey windowKey) {
        this.windowKey = requireNonNull(windowKey, "windowKey");
    }

    /// Keeps the response key that a session's seat handed in.
    void keep(SessionId session, ResponseKey key) {
        if (windowKey != null) {
            wrapped.put(session, Octets.of(windowKey.wrap(key, session.toBytes())));
        }
    }

    /// The response key of a session, if it was handed in to this node; to be closed after use.
    Optional<ResponseKey> of(SessionId session) {
        var kept = wrapped.get(session);
        if (windowKey == null || kept == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    windowKey.unwrap(ResponseKey.KIND, kept.toBytes(), session.toBytes()));
        } catch (SealBroken broken) {
            throw new IllegalStateException(
                    "the response key kept for session %s is broken".formatted(session), broken);
        }
    }

    /// Forgets the key of a session that another node holds now.
    void forget(SessionId session) {
        wrapped.remove(session);
    }

    /// The exam is over here: nothing can be opened any more but by the marking quorum.
    void wipe() {
        if (windowKey != null) {
            windowKey.close();
            windowKey = null;
        }
        wrapped.clear();
    }
}

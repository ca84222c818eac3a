package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.trust.seal.EvidenceKey;
import org.gongyuan.trust.suite.Digest;

import java.util.function.Consumer;

/// Where pictures and the details of observations of one sitting are kept, sealed.
public interface Evidence {

    /// The key of a room.
    EvidenceKey keyOf(String room);

    /// Keeps a sealed picture taken in a room; `kept` is told its digest, or null if it could not
    /// be kept.
    void keep(String room, SessionId session, long seq, byte[] sealed, Consumer<Digest> kept);
}

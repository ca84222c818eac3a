package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.SessionId;

import java.util.List;

/// What became of closing a sitting.
public sealed interface Closing {

    /// It is closed; these are the counts in the record.
    record Closed(Tally tally) implements Closing {}

    /// It is not: these sessions are still on the way, or the record took nothing.
    record Refused(String because, List<SessionId> sessions) implements Closing {

        public Refused {
            sessions = List.copyOf(sessions);
        }
    }
}

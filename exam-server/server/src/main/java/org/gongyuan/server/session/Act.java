package org.gongyuan.server.session;

import org.gongyuan.protocol.record.SessionId;

/// What became of a decision of staff about one session.
public sealed interface Act {

    /// It is entered, and the seat will be told when the entry is durable.
    record Done(SessionId session) implements Act {}

    /// It does not fit the state of the session.
    record NotNow(SessionId session, String because) implements Act {}
}

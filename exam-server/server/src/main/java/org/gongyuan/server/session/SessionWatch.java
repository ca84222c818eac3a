package org.gongyuan.server.session;

/// Who hears that something of a session has changed: the sitting it belongs to. Called in the
/// core's lane.
public interface SessionWatch {

    /// The session has something to tell at the end of this turn; [Session#flush] will be called.
    void touched(Session session);

    /// What is known of a session's machine, or what staff overrode of it, has changed, durably.
    void postureChanged(Session session);

    /// The session closed, durably.
    void closed(Session session);
}

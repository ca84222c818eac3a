package org.gongyuan.server.session;

import org.gongyuan.protocol.record.SessionEntry;

/// An entry that the state of its session does not allow (`session.md` section 1.2).
public final class IllegalTransition extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    IllegalTransition(SessionState from, SessionEntry entry) {
        super(
                "a session that is %s does not take %s (entry %d of session %s)"
                        .formatted(
                                from.getClass().getSimpleName(),
                                entry.getClass().getSimpleName(),
                                entry.ordinal(),
                                entry.session()));
    }
}

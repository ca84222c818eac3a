package org.gongyuan.server.sitting;

import org.gongyuan.protocol.record.SessionId;

import java.util.Map;

/// Keeps what staff said to candidates, so that whoever has not seen it hears it after a restart of
/// the node (`session.md` section 5.4).
@FunctionalInterface
public interface SaidWords {

    /// Nothing is kept.
    SaidWords FORGOTTEN = (_, _) -> {};

    /// Keeps words and the outbox number they have in each session. Called in the lane; does not
    /// wait for the disk.
    void keep(String words, Map<SessionId, Long> numbers);
}

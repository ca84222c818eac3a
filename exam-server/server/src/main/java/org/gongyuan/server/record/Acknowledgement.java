package org.gongyuan.server.record;

/// What the journal tells the giver of one entry, exactly once, on the journal's writing thread:
/// be quick, hand longer work to another thread.
public interface Acknowledgement {

    /// The entry is synced and has this index for good.
    void durable(long index);

    /// The entry was not acknowledged. After [AppendRefusal.Stopped] it may be found in the journal
    /// later all the same (`journal.md` section 5.4); in every other case it is not there.
    void refused(AppendRefusal why);
}

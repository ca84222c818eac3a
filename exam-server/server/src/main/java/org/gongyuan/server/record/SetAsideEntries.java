package org.gongyuan.server.record;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SittingEntry;

import java.util.HashSet;
import java.util.Set;

/// Which entries of a log do not count, because the log itself has set them aside
/// (`exam-record.md` section 6).
public final class SetAsideEntries {

    private SetAsideEntries() {}

    /// The indices of all entries of a log that it has set aside.
    public static Set<Long> of(JournalReader log) {
        var indices = new HashSet<Long>();
        log.read(
                0,
                log.size(),
                found -> {
                    var leaf = found.leaf();
                    if (Leaf.isSetAside(leaf, 0, leaf.length)
                            && Leaf.read(leaf) instanceof SittingEntry.SetAside aside) {
                        indices.addAll(aside.indices());
                    }
                });
        return indices;
    }
}

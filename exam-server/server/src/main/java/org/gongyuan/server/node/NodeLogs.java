package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.audit.IndexedLog;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.SignedCheckpoint;
import org.gongyuan.trust.log.InclusionProof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Every log of this node, as the audit searches them: that of staff and those of all sittings held
/// here.
public final class NodeLogs implements Supplier<List<IndexedLog>> {

    private final Hall hall;
    private final StaffLog staff;

    private record One(JournalLog log, Optional<SittingId> sitting) implements IndexedLog {

        @Override
        public String origin() {
            return log.origin();
        }

        @Override
        public JournalReader reader() {
            return log.reader();
        }

        @Override
        public SignedCheckpoint checkpoint() throws IOException, InterruptedException {
            return log.checkpoint();
        }

        @Override
        public InclusionProof inclusion(long index, long size) throws InterruptedException {
            return log.inclusion(index, size);
        }
    }

    /// The logs of a hall and of its staff.
    public NodeLogs(Hall hall, StaffLog staff) {
        this.hall = requireNonNull(hall, "hall");
        this.staff = requireNonNull(staff, "staff");
    }

    /// The log of staff alone.
    public static IndexedLog of(StaffLog staff) {
        return new One(staff.journal(), Optional.empty());
    }

    @Override
    public List<IndexedLog> get() {
        var all = new ArrayList<IndexedLog>();
        all.add(of(staff));
        for (var held : hall.sittings()) {
            all.add(new One(held.log(), Optional.of(held.sitting().id())));
        }
        return all;
    }
}

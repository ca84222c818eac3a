package org.gongyuan.server.cluster;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.sitting.Elsewhere;
import org.gongyuan.server.store.StoredEntries;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Finds in the shared store what other nodes entered about a session.
public final class StoreElsewhere implements Elsewhere {

    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

    private final StoredEntries store;
    private final Lane lane;

    /// Looks into these stored entries and answers in the lane.
    public StoreElsewhere(StoredEntries store, Lane lane) {
        this.store = requireNonNull(store, "store");
        this.lane = requireNonNull(lane, "lane");
    }

    @Override
    public void find(SessionId session, Consumer<List<Entered>> then) {
        var _ =
                store.ofSession(session)
                        .whenComplete(
                                (found, failed) -> {
                                    if (failed != null) {
                                        lane.execute(
                                                () ->
                                                        lane.after(
                                                                AGAIN_AFTER,
                                                                () -> find(session, then)));
                                        return;
                                    }
                                    var entered = new ArrayList<Entered>(found.size());
                                    for (var one : found) {
                                        if (Leaf.read(one.leaf().toBytes())
                                                instanceof SessionEntry entry) {
                                            entered.add(new Entered(entry, one.attachment()));
                                        }
                                    }
                                    lane.execute(() -> then.accept(entered));
                                });
    }
}

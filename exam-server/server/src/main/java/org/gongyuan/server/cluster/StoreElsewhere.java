package org.gongyuan.server.cluster;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.sitting.Elsewhere;
import org.gongyuan.server.store.SessionProjection;
import org.gongyuan.server.store.SessionProjections;
import org.gongyuan.server.store.StoredEntries;
import org.gongyuan.server.store.StoredEntry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds in the shared store what other nodes entered about a session.
public final class StoreElsewhere implements Elsewhere {

    private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

    private final StoredEntries store;
    private final SessionProjections keys;
    private final Lane lane;

    /// Looks into these stored entries and wrapped response keys, and answers in the lane.
    public StoreElsewhere(StoredEntries store, SessionProjections keys, Lane lane) {
        this.store = requireNonNull(store, "store");
        this.keys = requireNonNull(keys, "keys");
        this.lane = requireNonNull(lane, "lane");
    }

    @Override
    public void isTaken(SessionId session, long ordinal, String origin, Consumer<Boolean> then) {
        var _ =
                store.at(new StoredEntry.Place(session, ordinal))
                        .whenComplete(
                                (found, failed) -> {
                                    if (failed != null) {
                                        again(() -> isTaken(session, ordinal, origin, then));
                                        return;
                                    }
                                    boolean taken =
                                            found.filter(one -> !one.log().equals(origin))
                                                    .isPresent();
                                    lane.execute(() -> then.accept(taken));
                                });
    }

    @Override
    public void keepKey(SittingId sitting, SessionId session, Instant at, Octets wrapped) {
        var kept = new SessionProjection(session, sitting, at.toEpochMilli(), wrapped);
        var _ =
                keys.project(List.of(kept))
                        .whenComplete(
                                (_, failed) -> {
                                    if (failed != null) {
                                        again(() -> keepKey(sitting, session, at, wrapped));
                                    }
                                });
    }

    @Override
    public void findKey(SessionId session, Consumer<Optional<Octets>> then) {
        var _ =
                keys.find(session)
                        .whenComplete(
                                (found, failed) -> {
                                    if (failed != null) {
                                        again(() -> findKey(session, then));
                                        return;
                                    }
                                    lane.execute(
                                            () -> then.accept(found.map(SessionProjection::body)));
                                });
    }

    @Override
    public void forgetKeys(SittingId sitting) {
        var _ =
                keys.forget(sitting)
                        .whenComplete(
                                (_, failed) -> {
                                    if (failed != null) {
                                        again(() -> forgetKeys(sitting));
                                    }
                                });
    }

    private void again(Runnable asking) {
        lane.execute(() -> lane.after(AGAIN_AFTER, asking));
    }

    @Override
    public void find(SessionId session, Consumer<List<Entered>> then) {
        var _ =
                store.ofSession(session)
                        .whenComplete(
                                (found, failed) -> {
                                    if (failed != null) {
                                        again(() -> find(session, then));
                                        return;
                                    }
                                    var entered = new ArrayList<Entered>(found.size());
                                    for (var one : found) {
                                        if (Leaf.read(one.leaf().toBytes())
                                                instanceof SessionEntry entry) {
                                            entered.add(
                                                    new Entered(
                                                            entry,
                                                            one.attachment(),
                                                            one.log(),
                                                            one.index()));
                                        }
                                    }
                                    lane.execute(() -> then.accept(entered));
                                });
    }
}

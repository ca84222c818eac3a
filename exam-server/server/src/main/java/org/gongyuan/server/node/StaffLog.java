package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.Octets;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.audit.StaffEntries;
import org.gongyuan.server.record.JournalReader;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.server.record.Urgency;
import org.gongyuan.server.session.SittingLog;
import org.gongyuan.server.session.SittingLog.Taking;
import org.gongyuan.trust.log.NoteSigner;
import org.gongyuan.trust.seal.SigningKeyPair;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The log of what staff of this node did, read and were refused: a Merkle log of its own beside
/// those of the sittings (`staff-access.md` section 6). No sitting can have its name.
public final class StaffLog implements StaffEntries, Closeable {

    /// What stands for a sitting in the log's origin.
    public static final SittingId NAME = new SittingId("staff-log");

    private static final int SECONDS = 15;

    private final JournalLog log;
    private final Lane lane;
    private final InstantSource clock;

    private final String node;

    private StaffLog(String node, JournalLog log, Lane lane, InstantSource clock) {
        this.node = node;
        this.log = log;
        this.lane = lane;
        this.clock = clock;
    }

    /// Opens the log in `data`, and begins it when it is new.
    public static StaffLog open(
            Path data,
            String body,
            String node,
            SigningKeyPair checkpointKey,
            Function<String, JournalSettings> journals,
            Lane lane,
            InstantSource clock,
            Runnable stopped)
            throws IOException {
        var origin = body + "/" + NAME + "/" + node;
        var log =
                JournalLog.open(
                        data.resolve(NAME.text()).resolve("journal"),
                        journals.apply(origin),
                        new NoteSigner(origin, checkpointKey),
                        requireNonNull(lane, "lane"),
                        JournalLog.Copies.NONE,
                        requireNonNull(clock, "clock"),
                        stopped);
        var staff = new StaffLog(node, log, lane, clock);
        if (log.reader().size() == 0) {
            var key = Octets.of(checkpointKey.verifyingKey().toBytes());
            var _ = staff.enter(at -> new SittingEntry.LogOpened(at, origin, NAME, node, key));
        }
        return staff;
    }

    @Override
    public long enter(Function<Instant, SittingEntry> fact) {
        return enter(log, lane, clock, fact);
    }

    /// Enters a fact into a log of this node, at an instant taken in the lane so that none steps
    /// back, and returns once it is durable.
    public static long enter(
            SittingLog log, Lane lane, InstantSource clock, Function<Instant, SittingEntry> fact) {
        var entered = new CompletableFuture<Long>();
        lane.execute(
                () -> {
                    var taking =
                            log.append(
                                    fact.apply(clock.instant()),
                                    SittingLog.NOTHING,
                                    Urgency.TIME,
                                    entered::complete);
                    if (taking != Taking.TAKEN) {
                        entered.completeExceptionally(
                                new IllegalStateException(
                                        "the record takes nothing: " + taking.word()));
                    }
                });
        return entered.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public JournalReader reader() {
        return log.reader();
    }

    /// The node it is of.
    public String node() {
        return node;
    }

    JournalLog journal() {
        return log;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}

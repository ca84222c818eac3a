package org.gongyuan.server.release;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.server.sentence.Sentence;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The rehearsals of this node, in memory alone: one that is under way when the node goes down is
/// begun anew (`staff-access.md` 8.6).
public final class Rehearsals implements AutoCloseable {

    private static final int MOST = 20;
    private static final int MOST_OF_ONE = 4;
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final Duration SHOWN_AFTERWARDS = Duration.ofHours(12);
    private static final int NAME_BYTES = 8;

    private final InstantSource clock;
    private final SecureRandom random;
    private final Consumer<Function<Instant, SittingEntry>> record;
    private final ShareWatch watch;
    private final Map<String, Rehearsal> all = new ConcurrentHashMap<>();

    /// No rehearsal yet.
    ///
    /// @param record where steps are entered; returns once that is durable
    public Rehearsals(
            InstantSource clock,
            SecureRandom random,
            Consumer<Function<Instant, SittingEntry>> record,
            ShareWatch watch) {
        this.clock = requireNonNull(clock, "clock");
        this.random = requireNonNull(random, "random");
        this.record = requireNonNull(record, "record");
        this.watch = requireNonNull(watch, "watch");
    }

    /// When a rehearsal that is begun now ends at the latest.
    public Instant latestEnd() {
        return clock.instant().plus(LONGEST);
    }

    /// Begins a rehearsal.
    public synchronized Rehearsal begin(Rehearsal.Plan plan) {
        var old = clock.instant().minus(SHOWN_AFTERWARDS);
        all.values().removeIf(one -> one.opens().isBefore(old));
        var open =
                all.values().stream().filter(one -> one.state() == Rehearsal.State.OPEN).toList();
        if (open.size() >= MOST) {
            throw new IllegalArgumentException(Sentence.REHEARSALS_MOST.of(MOST));
        }
        if (open.stream().filter(one -> one.by().equals(plan.by())).count() >= MOST_OF_ONE) {
            throw new IllegalArgumentException(
                    Sentence.REHEARSALS_OF_ONE.of(MOST_OF_ONE, plan.by()));
        }
        var bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        var id = "rehearsal-" + HexFormat.of().formatHex(bytes);
        var rehearsal =
                new Rehearsal(
                        id,
                        plan,
                        clock,
                        random,
                        step ->
                                record.accept(
                                        at ->
                                                new SittingEntry.RehearsalStep(
                                                        at,
                                                        step.rehearsal(),
                                                        step.custodian(),
                                                        step.index(),
                                                        step.outcome())),
                        watch);
        record.accept(
                at ->
                        new SittingEntry.RehearsalBegun(
                                at,
                                id,
                                plan.by(),
                                plan.needed(),
                                plan.opens(),
                                rehearsal.custodians()));
        all.put(id, rehearsal);
        return rehearsal;
    }

    /// The rehearsal of that name.
    public Optional<Rehearsal> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /// All that are under way or were lately, the newest first.
    public List<Rehearsal> all() {
        var list = new ArrayList<>(all.values());
        list.sort(Comparator.comparing(Rehearsal::opens).reversed());
        return list;
    }

    @Override
    public void close() {
        all.values().forEach(Rehearsal::close);
        all.clear();
    }
}

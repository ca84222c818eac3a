package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// `ops/bench start`: every seat is admitted and holds the sealed form, the start has passed; from
/// the last
/// custodian's share until each seat has opened its form. Then the node is killed and started
/// again: from
/// its open doors until every seat is back.
public final class StartBench {

    private static final int AT_ONCE = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private StartBench() {}

    /// Measures with that many seats.
    public static Figures run(int seats) {
        var journals = ResponsesBench.memoryFolder();
        var setting = Stage.Setting.of(seats).with(Map.of("admission.at-once", "32"));
        try (var stage = Stage.set(setting)) {
            var desk = stage.open(Duration.ofSeconds(1));
            var all = new ArrayList<SeatedCandidate>();
            var tickets = stage.candidates().tickets();
            for (int from = 0; from < seats; from += AT_ONCE) {
                var group = new ArrayList<SeatedCandidate>();
                for (var ticket : tickets.subList(from, Math.min(seats, from + AT_ONCE))) {
                    group.add(SeatedCandidate.seat(stage, ticket, journals));
                }
                group.forEach(one -> SeatedCandidate.await(one.ready(), PATIENCE));
                all.addAll(group);
            }
            while (desk.status().get("ready") < seats) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
            desk.release(stage.form(), List.of(0, 1));
            long begun = System.nanoTime();
            desk.release(stage.form(), List.of(2));
            var millis =
                    all.stream()
                            .mapToDouble(
                                    one ->
                                            (SeatedCandidate.await(one.opened(), PATIENCE) - begun)
                                                    / 1e6)
                            .sorted()
                            .toArray();
            double reconnect = reconnect(stage, all);
            var figures =
                    Figures.of("start")
                            .with("seats", seats)
                            .with("last_seat_ms", millis[millis.length - 1])
                            .with("p50_ms", millis[millis.length / 2])
                            .with("reconnect_last_seat_ms", reconnect);
            all.forEach(SeatedCandidate::leave);
            return figures;
        } finally {
            ResponsesBench.delete(journals);
        }
    }

    private static double reconnect(Stage stage, List<SeatedCandidate> all) {
        stage.node().kill();
        while (all.stream().anyMatch(SeatedCandidate::isConnected)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        stage.node().start();
        long begun = System.nanoTime();
        long patience = begun + PATIENCE.toNanos();
        while (!all.stream().allMatch(SeatedCandidate::isConnected)) {
            if (System.nanoTime() > patience) {
                return Double.NaN;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return (System.nanoTime() - begun) / 1e6;
    }
}

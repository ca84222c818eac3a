package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/// `ops/bench start`: every seat is admitted and holds the sealed form, the start has passed; from
/// the last custodian's share until each seat has opened its form. Then the node is killed and
/// started again: from its open doors, and from the start of its process, until every seat is back.
/// The floor is as many bare TLS handshakes with seat certificates against a plain Vert.x server,
/// 64 at a time: what the same two processes need if they do nothing else.
public final class StartBench {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int CERTIFICATES = 50;
    private static final int ROUNDS = 3;

    private StartBench() {}

    /// Measures with that many seats.
    public static Figures run(int seats) {
        Seating.prepare();
        var setting = Stage.Setting.of(seats).with(Map.of("admission.at-once", "32"));
        try (var stage = Stage.set(setting)) {
            var desk = stage.open(Duration.ofSeconds(1));
            var all = Seating.seat(stage, desk, stage.candidates().tickets());
            desk.release(stage.form(), List.of(0, 1));
            long begun = System.nanoTime();
            desk.release(stage.form(), List.of(2));
            var opened =
                    millis(
                            begun,
                            all.stream()
                                    .mapToLong(
                                            one -> SeatedCandidate.await(one.opened(), PATIENCE)));
            var back = reconnect(stage, all);
            all.forEach(SeatedCandidate::leave);
            stage.node().close();
            double floor = floor(stage, seats);
            return Figures.of("start")
                    .with("seats", seats)
                    .with("last_seat_ms", last(opened))
                    .with("p50_ms", opened[opened.length / 2])
                    .with("reconnect_last_seat_ms", last(back.sinceDoors))
                    .with("reconnect_p50_ms", back.sinceDoors[back.sinceDoors.length / 2])
                    .with("floor_reconnect_ms", floor)
                    .with("ratio_reconnect", last(back.sinceDoors) / floor)
                    .with("node_start_ms", back.startMillis)
                    .with("restart_last_seat_ms", back.startMillis + last(back.sinceDoors));
        }
    }

    /// @param sinceDoors when each seat was back, in ms after the node said that its doors are open
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Back(double startMillis, double[] sinceDoors) {}

    private static Back reconnect(Stage stage, List<SeatedCandidate> all) {
        stage.node().kill();
        await(all, false);
        var took = stage.node().start();
        long doors = System.nanoTime();
        await(all, true);
        return new Back(
                took.toNanos() / 1e6,
                millis(doors, all.stream().mapToLong(SeatedCandidate::connectedAt)));
    }

    private static void await(List<SeatedCandidate> all, boolean connected) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!all.stream().allMatch(one -> one.isConnected() == connected)) {
            if (System.nanoTime() > patience) {
                throw new IllegalStateException(
                        "of %d seats %d are still %sconnected after %s"
                                .formatted(
                                        all.size(),
                                        all.stream()
                                                .filter(one -> one.isConnected() != connected)
                                                .count(),
                                        connected ? "not " : "",
                                        PATIENCE));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static double floor(Stage stage, int handshakes) {
        var machines = stage.candidates().tickets().subList(0, Math.min(CERTIFICATES, handshakes));
        try (var plain = PlainServer.process(stage, stage.form().file());
                var clients = new BareClients(stage, machines)) {
            plain.start();
            clients.handshakes(plain.managePort(), handshakes);
            var millis = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                millis[round] = clients.handshakes(plain.managePort(), handshakes);
            }
            return Rounds.median(millis);
        }
    }

    private static double[] millis(long begun, LongStream nanos) {
        return nanos.mapToDouble(at -> Math.max(0, at - begun) / 1e6).sorted().toArray();
    }

    private static double last(double[] sorted) {
        return sorted[sorted.length - 1];
    }
}

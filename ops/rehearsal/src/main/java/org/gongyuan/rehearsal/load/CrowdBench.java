package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// `ops/bench crowd`: seats that write are not to feel that others come in. A hundred seats have
/// 500
/// responses a second saved between them: alone, while all other seats are admitted, and while as
/// many bare TLS handshakes are made with another process: what the same two processors are taken
/// up with by the crowd's encryption alone.
public final class CrowdBench {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration WARMING = Duration.ofSeconds(3);
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final int WRITING = 100;
    private static final int OFFERED = 500;
    private static final int CERTIFICATES = 50;

    private CrowdBench() {}

    /// Measures with a crowd of that many seats.
    public static Figures run(int seats) {
        Seating.prepare();
        var setting = Stage.Setting.of(WRITING + seats).with(Map.of("admission.at-once", "32"));
        try (var hall = new ResponsesBench.Hall(WRITING, setting)) {
            var stage = hall.stage();
            var crowd = stage.candidates().tickets().subList(WRITING, WRITING + seats);
            hall.drive(1, OFFERED, WARMING);
            var alone = hall.drive(1, OFFERED, ALONE);
            var coming = during(hall, () -> arrive(stage, crowd));
            var shaking = shaking(hall, crowd);
            coming.result.forEach(SeatedCandidate::leave);
            return Figures.of("crowd")
                    .with("seats", seats)
                    .with("writing_seats", WRITING)
                    .with("p50_at_500_ms", alone.quantile(0.5))
                    .with("p99_at_500_ms", alone.quantile(0.99))
                    .with("p50_while_coming_ms", coming.run.quantile(0.5))
                    .with("p99_while_coming_ms", coming.run.quantile(0.99))
                    .with("saved_per_s_while_coming", coming.run.perSecond())
                    .with("coming_took_ms", coming.millis)
                    .with("floor_p50_ms", shaking.run.quantile(0.5))
                    .with("floor_p99_ms", shaking.run.quantile(0.99))
                    .with("ratio", coming.run.quantile(0.99) / shaking.run.quantile(0.99))
                    .with("lost", alone.lost() + coming.run.lost() + shaking.run.lost());
        }
    }

    /// @param result what was done meanwhile
    private record During<T>(ResponsesBench.Run run, double millis, T result) {}

    private static <T> During<T> during(ResponsesBench.Hall hall, Supplier<T> work) {
        try (var threads = Executors.newSingleThreadExecutor()) {
            long begun = System.nanoTime();
            var done = CompletableFuture.supplyAsync(work, threads);
            var run = hall.drive(1, OFFERED, () -> !done.isDone());
            return new During<>(run, (System.nanoTime() - begun) / 1e6, done.join());
        }
    }

    private static List<SeatedCandidate> arrive(Stage stage, List<CandidateList.Ticket> crowd) {
        var all = Seating.arrive(stage, crowd);
        all.forEach(one -> SeatedCandidate.await(one.opened(), PATIENCE));
        return all;
    }

    private static During<Double> shaking(
            ResponsesBench.Hall hall, List<CandidateList.Ticket> crowd) {
        var machines = crowd.subList(0, Math.min(CERTIFICATES, crowd.size()));
        try (var plain = PlainServer.process(hall.stage(), hall.stage().form().file());
                var clients = new BareClients(hall.stage(), machines)) {
            plain.start();
            clients.handshakes(plain.managePort(), crowd.size());
            return during(hall, () -> clients.handshakes(plain.managePort(), crowd.size()));
        }
    }
}

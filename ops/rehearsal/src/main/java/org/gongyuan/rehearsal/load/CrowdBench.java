package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/// `ops/bench crowd`: seats that write are not to feel that others come in. A hundred seats have
/// 500 responses a second saved between them: alone, while all other seats are admitted at once,
/// while all of these come back after their lines were lost at once, and while as many bare TLS
/// handshakes are made with another process. The crowd is a process of its own that gives way to
/// node and writing seats ([CrowdProcess]).
public final class CrowdBench {

    /// How many machines' certificates bare handshakes are made with.
    static final int CERTIFICATES = 50;

    private static final Duration WARMING = Duration.ofSeconds(3);
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final int WRITING = 100;
    private static final int OFFERED = 500;

    private CrowdBench() {}

    /// Measures with a crowd of that many seats.
    public static Figures run(int seats) {
        Seating.prepare();
        try (var hall = new ResponsesBench.Hall(WRITING, Stage.Setting.of(WRITING + seats));
                var crowd = crowd(hall.stage(), seats);
                var plain = PlainServer.process(hall.stage(), hall.stage().form().file())) {
            plain.start();
            hall.drive(1, OFFERED, WARMING);
            var alone = hall.drive(1, OFFERED, ALONE);
            var coming = during(hall, crowd::come);
            var back = during(hall, crowd::cut);
            crowd.away();
            crowd.shake(plain.managePort(), seats);
            var shaking = during(hall, () -> crowd.shake(plain.managePort(), seats));
            return Figures.of("crowd")
                    .with("seats", seats)
                    .with("writing_seats", WRITING)
                    .with("p50_at_500_ms", alone.quantile(0.5))
                    .with("p99_at_500_ms", alone.quantile(0.99))
                    .with("p50_while_coming_ms", coming.run.quantile(0.5))
                    .with("p99_while_coming_ms", coming.run.quantile(0.99))
                    .with("saved_per_s_while_coming", coming.run.perSecond())
                    .with("coming_took_ms", coming.millis)
                    .with("p50_while_back_ms", back.run.quantile(0.5))
                    .with("p99_while_back_ms", back.run.quantile(0.99))
                    .with("saved_per_s_while_back", back.run.perSecond())
                    .with("back_took_ms", back.millis)
                    .with("floor_p50_ms", shaking.run.quantile(0.5))
                    .with("floor_p99_ms", shaking.run.quantile(0.99))
                    .with("floor_took_ms", shaking.millis)
                    .with("ratio", back.run.quantile(0.99) / shaking.run.quantile(0.99))
                    .with(
                            "lost",
                            alone.lost()
                                    + coming.run.lost()
                                    + back.run.lost()
                                    + shaking.run.lost());
        }
    }

    private static CrowdProcess crowd(Stage stage, int seats) {
        return new CrowdProcess(
                stage, stage.candidates().tickets().subList(WRITING, WRITING + seats));
    }

    /// @param millis how long what was done meanwhile took
    private record During(ResponsesBench.Run run, double millis) {}

    private static During during(ResponsesBench.Hall hall, Runnable work) {
        try (var threads = Executors.newSingleThreadExecutor()) {
            long begun = System.nanoTime();
            var done = CompletableFuture.runAsync(work, threads);
            var run = hall.drive(1, OFFERED, () -> !done.isDone());
            double millis = (System.nanoTime() - begun) / 1e6;
            done.join();
            return new During(run, millis);
        }
    }
}

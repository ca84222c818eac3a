package org.gongyuan.rehearsal.fault;

import org.gongyuan.rehearsal.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// `clock`: the machine's wall clock is stepped an hour back and forth while the node runs, and is
/// an hour behind, and then an hour ahead, when the node is killed and starts again. No deadline
/// moves, nobody's time ends, nothing is lost.
final class ClockSteps implements Drill {

    private static final int SEATS = 6;
    private static final int SEGMENT_MIB = 128;
    private static final Duration STEP = Duration.ofHours(1);
    private static final long SEEN_SECONDS = 1_800;

    @Override
    public Verdict round(RandomGenerator random) {
        Path clock;
        try {
            clock = Files.createTempFile("gongyuan-clock", ".millis");
        } catch (IOException failed) {
            throw new UncheckedIOException("no file for the clock", failed);
        }
        step(clock, Duration.ZERO);
        var setting =
                Stage.Setting.of(SEATS)
                        .with(Map.of("warm.rounds", "20"))
                        .run(List.of("-Drehearsal.clock=" + clock));
        try (var exam = new Examination(setting, SEGMENT_MIB)) {
            exam.open();
            exam.begin(SEATS);
            long unseen = 0;
            for (var by : List.of(STEP, STEP.negated(), Duration.ZERO, STEP.negated())) {
                Examination.aWhile(random, Duration.ofMillis(300));
                step(clock, by);
                double drift = exam.desk().figure("gongyuan_clock_drift_seconds");
                unseen += Math.abs(drift - by.toSeconds()) > SEEN_SECONDS ? 1 : 0;
                exam.awaitProgress();
            }
            exam.stage().node().kill();
            exam.stage().node().start();
            exam.awaitProgress();
            step(clock, STEP);
            exam.awaitProgress();
            exam.stage().node().kill();
            exam.stage().node().start();
            exam.awaitProgress();
            step(clock, Duration.ZERO);
            exam.awaitProgress();
            exam.end();
            long moved =
                    exam.examinees().stream()
                            .filter(one -> one.deadlines().stream().distinct().count() != 1)
                            .count();
            var record = exam.record();
            return record.judge(exam.ledger())
                    .with("steps", 6)
                    .with("deadlines_moved", moved)
                    .violatedIf(moved > 0, "deadlines do not move")
                    .violatedIf(record.count("Expired") > 0, "nobody's time ends early")
                    .violatedIf(unseen > 0, "the node's drift shows the step");
        } finally {
            remove(clock);
        }
    }

    private static void step(Path clock, Duration by) {
        try {
            var next = clock.resolveSibling(clock.getFileName() + ".next");
            Files.writeString(next, Long.toString(by.toMillis()));
            Files.move(
                    next,
                    clock,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("the clock cannot be stepped", failed);
        }
    }

    private static void remove(Path clock) {
        try {
            Files.deleteIfExists(clock);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + clock, failed);
        }
    }
}

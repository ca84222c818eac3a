package org.gongyuan.rehearsal.fault;

import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// `kill-server`: `kill -9` of the node under load at random moments, a new start on the same data,
/// seats that come back by themselves and go on.
final class KillServer implements Drill {

    private static final int SEATS = 8;
    private static final int KILLS = 3;
    private static final int SEGMENT_MIB = 128;

    @Override
    public Verdict round(RandomGenerator random) {
        try (var exam =
                new Examination(
                        Stage.Setting.of(SEATS).with(java.util.Map.of("warm.rounds", "20")),
                        SEGMENT_MIB)) {
            exam.open();
            exam.begin(SEATS);
            for (int i = 0; i < KILLS; i++) {
                Examination.aWhile(random, Duration.ofMillis(700));
                exam.stage().node().kill();
                exam.stage().node().start();
                exam.awaitProgress();
            }
            exam.end();
            return exam.judge().with("kills", KILLS);
        }
    }
}

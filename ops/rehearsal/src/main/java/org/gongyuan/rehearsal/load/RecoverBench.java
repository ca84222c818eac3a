package org.gongyuan.rehearsal.load;

import java.time.Duration;

/// `ops/bench recover`: a node that holds a million entries of a real sitting is killed and started
/// again;
/// from the start of the process until its doors are open.
public final class RecoverBench {

    private static final long ENTRIES = 1_000_000;
    private static final int SEATS = 64;
    private static final int MOST_ROUNDS = 60;

    private RecoverBench() {}

    /// Measures.
    public static Figures run() {
        try (var hall = new ResponsesBench.Hall(SEATS)) {
            long saved = 0;
            for (int round = 0; saved < ENTRIES && round < MOST_ROUNDS; round++) {
                var run = hall.drive(32, 0, Duration.ofSeconds(5));
                saved += run.sortedNanos().length;
            }
            var node = hall.stage().node();
            node.kill();
            var took = node.start();
            return Figures.of("recover")
                    .with("entries_per_s", node.recovered() * 1e9 / took.toNanos())
                    .with("ready_ms", took.toMillis())
                    .with("entries", node.recovered());
        }
    }
}

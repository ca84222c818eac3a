package org.gongyuan.rehearsal.load;

import java.time.Duration;

/// `ops/bench recover`: a node that holds so many entries of a real sitting is killed and started
/// again; from the start of the process until its doors are open. Beside it what the entries cost
/// in memory: live heap of the node before the first response and after the start.
public final class RecoverBench {

    private static final int SEATS = 64;
    private static final int WINDOW = 32;
    private static final double KIB = 1024;

    private RecoverBench() {}

    /// Measures with at least so many entries.
    public static Figures run(long entries) {
        try (var hall = new ResponsesBench.Hall(SEATS)) {
            var node = hall.stage().node();
            var before = NodeMemory.of(node);
            for (long saved = 0; saved < entries; ) {
                var run = hall.drive(WINDOW, 0, Duration.ofSeconds(5));
                if (run.lost() > 0) {
                    throw new IllegalStateException(
                            "%d responses were not saved within a minute; %d of %d entries written"
                                    .formatted(run.lost(), saved, entries));
                }
                saved += run.sortedNanos().length;
            }
            node.kill();
            var took = node.start();
            var after = NodeMemory.of(node);
            return Figures.of("recover")
                    .with("entries_per_s", node.recovered() * 1e9 / took.toNanos())
                    .with("ready_ms", took.toMillis())
                    .with("entries", node.recovered())
                    .with(
                            "heap_bytes_per_entry",
                            (after.heapKib() - before.heapKib()) * KIB / node.recovered())
                    .with("heap_mib", after.heapKib() / KIB)
                    .with("rss_mib", after.residentKib() / KIB);
        }
    }
}

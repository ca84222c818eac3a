package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.Stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `ops/bench idle`: what a connected, quiet session costs the node: its heap after a full
/// collection and its resident memory, less those of the same node before anybody came. The seats
/// are admitted, hold the sealed form and wait for the start; each is the real seat core over TLS
/// with its own certificate, all in this process, with their journals in memory.
public final class IdleBench {

    /// Within the half hour in which the doors are open before a start.
    private static final Duration UNTIL_START = Duration.ofMinutes(25);

    private IdleBench() {}

    /// Measures at these numbers of sessions, in one hall that fills up.
    ///
    /// @param counts rising
    public static Figures run(List<Integer> counts) {
        Seating.prepare();
        var setting = Stage.Setting.of(counts.getLast()).run(List.of("-XX:+UseSerialGC", "-Xmx2g"));
        try (var stage = Stage.set(setting)) {
            var desk = stage.open(UNTIL_START);
            var node = stage.node();
            var empty = NodeMemory.of(node);
            var tickets = stage.candidates().tickets();
            var all = new ArrayList<SeatedCandidate>();
            var points = new ArrayList<Figures>();
            for (int count : counts) {
                all.addAll(Seating.seat(stage, desk, tickets.subList(all.size(), count)));
                var full = NodeMemory.of(node);
                long connected = desk.status().get("connected");
                if (connected != count) {
                    throw new IllegalStateException(
                            "%d sessions are connected, not %d".formatted(connected, count));
                }
                points.add(
                        new Figures()
                                .with("sessions", count)
                                .with(
                                        "heap_kib_per_session",
                                        (full.heapKib() - empty.heapKib()) / (double) count)
                                .with(
                                        "rss_kib_per_session",
                                        (full.residentKib() - empty.residentKib())
                                                / (double) count));
            }
            all.forEach(SeatedCandidate::leave);
            return Figures.of("idle")
                    .with(points.getLast())
                    .with("empty_heap_kib", empty.heapKib())
                    .with("empty_rss_kib", empty.residentKib())
                    .with("points", points);
        }
    }
}

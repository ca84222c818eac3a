package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.candidate.SeatedCandidate;
import org.gongyuan.rehearsal.stage.NodeProcess;
import org.gongyuan.rehearsal.stage.Stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// `ops/bench idle`: what a connected, quiet session costs the node: its heap after a full
/// collection and
/// its resident memory, less those of the same node before anybody came.
public final class IdleBench {

    private static final int AT_ONCE = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");

    private IdleBench() {}

    /// Measures at so many sessions, each count in a hall of its own.
    public static Figures run(List<Integer> counts) {
        var figures = Figures.of("idle");
        for (int count : counts) {
            var one = at(count);
            for (var key : List.of("heap_kib_per_session", "rss_kib_per_session")) {
                figures.with(key, ((Number) one.get(key)).doubleValue());
            }
            figures.with("sessions", count).with("at_" + count, one);
        }
        return figures;
    }

    private static Figures at(int sessions) {
        var journals = ResponsesBench.memoryFolder();
        var setting = Stage.Setting.of(sessions).run(List.of("-XX:+UseSerialGC", "-Xmx2g"));
        try (var stage = Stage.set(setting)) {
            var _ = stage.open(Duration.ofMinutes(20));
            var node = stage.node();
            long heap = heapKib(node);
            long resident = node.residentKib();
            var all = new ArrayList<SeatedCandidate>();
            var tickets = stage.candidates().tickets();
            for (int from = 0; from < sessions; from += AT_ONCE) {
                var group = new ArrayList<SeatedCandidate>();
                for (var ticket : tickets.subList(from, Math.min(sessions, from + AT_ONCE))) {
                    group.add(SeatedCandidate.seat(stage, ticket, journals));
                }
                group.forEach(one -> SeatedCandidate.await(one.ready(), PATIENCE));
                all.addAll(group);
            }
            var figures =
                    new Figures()
                            .with(
                                    "heap_kib_per_session",
                                    (heapKib(node) - heap) / (double) sessions)
                            .with(
                                    "rss_kib_per_session",
                                    (node.residentKib() - resident) / (double) sessions);
            all.forEach(SeatedCandidate::leave);
            return figures;
        } finally {
            ResponsesBench.delete(journals);
        }
    }

    private static long heapKib(NodeProcess node) {
        jcmd(node, "GC.run");
        var used = USED.matcher(jcmd(node, "GC.heap_info"));
        long sum = 0;
        for (int generation = 0; generation < 2 && used.find(); generation++) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    private static String jcmd(NodeProcess node, String what) {
        try {
            var process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    Long.toString(node.pid()),
                                    what)
                            .start();
            return new String(
                    process.getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("jcmd cannot be run", failed);
        }
    }
}

package org.gongyuan.rehearsal.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.rehearsal.stage.NodeProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a node's process holds at one moment.
///
/// @param heapKib live objects: the heap's generations after two full collections, without
/// metaspace
/// @param residentKib resident memory, as the kernel counts it
record NodeMemory(long heapKib, long residentKib) {

    private static final Pattern GENERATION =
            Pattern.compile("(?mi)^ *(?:def ?new|tenured|garbage-first).*used ([0-9]+)K");

    /// Of a running node, with the serial collector or G1.
    static NodeMemory of(NodeProcess node) {
        var _ = jcmd(node, "GC.run");
        var _ = jcmd(node, "GC.run");
        return new NodeMemory(usedKib(jcmd(node, "GC.heap_info")), node.residentKib());
    }

    private static long usedKib(String heapInfo) {
        var generations = GENERATION.matcher(heapInfo).results().toList();
        if (generations.isEmpty()) {
            throw new IllegalStateException("jcmd does not tell the heap: " + heapInfo);
        }
        return generations.stream().mapToLong(one -> Long.parseLong(one.group(1))).sum();
    }

    private static String jcmd(NodeProcess node, String what) {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            var process =
                    new ProcessBuilder(jcmd.toString(), Long.toString(node.pid()), what)
                            .redirectErrorStream(true)
                            .start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException("jcmd cannot be run", failed);
        }
    }
}

package org.gongyuan.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/// The memory of a seat: its share of every page of all its processes, from the kernel.
final class SeatMemory {

    private SeatMemory() {}

    /// In MiB, only these processes.
    static double mib(Collection<ProcessHandle> processes) {
        return processes.stream().mapToLong(SeatMemory::kib).sum() / 1024.0;
    }

    /// In MiB, only what these processes share with others and is no file: where Chromium keeps
    /// decoded pictures.
    static double sharedMib(Collection<ProcessHandle> processes) {
        return processes.stream().mapToLong(each -> kib(each, "Pss_Shmem:")).sum() / 1024.0;
    }

    /// In MiB, what only this process has: told apart from what it maps together with others.
    static double privateMib(ProcessHandle process) {
        return (kib(process, "Private_Clean:") + kib(process, "Private_Dirty:")) / 1024.0;
    }

    /// In MiB, the program and everything below it.
    static double mib(ProcessHandle program) {
        long kib =
                Stream.concat(Stream.of(program), program.descendants())
                        .mapToLong(SeatMemory::kib)
                        .sum();
        if (kib == 0) {
            throw new IllegalStateException(
                    "the seat's memory cannot be read; run as root or as the seat's own user");
        }
        return kib / 1024.0;
    }

    private static long kib(ProcessHandle process) {
        return kib(process, "Pss:");
    }

    private static long kib(ProcessHandle process, String line) {
        try {
            for (var each :
                    Files.readAllLines(Path.of("/proc/%d/smaps_rollup".formatted(process.pid())))) {
                if (each.startsWith(line)) {
                    return Long.parseLong(each.replaceAll("[^0-9]", ""));
                }
            }
            return 0;
        } catch (IOException _) {
            // It ended meanwhile, or is not ours to look at; the sum of nothing is refused.
            return 0;
        }
    }
}

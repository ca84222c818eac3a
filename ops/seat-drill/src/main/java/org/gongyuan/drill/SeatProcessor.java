package org.gongyuan.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// The processor's time of a seat, from the kernel, which counts in hundredths of a second.
final class SeatProcessor {

    private static final long MILLIS_A_TICK = 10;

    /// Where user and system time stand in `stat`, counted from behind the name.
    private static final int USER = 11;

    private static final int SYSTEM = 12;

    private SeatProcessor() {}

    /// Of the program and everything below it.
    static Duration spent(ProcessHandle program) {
        return Stream.concat(Stream.of(program), program.descendants())
                .map(each -> spent(Path.of("/proc/%d/stat".formatted(each.pid()))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// Of one of its threads.
    ///
    /// @throws IllegalStateException when it has none of that name
    static Duration spent(ProcessHandle program, String thread) {
        var threads = Path.of("/proc/%d/task".formatted(program.pid()));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
            for (var each : all) {
                if (Files.readString(each.resolve("comm")).strip().equals(thread)) {
                    return spent(each.resolve("stat"));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the seat's threads", unreadable);
        }
        throw new IllegalStateException("the seat has no thread " + thread);
    }

    private static Duration spent(Path stat) {
        try {
            var line = Files.readString(stat);
            var fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
            return Duration.ofMillis(ticks * MILLIS_A_TICK);
        } catch (IOException _) {
            // It ended meanwhile.
            return Duration.ZERO;
        }
    }
}

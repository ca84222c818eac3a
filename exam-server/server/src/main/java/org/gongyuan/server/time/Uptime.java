package org.gongyuan.server.time;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How long the machine has been up: a count that nobody sets, and that goes on while a node's
/// program is down.
@FunctionalInterface
public interface Uptime {

    /// Nobody knows.
    Uptime UNKNOWN = Optional::empty;

    /// The count now, and which run of the machine it belongs to.
    record Reading(String boot, Duration up) {

        public Reading {
            requireNonNull(boot, "boot");
            requireNonNull(up, "up");
        }
    }

    /// Reads it; empty where it cannot be known.
    Optional<Reading> read();

    /// As Linux tells it below `/proc`, to 10 ms.
    static Uptime linux(Path proc) {
        return () -> {
            try {
                var boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
                var seconds = Files.readString(proc.resolve("uptime")).split(" ", 2)[0];
                long millis = Math.round(Double.parseDouble(seconds) * 1_000);
                return Optional.of(new Reading(boot, Duration.ofMillis(millis)));
            } catch (IOException | NumberFormatException _) {
                return Optional.empty();
            }
        };
    }
}

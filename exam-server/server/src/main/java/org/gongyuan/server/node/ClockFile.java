package org.gongyuan.server.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import org.gongyuan.server.time.ClockAtRestart.Sign;
import org.gongyuan.server.time.Uptime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The file `clock` in a node's data folder: every second the server's instant (ms), the machine's
/// run and how long it has been up (ms), as one line. Not synced: after a power cut the machine's
/// run is another one anyway.
public final class ClockFile implements AutoCloseable {

    private static final long EVERY_SECONDS = 1;

    private final Path file;
    private final InstantSource clock;
    private final Uptime uptime;
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("clock").factory());

    /// The file in a node's data folder.
    public ClockFile(Path data, InstantSource clock, Uptime uptime) {
        this.file = data.resolve("clock");
        this.clock = requireNonNull(clock, "clock");
        this.uptime = requireNonNull(uptime, "uptime");
    }

    /// What the node noted last before it went down; empty when there is nothing that can be read.
    public Optional<Sign> before() {
        try {
            var words = Files.readString(file, UTF_8).strip().split(" ");
            var at = Instant.ofEpochMilli(Long.parseLong(words[0]));
            return Optional.of(
                    new Sign(
                            at,
                            words.length == 3
                                    ? Optional.of(
                                            new Uptime.Reading(
                                                    words[1],
                                                    Duration.ofMillis(Long.parseLong(words[2]))))
                                    : Optional.empty()));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Begins to note, once the clock has been set.
    public void begin() {
        var _ = writer.scheduleAtFixedRate(this::note, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /// Notes the clock now. What cannot be written is missing at the next start only.
    void note() {
        var up = uptime.read();
        var line =
                clock.millis()
                        + up.map(now -> " %s %d".formatted(now.boot(), now.up().toMillis()))
                                .orElse("")
                        + "\n";
        try {
            var part = file.resolveSibling("clock.part");
            Files.writeString(part, line, UTF_8);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException _) {
            // The journal's last entry is what remains.
        }
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}

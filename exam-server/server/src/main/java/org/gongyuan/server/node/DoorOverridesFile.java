package org.gongyuan.server.node;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SittingId;
import org.gongyuan.server.sitting.DoorOverride;
import org.gongyuan.server.sitting.DoorOverrides;
import org.gongyuan.server.sitting.Sitting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// What staff let pass at the seats of one sitting, in the file `let-pass`: one payload for each.
/// Written on a thread of its own, in order, and told to the other nodes.
final class DoorOverridesFile implements DoorOverrides, AutoCloseable {

    private final AppendedFile file;
    private final Sitting sitting;
    private final Others others;
    private final Consumer<String> alarm;
    private final List<DoorOverride> before = new ArrayList<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("let-pass").factory());

    /// Opens the file of a sitting and lets stand what it holds.
    ///
    /// @param alarm told when something could not be kept
    DoorOverridesFile(Path path, Sitting sitting, Others others, Consumer<String> alarm)
            throws IOException {
        this.sitting = requireNonNull(sitting, "sitting");
        this.others = requireNonNull(others, "others");
        this.alarm = requireNonNull(alarm, "alarm");
        this.file = AppendedFile.open(path, payload -> before.add(DoorOverride.read(payload)));
        before.forEach(sitting::letPassBefore);
        sitting.keepOverridesIn(this);
    }

    @Override
    public void keep(DoorOverride override) {
        writer.execute(
                () -> {
                    try {
                        file.append(override.toBytes());
                        others.letPass(id(), override);
                    } catch (IOException | RuntimeException failed) {
                        alarm.accept(
                                "that %s was let pass at seat %s could not be kept; after a restart, and at other nodes, it is ordered anew: %s"
                                        .formatted(
                                                override.finding().word(),
                                                override.seat(),
                                                failed.getMessage()));
                    }
                });
    }

    @Override
    public void lookFor(SeatId seat) {
        others.whatWasLetPass(id(), seat, sitting::letPassBefore);
    }

    private SittingId id() {
        return sitting.id();
    }

    /// Waits until all that was given to keep lies where it is kept.
    void awaitWritten() {
        CompletableFuture.runAsync(() -> {}, writer).join();
    }

    @Override
    public void close() {
        writer.close();
        try {
            file.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("what was let pass was not left in order", failed);
        }
    }
}

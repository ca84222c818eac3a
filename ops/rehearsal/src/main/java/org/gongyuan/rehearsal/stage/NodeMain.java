package org.gongyuan.rehearsal.stage;

import org.gongyuan.server.ExamServer;
import org.gongyuan.server.ServerSettings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A server process of a rehearsal: starts a node from a configuration file, says on standard
/// output where it listens, and goes on until it is ended.
public final class NodeMain {

    private NodeMain() {}

    /// @param arguments the configuration file
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var server =
                ExamServer.start(
                        ServerSettings.read(
                                Optional.of(Path.of(arguments[0])), System.getenv(), List.of()),
                        System.getenv(),
                        wall());
        System.out.printf(
                "READY %d %d %d %d%n",
                server.seatPort(),
                server.managePort(),
                server.recovered(),
                server.publicPort().orElse(0));
        System.out.flush();
        Thread.currentThread().join();
    }

    /// The machine's wall clock, or one that can be stepped: `-Drehearsal.clock=FILE`, a file with
    /// the milliseconds by which it is wrong.
    private static InstantSource wall() {
        var system = InstantSource.system();
        var file = System.getProperty("rehearsal.clock");
        return file == null ? system : () -> system.instant().plusMillis(wrongBy(Path.of(file)));
    }

    private static long wrongBy(Path file) {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}

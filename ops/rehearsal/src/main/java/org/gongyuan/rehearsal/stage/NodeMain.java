package org.gongyuan.rehearsal.stage;

import org.gongyuan.server.ExamServer;
import org.gongyuan.server.ServerSettings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A server process of a rehearsal: starts a node from a configuration file, says on standard
/// output
/// where it listens, and goes on until it is ended.
public final class NodeMain {

    private NodeMain() {}

    /// @param arguments the configuration file
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var server =
                ExamServer.start(
                        ServerSettings.read(
                                Optional.of(Path.of(arguments[0])), System.getenv(), List.of()));
        System.out.printf(
                "READY %d %d %d%n", server.seatPort(), server.managePort(), server.recovered());
        System.out.flush();
        Thread.currentThread().join();
    }
}

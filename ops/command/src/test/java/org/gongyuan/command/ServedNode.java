package org.gongyuan.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// A node that `gongyuan serve` runs in this process, on free ports of loopback, without seat
/// certificates.
final class ServedNode implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("\"management\":(\\d+)");

    final Path config;
    final String url;
    private final Thread thread;
    private volatile int status = -1;

    ServedNode(Path folder, Path register) throws IOException, InterruptedException {
        config = folder.resolve("node.conf");
        Files.writeString(
                config,
                """
                node.body = Body
                data.folder = %s
                staff.register = %s
                seat.host = 127.0.0.1
                seat.port = 0
                seat.certificates = off
                manage.port = 0
                journal.segment-mib = 1
                warm.rounds = 0
                """
                        .formatted(folder.resolve("data"), register));
        var out = new StringWriter();
        var err = new StringWriter();
        thread =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    var line = Gongyuan.commandLine();
                                    line.setOut(new PrintWriter(out));
                                    line.setErr(new PrintWriter(err));
                                    status =
                                            line.execute(
                                                    "serve",
                                                    "--json",
                                                    "--config",
                                                    config.toString());
                                });
        var port = PORT.matcher("");
        while (!port.reset(out.toString()).find()) {
            if (!thread.isAlive()) {
                throw new AssertionError("the node ended: " + out + err);
            }
            Thread.sleep(20);
        }
        url = "http://127.0.0.1:" + port.group(1);
    }

    int status() {
        return status;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

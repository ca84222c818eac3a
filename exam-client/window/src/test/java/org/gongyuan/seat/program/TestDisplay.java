package org.gongyuan.seat.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.TimeUnit;

/// An X server without a screen, of a test's own.
final class TestDisplay implements AutoCloseable {

    private final Process server;
    private final String name;

    private TestDisplay(Process server, String name) {
        this.server = server;
        this.name = name;
    }

    static TestDisplay start() throws IOException {
        var server =
                new ProcessBuilder(
                                "Xvfb",
                                "-displayfd",
                                "1",
                                "-screen",
                                "0",
                                "1024x768x24",
                                "-noreset", // settings outlive the client that made them
                                "-nolisten",
                                "tcp")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var number =
                new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))
                        .readLine();
        if (number == null) {
            throw new IOException("Xvfb did not start");
        }
        return new TestDisplay(server, ":" + number.strip());
    }

    String name() {
        return name;
    }

    /// What a program says about this display.
    String says(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DISPLAY", name);
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(240, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " does not end");
        }
        return text;
    }

    @Override
    public void close() {
        server.destroy();
    }
}

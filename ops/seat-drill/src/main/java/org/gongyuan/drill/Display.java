package org.gongyuan.drill;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A display: mostly a virtual one, an X server of its own on a number nobody uses, gone when it is
/// closed.
public final class Display implements AutoCloseable {

    private static final int END_WITHIN_SECONDS = 60;
    private static final int SHOT_WITHIN_SECONDS = 240;

    private final Optional<Process> server;
    private final String name;

    private Display(Optional<Process> server, String name) {
        this.server = server;
        this.name = name;
    }

    /// Starts one of this size, in pixels.
    public static Display start(int width, int height) {
        try {
            var server =
                    new ProcessBuilder(
                                    List.of(
                                            "Xvfb",
                                            "-displayfd",
                                            "1",
                                            "-screen",
                                            "0",
                                            "%dx%dx24".formatted(width, height),
                                            "-nolisten",
                                            "tcp",
                                            "-noreset"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            var number =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), US_ASCII))
                            .readLine();
            if (number == null) {
                throw new IllegalStateException("Xvfb did not start");
            }
            return new Display(Optional.of(server), ":" + number.strip());
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "Xvfb cannot be started; need_display in ops/lib/prepare.sh installs it",
                    missing);
        }
    }

    /// One that is there already, with a screen people look at; it stays when this is closed.
    public static Display there(String name) {
        return new Display(Optional.empty(), name);
    }

    /// Its name, as DISPLAY has it.
    public String name() {
        return name;
    }

    /// What is on it now, as a PNG file.
    public void shoot(Path to) {
        run(SHOT_WITHIN_SECONDS, List.of("import", "-window", "root", to.toString()));
    }

    /// Runs a program of X on this display.
    public void run(int withinSeconds, List<String> command) {
        try {
            var builder = new ProcessBuilder(command);
            builder.environment().put("DISPLAY", name);
            var process = builder.inheritIO().start();
            if (!process.waitFor(withinSeconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("%s failed".formatted(command.getFirst()));
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "%s cannot be started; need_display in ops/lib/prepare.sh installs it"
                            .formatted(command.getFirst()),
                    missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /// What a program of X on this display says.
    public String ask(List<String> command) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("DISPLAY", name);
            var process = builder.start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "%s cannot be started; need_display in ops/lib/prepare.sh installs it"
                            .formatted(command.getFirst()),
                    missing);
        }
    }

    @Override
    public void close() {
        server.ifPresent(Display::end);
    }

    private static void end(Process server) {
        server.destroy();
        try {
            if (!server.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException _) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package org.gongyuan.seat.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Debian's own IBus with libpinyin, as a user of its own would have it, without a display.
final class TestIbus implements AutoCloseable {

    private static final int WITHIN_SECONDS = 240;
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Path home;
    private Process process;

    TestIbus(Path home) throws IOException {
        this.home = home;
        start();
    }

    void start() throws IOException {
        var builder =
                new ProcessBuilder(
                        List.of(
                                "dbus-run-session",
                                "--",
                                "ibus-daemon",
                                "--panel",
                                "disable",
                                "--address",
                                "unix:path=" + home.resolve("ibus")));
        builder.environment().remove("DISPLAY");
        builder.environment().putAll(environment());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(home.resolve("log").toFile()));
        try {
            process = builder.start();
        } catch (IOException missing) {
            throw new IOException(
                    "IBus cannot be started; need_input_method in ops/lib/prepare.sh installs it",
                    missing);
        }
    }

    Map<String, String> environment() {
        return Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                "XDG_CACHE_HOME", home.resolve("cache").toString(),
                "XDG_DATA_HOME", home.resolve("data").toString(),
                "XDG_RUNTIME_DIR", home.toString());
    }

    /// As a fault would end it.
    void kill() throws IOException, InterruptedException {
        var all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        var _ = Files.deleteIfExists(home.resolve("ibus"));
    }

    String said() throws IOException {
        return Files.readString(home.resolve("log"), UTF_8);
    }

    @Override
    public void close() throws IOException {
        try {
            kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package org.gongyuan.drill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The IBus of a seat's session, as the kiosk starts it: run as the seat's own user, without a
/// panel, its memory below the desk's folder.
final class InputMethodAtDesk implements AutoCloseable {

    private static final int END_WITHIN_SECONDS = 20;
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final SeatUser user = SeatUser.find();
    private final Path home;
    private final Display display;
    private Process process;

    InputMethodAtDesk(Path desk, Display display) {
        this.home = desk.resolve("input");
        this.display = display;
        try {
            Files.createDirectories(home);
        } catch (IOException failed) {
            throw new UncheckedIOException("the input method's folder", failed);
        }
        user.own(home);
    }

    /// Whether what it is started with is there.
    static boolean isInstalled() {
        return Stream.of("dbus-run-session", "ibus-daemon")
                .allMatch(
                        program ->
                                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                        .anyMatch(
                                                folder ->
                                                        Files.isExecutable(
                                                                Path.of(folder, program))));
    }

    /// Starts it, also once more after it was killed.
    void start() {
        removeSocket();
        var builder =
                new ProcessBuilder(
                        user.command(
                                List.of(
                                        "dbus-run-session",
                                        "--",
                                        "ibus-daemon",
                                        "--panel",
                                        "disable",
                                        "--emoji-extension",
                                        "disable",
                                        "--address",
                                        address())));
        builder.environment().putAll(folders());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.toString());
        builder.environment().put("DISPLAY", display.name());
        builder.directory(home.toFile());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            process = builder.start();
        } catch (IOException missing) {
            throw new UncheckedIOException(
                    "IBus cannot be started; need_input_method in ops/lib/prepare.sh installs it",
                    missing);
        }
    }

    /// What the seat's program needs to find it.
    Map<String, String> environment() {
        return Map.of("IBUS_ADDRESS", address());
    }

    private String address() {
        return "unix:path=" + home.resolve("ibus");
    }

    private Map<String, String> folders() {
        return Map.of(
                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                "XDG_CACHE_HOME", home.resolve("cache").toString(),
                "XDG_DATA_HOME", home.resolve("data").toString());
    }

    /// The processes it runs in.
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    /// As a fault would end it.
    void kill() {
        var all = process.descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_WITHIN_SECONDS);
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", stopped);
            }
        }
    }

    /// What a dead one leaves keeps the next from listening.
    private void removeSocket() {
        try {
            var _ = Files.deleteIfExists(home.resolve("ibus"));
        } catch (IOException failed) {
            throw new UncheckedIOException("the input method's socket", failed);
        }
    }

    /// Its daemon first: the message bus then goes by itself, and removes its socket.
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.children()
                .filter(child -> child.info().command().orElse("").endsWith("ibus-daemon"))
                .forEach(ProcessHandle::destroy);
        try {
            var _ = process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        kill();
    }
}

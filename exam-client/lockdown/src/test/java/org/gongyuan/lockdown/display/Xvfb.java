package org.gongyuan.lockdown.display;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An X server without a screen, of our own, with programs on it.
final class Xvfb implements AutoCloseable {

    private final Process server;
    private final String display;
    private final List<Process> programs = new ArrayList<>();

    private Xvfb(Process server, String display) {
        this.server = server;
        this.display = display;
    }

    static Xvfb start() throws IOException {
        return of("1366x768x24");
    }

    /// One of this size, with further arguments.
    static Xvfb of(String size, String... further) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                "Xvfb",
                                "-displayfd",
                                "1",
                                "-screen",
                                "0",
                                size,
                                "-nolisten",
                                "tcp"));
        command.addAll(List.of(further));
        var server =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var number = reader(server).readLine();
        if (number == null) {
            throw new IOException("Xvfb did not start");
        }
        return new Xvfb(server, ":" + number.strip());
    }

    String display() {
        return display;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private ProcessBuilder on(String... command) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DISPLAY", display);
        return builder;
    }

    /// Runs a program to its end and gives what it printed.
    String run(String... command) throws IOException {
        var process = on(command).start();
        try {
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text.strip();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    /// A window that writes down the keys that reach it, in focus.
    KeyWindow window() throws IOException {
        var process = on("stdbuf", "-oL", "xev", "-event", "keyboard", "-name", "keys").start();
        programs.add(process);
        var window = new KeyWindow(process);
        var id = "";
        for (int i = 0; i < 500 && id.isEmpty(); i++) {
            id = run("timeout", "10", "xdotool", "search", "--onlyvisible", "--name", "^keys$");
        }
        focus(id);
        return window;
    }

    /// A window that is found may not be viewable yet, and the display gives such a window no
    /// focus: it is asked for until the display says it was given.
    private void focus(String id) throws IOException {
        var focused = "";
        for (int i = 0; i < 500 && !focused.equals(id); i++) {
            run("timeout", "20", "xdotool", "windowfocus", id);
            focused = run("xdotool", "getwindowfocus");
        }
        if (!focused.equals(id)) {
            throw new IOException("window " + id + " gets no focus, it is at " + focused);
        }
    }

    /// Starts a program that stays.
    Process start(String... command) throws IOException {
        var process = on(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        programs.add(process);
        return process;
    }

    @Override
    public void close() {
        programs.forEach(
                process -> {
                    process.descendants().forEach(ProcessHandle::destroy);
                    process.destroy();
                });
        server.destroy();
        try {
            server.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What reached a window.
    static final class KeyWindow {

        private final List<String> pressed = Collections.synchronizedList(new ArrayList<>());

        KeyWindow(Process xev) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (var lines = reader(xev)) {
                                    read(lines);
                                } catch (IOException _) {
                                    // the window was closed
                                }
                            });
        }

        private void read(BufferedReader lines) throws IOException {
            boolean isPress = false;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("KeyPress")) {
                    isPress = true;
                } else if (line.startsWith("KeyRelease")) {
                    isPress = false;
                } else if (isPress && line.contains("(keysym ")) {
                    int from = line.indexOf(", ", line.indexOf("keysym")) + 2;
                    pressed.add(line.substring(from, line.indexOf(')', from)));
                    isPress = false;
                }
            }
        }

        /// The keys pressed in this window so far.
        List<String> pressed() {
            synchronized (pressed) {
                return List.copyOf(pressed);
            }
        }

        /// Waits until that key was seen so many times.
        boolean sees(String key, int times) throws InterruptedException {
            for (int i = 0; i < 3_000; i++) {
                if (pressed().stream().filter(key::equals).count() >= times) {
                    return true;
                }
                Thread.sleep(20);
            }
            return false;
        }
    }
}

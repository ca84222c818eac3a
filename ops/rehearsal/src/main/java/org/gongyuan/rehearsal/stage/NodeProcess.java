package org.gongyuan.rehearsal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A node as a process of its own: started, killed, started again on the same data.
public final class NodeProcess implements AutoCloseable {

    private static final int EXIT_PATIENCE_SECONDS = 20;

    private final Path folder;
    private final Map<String, String> settings;
    private final List<String> javaOptions;
    private final Class<?> main;
    private Process process;
    private int seatPort;
    private int managePort;
    private long recovered;
    private int publicPort;

    /// A node with its data below `folder`; not started yet.
    ///
    /// @param settings keys of the configuration that differ from the stage's
    public NodeProcess(Path folder, Map<String, String> settings, List<String> javaOptions) {
        this(folder, settings, javaOptions, NodeMain.class);
    }

    /// Another server in the node's place, for comparison.
    ///
    /// @param main a program that takes a configuration file and says `READY` and four numbers: a
    /// port for seats, a second port, entries recovered, a public port or 0
    public NodeProcess(
            Path folder, Map<String, String> settings, List<String> javaOptions, Class<?> main) {
        this.main = main;
        this.folder = folder;
        this.settings = new TreeMap<>(settings);
        this.javaOptions = List.copyOf(javaOptions);
    }

    /// Starts the process and waits until its doors are open.
    ///
    /// @return how long that took
    public Duration start() {
        long begun = System.nanoTime();
        var text = new StringBuilder();
        settings.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        var conf = folder.resolve("gongyuan.conf");
        StaffDesk.write(conf, text.toString());
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dlogback.configurationFile=rehearsal-node.xml",
                        "-Dvertx.disableDnsResolver=true"));
        command.addAll(javaOptions);
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        conf.toString()));
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("node.err").toFile()))
                            .start();
            awaitReady();
        } catch (IOException failed) {
            throw new UncheckedIOException("the node cannot be started", failed);
        }
        if (!settings.containsKey("seat.port") || settings.get("seat.port").equals("0")) {
            settings.put("seat.port", Integer.toString(seatPort));
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void awaitReady() throws IOException {
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("READY ")) {
                var words = line.split(" ", -1);
                seatPort = Integer.parseInt(words[1]);
                managePort = Integer.parseInt(words[2]);
                recovered = Long.parseLong(words[3]);
                publicPort = Integer.parseInt(words[4]);
                drain(out);
                return;
            }
        }
        throw new IllegalStateException(
                "the node did not start:\n" + Files.readString(folder.resolve("node.err")));
    }

    /// Reading a pipe holds its thread, and a machine with two processors has two for all virtual
    /// ones.
    private static void drain(BufferedReader out) {
        Thread.ofPlatform()
                .daemon()
                .name("drain")
                .start(
                        () -> {
                            try {
                                while (out.readLine() != null) {
                                    Thread.onSpinWait();
                                }
                            } catch (IOException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /// `kill -9`.
    public void kill() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(EXIT_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the node did not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /// Where seats connect.
    public int seatPort() {
        return seatPort;
    }

    /// Where staff act.
    public int managePort() {
        return managePort;
    }

    /// Where the public asks; 0 when it may not.
    public int publicPort() {
        return publicPort;
    }

    /// How many entries the last start read back.
    public long recovered() {
        return recovered;
    }

    /// The process's id.
    public long pid() {
        return process.pid();
    }

    /// The processor time it has used.
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Its resident memory in KiB, from the kernel.
    public long residentKib() {
        try {
            for (var line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            return 0;
        } catch (IOException gone) {
            throw new UncheckedIOException("the node is gone", gone);
        }
    }

    /// Its name in the record.
    public String name() {
        return settings.get("node.name");
    }

    /// Where what it said on standard error is kept.
    public Path said() {
        return folder.resolve("node.err");
    }

    /// Whether it runs.
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// The folder of its data.
    public Path data() {
        return Path.of(settings.getOrDefault("data.folder", folder.resolve("data").toString()));
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            try {
                if (!process.waitFor(EXIT_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stopped) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}

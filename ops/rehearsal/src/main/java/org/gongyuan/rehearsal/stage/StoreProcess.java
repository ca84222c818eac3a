package org.gongyuan.rehearsal.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.server.store.EmbeddedStoreMain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The document store as a process of its own, which several nodes share: started, killed, started
/// again on the same file and port.
public final class StoreProcess implements AutoCloseable {

    private static final int EXIT_PATIENCE_SECONDS = 20;

    private final Path folder;
    private final int port;
    private Process process;
    private String uri;

    /// A store in a folder, on a port of loopback; not started yet.
    public StoreProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /// Starts the process and waits until it says its address.
    public void start() {
        try {
            Files.createDirectories(folder);
            process =
                    new ProcessBuilder(
                                    List.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "--enable-native-access=ALL-UNNAMED",
                                            "--sun-misc-unsafe-memory-access=allow",
                                            "-Dlogback.configurationFile=rehearsal-node.xml",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            EmbeddedStoreMain.class.getName(),
                                            folder.toString(),
                                            Integer.toString(port)))
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(
                                            folder.resolve("store.err").toFile()))
                            .start();
            uri =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))
                            .readLine();
            if (uri == null) {
                throw new IllegalStateException(
                        "the store did not start:\n"
                                + Files.readString(folder.resolve("store.err")));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the store cannot be started", failed);
        }
    }

    /// Its address.
    public String uri() {
        return uri;
    }

    /// `kill -9`.
    public void kill() {
        process.destroyForcibly();
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(EXIT_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the store did not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroy();
            await();
        }
    }
}

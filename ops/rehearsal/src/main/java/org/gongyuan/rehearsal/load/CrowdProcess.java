package org.gongyuan.rehearsal.load;

import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// Many seats in a Java process of their own, whose machines are not those of the seats that are
/// measured: it gives way to every other process (`nice`), so that what the measured seats feel is
/// the node's work for the crowd, and the crowd's own as little as two processors allow.
final class CrowdProcess implements AutoCloseable {

    private static final int EXIT_PATIENCE_SECONDS = 20;

    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;

    /// Starts the process; nobody has come yet.
    CrowdProcess(Stage stage, List<CandidateList.Ticket> crowd) {
        var told = stage.folder().resolve("crowd.properties");
        try (var out = Files.newBufferedWriter(told)) {
            properties(stage, crowd).store(out, null);
            process =
                    new ProcessBuilder(
                                    List.of(
                                            "nice",
                                            "-n",
                                            "19",
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "--enable-native-access=ALL-UNNAMED",
                                            "--sun-misc-unsafe-memory-access=allow",
                                            "-Dlogback.configurationFile=rehearsal-node.xml",
                                            "-Dvertx.disableDnsResolver=true",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            CrowdMain.class.getName(),
                                            told.toString()))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException failed) {
            throw new UncheckedIOException("the crowd's process cannot be started", failed);
        }
        from =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        to =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    private static Properties properties(Stage stage, List<CandidateList.Ticket> crowd) {
        var told = new Properties();
        told.setProperty("sitting", stage.sitting().text());
        told.setProperty("forms", stage.folder().resolve("crowd-forms").toString());
        told.setProperty("count", Integer.toString(crowd.size()));
        var settings = stage.seatSettings(crowd.getFirst().seat());
        told.setProperty("port", Integer.toString(settings.nodes().getFirst().port()));
        for (int i = 0; i < crowd.size(); i++) {
            var ticket = crowd.get(i);
            var machine = stage.machine(ticket.seat());
            told.setProperty("authority", machine.authority());
            told.setProperty(i + ".seat", ticket.seat().text());
            told.setProperty(i + ".ticket", ticket.signIn().ticketNumber());
            told.setProperty(i + ".secret", ticket.signIn().secret());
            told.setProperty(i + ".certificate", machine.credentials().certificate());
            told.setProperty(i + ".key", machine.credentials().privateKey());
        }
        return told;
    }

    /// Everybody signs in at the same moment; returns once each has his form open.
    void come() {
        tell("come");
    }

    /// All lines are lost at the same moment; returns once each seat has come back.
    void cut() {
        tell("cut");
    }

    /// Every seat's program ends, without its session ending.
    void away() {
        tell("away");
    }

    /// So many bare TLS handshakes with another server.
    void shake(int port, int count) {
        tell("shake %d %d".formatted(port, count));
    }

    private void tell(String line) {
        try {
            to.write(line);
            to.newLine();
            to.flush();
            var answer = from.readLine();
            if (!"DONE".equals(answer)) {
                throw new IllegalStateException(
                        "the crowd was told to %s and said %s".formatted(line, answer));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the crowd's process is gone", failed);
        }
    }

    @Override
    public void close() {
        try {
            to.close();
            if (!process.waitFor(EXIT_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the crowd's process cannot be ended", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}

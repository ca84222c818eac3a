package org.gongyuan.rehearsal.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.rehearsal.stage.CandidateList;
import org.gongyuan.rehearsal.stage.Stage;
import org.gongyuan.trust.suite.Digest;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/// A seat in a Java process of its own, which can be killed with `kill -9`. What its page shows
/// goes into the ledger.
final class SeatProcess implements AutoCloseable {

    private final Ledger ledger;
    private final Path told;
    private Process process;
    private BufferedWriter to;
    private volatile long saved;
    private volatile boolean isOpened;
    private volatile boolean isClosed;

    /// A seat for a candidate, not started yet.
    SeatProcess(Stage stage, CandidateList.Ticket ticket, Path journals, Ledger ledger) {
        this.ledger = ledger;
        var machine = stage.machine(ticket.seat());
        var properties = new Properties();
        properties.setProperty("sitting", stage.sitting().text());
        properties.setProperty("seat", ticket.seat().text());
        properties.setProperty("ticket", ticket.signIn().ticketNumber());
        properties.setProperty("secret", ticket.signIn().secret());
        properties.setProperty(
                "port",
                Integer.toString(stage.seatSettings(ticket.seat()).nodes().getFirst().port()));
        properties.setProperty("certificate", machine.credentials().certificate());
        properties.setProperty("key", machine.credentials().privateKey());
        properties.setProperty("authority", machine.authority());
        properties.setProperty("journal", journals.resolve("child").toString());
        properties.setProperty("forms", journals.resolve("child-forms").toString());
        properties.setProperty("placements", Integer.toString(stage.form().items().size()));
        told = journals.resolve("child.properties");
        try (var out = Files.newBufferedWriter(told)) {
            properties.store(out, null);
        } catch (IOException failed) {
            throw new UncheckedIOException("the seat cannot be told", failed);
        }
    }

    /// Starts the process, for the first time or again after it was killed.
    void start() {
        isOpened = false;
        try {
            process =
                    new ProcessBuilder(
                                    List.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "--enable-native-access=ALL-UNNAMED",
                                            "--sun-misc-unsafe-memory-access=allow",
                                            "-Xmx256m",
                                            "-Dlogback.configurationFile=rehearsal-node.xml",
                                            "-Dvertx.disableDnsResolver=true",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            SeatMain.class.getName(),
                                            told.toString()))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException failed) {
            throw new UncheckedIOException("the seat's process cannot be started", failed);
        }
        to = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        Thread.ofPlatform().daemon().name("seat-process").start(() -> listen(out));
    }

    private void listen(BufferedReader out) {
        try {
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                var words = line.split(" ", -1);
                switch (words[0]) {
                    case "OPENED" -> isOpened = true;
                    case "CLOSED" -> isClosed = true;
                    case "SAVED" -> take(words);
                    default -> throw new IllegalStateException("the seat said " + line);
                }
            }
        } catch (IOException _) {
            // Killed in the middle of a line: what was not said was not shown.
            Thread.onSpinWait();
        }
    }

    private void take(String[] words) {
        if (words.length == 4 && words[3].length() == 64) {
            saved = Long.parseLong(words[2]);
            ledger.saved(
                    SessionId.of(HexFormat.of().parseHex(words[1])), saved, Digest.parse(words[3]));
        }
    }

    /// `kill -9`.
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the seat's process did not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }

    /// Whether the items can be shown.
    boolean isOpened() {
        return isOpened;
    }

    /// Whether there is a receipt.
    boolean isClosed() {
        return isClosed;
    }

    /// The seq up to which the page last showed *saved*.
    long saved() {
        return saved;
    }

    /// Asks it to hand in.
    void handIn() {
        try {
            to.write("hand-in\n");
            to.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException("the seat's process is gone", failed);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}

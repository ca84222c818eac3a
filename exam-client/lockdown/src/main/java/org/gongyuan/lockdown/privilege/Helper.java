package org.gongyuan.lockdown.privilege;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.lockdown.measure.CannotLock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Asks the privileged helper of the kiosk for one of its verbs (lockdown.md section 4). It answers
/// within ten seconds or is taken as refusing.
///
/// @param command how it is called, such as `sudo -n /usr/lib/gongyuan-seat/seat-helper`
public record Helper(List<String> command) {

    /// As it is called on an installed seat.
    public static final Helper INSTALLED =
            new Helper(List.of("sudo", "-n", "/usr/lib/gongyuan-seat/seat-helper"));

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 4_000;

    public Helper {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command for the helper");
        }
    }

    /// Asks for a verb and gives its answer, one line. What `sudo` says beside it (it warns when
    /// the network is closed and it cannot look up the machine's own name) is no part of that.
    ///
    /// @throws CannotLock when there is no helper, it refuses, or does not answer
    public String ask(String verb, String... arguments) throws CannotLock {
        var words = new ArrayList<>(command);
        words.add(verb);
        words.addAll(List.of(arguments));
        Process helper;
        try {
            helper = new ProcessBuilder(words).start();
            helper.getOutputStream().close();
        } catch (IOException absent) {
            throw new CannotLock(
                    "the seat's helper cannot be called (%s); install ops/deployment/kiosk"
                            .formatted(command.getLast()),
                    absent);
        }
        try {
            var beside =
                    CompletableFuture.supplyAsync(
                            () -> text(helper.getErrorStream()), Thread::startVirtualThread);
            var answer = text(helper.getInputStream());
            if (!helper.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                helper.destroyForcibly();
                throw new CannotLock("the seat's helper does not answer to " + verb);
            }
            var line = line(answer);
            if (helper.exitValue() != 0) {
                throw new CannotLock(
                        "the seat's helper refused %s: %s"
                                .formatted(verb, line.isEmpty() ? line(beside.join()) : line));
            }
            return line;
        } catch (UncheckedIOException broken) {
            throw new CannotLock("the seat's helper broke off at " + verb, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotLock("interrupted", interrupted);
        }
    }

    private static String text(InputStream from) {
        try {
            var text = new String(from.readNBytes(LONGEST_ANSWER), UTF_8);
            // what is longer is read away, so that the helper can end
            var _ = from.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}

package org.gongyuan.lockdown.privilege;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.lockdown.measure.CannotLock;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /// Asks for a verb and gives its answer, one line.
    ///
    /// @throws CannotLock when there is no helper, it refuses, or does not answer
    public String ask(String verb, String... arguments) throws CannotLock {
        var words = new ArrayList<>(command);
        words.add(verb);
        words.addAll(List.of(arguments));
        Process helper;
        try {
            helper = new ProcessBuilder(words).redirectErrorStream(true).start();
            helper.getOutputStream().close();
        } catch (IOException absent) {
            throw new CannotLock(
                    "the seat's helper cannot be called (%s); install ops/deployment/kiosk"
                            .formatted(command.getLast()),
                    absent);
        }
        try {
            var answer = new String(helper.getInputStream().readNBytes(LONGEST_ANSWER), UTF_8);
            if (!helper.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                helper.destroyForcibly();
                throw new CannotLock("the seat's helper does not answer to " + verb);
            }
            var line = answer.strip().replaceAll("\\s+", " ");
            if (helper.exitValue() != 0) {
                throw new CannotLock("the seat's helper refused %s: %s".formatted(verb, line));
            }
            return line;
        } catch (IOException broken) {
            throw new CannotLock("the seat's helper broke off at " + verb, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotLock("interrupted", interrupted);
        }
    }
}

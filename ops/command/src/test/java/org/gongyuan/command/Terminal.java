package org.gongyuan.command;

import io.vertx.core.json.JsonObject;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/// The program as a person at a terminal runs it, in this process.
final class Terminal {

    /// What a command left behind.
    record Run(int status, String out, String err) {

        JsonObject json() {
            return new JsonObject(out);
        }
    }

    private Terminal() {}

    static Run gongyuan(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Gongyuan.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int status =
                line.execute(
                        Arrays.stream(arguments)
                                .flatMap(
                                        one ->
                                                one instanceof Path path
                                                        ? Stream.of(path.toString())
                                                        : Stream.of(one.toString()))
                                .toArray(String[]::new));
        return new Run(status, out.toString(), err.toString());
    }

    /// Runs a command that must succeed.
    static Run good(Object... arguments) {
        var run = gongyuan(arguments);
        if (run.status() != 0) {
            throw new AssertionError(
                    "%s ended with %d: %s%s"
                            .formatted(
                                    Arrays.toString(arguments),
                                    run.status(),
                                    run.out(),
                                    run.err()));
        }
        return run;
    }
}

package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs tests of the console's pages in Chromium against a node that is up.
final class PagesRun {

    private PagesRun() {}

    /// Runs a step of `exam-server/console/build/run.sh` to its end; fails with what it said.
    ///
    /// @param variable of the environment, from which the tests learn where the node is
    static void of(String step, String only, String variable, String told) throws Exception {
        var console = Path.of("../console").toRealPath();
        var said = console.resolve("target").resolve(step.replaceFirst("^test:", "") + ".log");
        var pages = new ProcessBuilder(List.of("bash", "build/run.sh", step, only));
        pages.directory(console.toFile()).redirectErrorStream(true).redirectOutput(said.toFile());
        pages.environment().put(variable, told);
        pages.environment().put("NO_COLOR", "1");
        int ended = pages.start().waitFor();
        assertEquals(0, ended, () -> "the pages' tests failed:\n" + text(said));
    }

    private static String text(Path said) {
        try {
            return Files.readString(said);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs every test of the console's pages (`exam-server/console`) in Chromium against a real node.
/// `-Dgongyuan.pages=NAME` runs the files whose name contains NAME.
@DisplayName("The console in a browser")
class ConsoleInBrowserTest {

    @TempDir private Path folder;

    @Test
    void doesWhatItsTestsSay() throws Exception {
        var console = Path.of("../console").toRealPath();
        try (var site = new ConsoleSite(folder)) {
            var pages =
                    new ProcessBuilder(
                            "bash",
                            "build/run.sh",
                            "test:pages",
                            System.getProperty("gongyuan.pages", ""));
            var said = console.resolve("target/pages.log");
            pages.directory(console.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            pages.environment().put("GONGYUAN_CONSOLE", site.json());
            pages.environment().put("NO_COLOR", "1");
            int ended = pages.start().waitFor();
            assertEquals(0, ended, () -> "the pages' tests failed:\n" + told(said));
        }
    }

    private static String told(Path said) {
        try {
            return Files.readString(said);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

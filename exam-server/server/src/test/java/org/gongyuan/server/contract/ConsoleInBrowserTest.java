package org.gongyuan.server.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            pages.directory(console.toFile()).inheritIO();
            pages.environment().put("GONGYUAN_CONSOLE", site.json());
            assertEquals(0, pages.start().waitFor(), "the pages' tests failed; see above");
        }
    }
}

package org.gongyuan.server.contract;

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
        try (var site = new ConsoleSite(folder)) {
            PagesRun.of(
                    "test:pages",
                    System.getProperty("gongyuan.pages", ""),
                    "GONGYUAN_CONSOLE",
                    site.json());
        }
    }
}

package org.gongyuan.command;

import static org.gongyuan.command.Terminal.gongyuan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.server.store.Store;
import org.gongyuan.server.store.StoreSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

@DisplayName("The store on the command line")
class StoreOnTheCommandLineTest {

    private static final Pattern ADDRESS =
            Pattern.compile("\\{\"address\":\"(mongodb://[^\"]+)\"}");

    @TempDir private Path folder;

    @Test
    void servesNodesOfThisMachineAndKeepsOthersOut() throws Exception {
        var out = new StringWriter();
        var status = new AtomicInteger(-1);
        var serving =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    var line = Gongyuan.commandLine();
                                    line.setOut(new PrintWriter(out));
                                    status.set(
                                            line.execute(
                                                    "store",
                                                    "serve",
                                                    "--json",
                                                    "--folder",
                                                    folder.toString()));
                                });
        try {
            var address = ADDRESS.matcher("");
            while (!address.reset(out.toString()).find()) {
                assertTrue(serving.isAlive(), out::toString);
                Thread.sleep(20);
            }
            try (var store =
                    Store.open(new StoreSettings.Remote(address.group(1), "gongyuan", true))) {
                assertTrue(store.nodes() != null);
            }
            var second = gongyuan("store", "serve", "--folder", folder);
            assertEquals(1, second.status(), second.out());
            assertEquals(1, second.err().lines().count(), second.err());
        } finally {
            serving.interrupt();
            serving.join();
        }
        assertEquals(0, status.get());
    }

    @Test
    void isRefusedAPortThatIsNone() {
        var refused = gongyuan("store", "serve", "--folder", folder, "--port", 70_000);
        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("--port 70000 is outside 0..65535"), refused.err());
    }
}

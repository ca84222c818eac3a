package org.gongyuan.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;

import org.gongyuan.command.Gongyuan;
import org.gongyuan.rehearsal.candidate.DemoExam;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/// The examination of `ops/demo`, and what a person at a terminal can do with what it
/// leaves behind.
@DisplayName("One whole examination")
class DemoTest {

    private static final Pattern PUBLIC =
            Pattern.compile("(https://localhost:\\d+)/public/results");

    @TempDir private Path folder;

    private record Run(int status, String out, String err) {}

    private static Run gongyuan(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = Gongyuan.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        var words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return new Run(line.execute(words), out.toString(), err.toString());
    }

    @Test
    void agreesInAllItsCountsAndCanBeCheckedFromTheCommandLine() throws Exception {
        var told = new StringWriter();
        try (var exam = new DemoExam(folder, Duration.ofSeconds(30), new PrintWriter(told))) {
            assertTrue(exam.run(), told::toString);
            var port = PUBLIC.matcher(told.toString());
            assertTrue(port.find(), told::toString);
            receiptsAreCheckedAtThePublicPort(port.group(1));
        }
        receiptsAreCheckedAgainstTheBundle();
        theStoreIsMadeAnew();
    }

    private Path receipt() {
        return folder.resolve("bundle/receipts/receipt-0001");
    }

    private Path another() throws Exception {
        var text = Files.readString(receipt());
        var index = Pattern.compile("(?m)^index (\\d+)$").matcher(text);
        var forged = folder.resolve("forged");
        if (index.find()) {
            return Files.writeString(
                    forged, index.replaceFirst("index " + (Long.parseLong(index.group(1)) + 1)));
        }
        return Files.writeString(forged, "no receipt at all\n");
    }

    private void receiptsAreCheckedAtThePublicPort(String url) throws Exception {
        var authority = folder.resolve("node/authority.pem");
        var good =
                gongyuan(
                        "receipt",
                        "check",
                        receipt(),
                        "--server",
                        url,
                        "--authority",
                        authority,
                        "--json");
        assertEquals(0, good.status(), good.err());
        assertTrue(new JsonObject(good.out()).getBoolean("inRecord"), good.out());
        var words =
                gongyuan("receipt", "check", receipt(), "--server", url, "--authority", authority);
        assertTrue(words.out().contains("It is in the record."), words.out());

        var forged =
                gongyuan("receipt", "check", another(), "--server", url, "--authority", authority);
        assertTrue(forged.status() == 1 || forged.status() == 2, forged.out());
        var stranger = gongyuan("receipt", "check", receipt(), "--server", url);
        assertEquals(1, stranger.status());
        assertTrue(stranger.err().contains("certificate that is trusted"), stranger.err());
        assertEquals(1, stranger.err().lines().count(), stranger.err());
        var nobody = gongyuan("receipt", "check", receipt(), "--server", "https://127.0.0.1:9");
        assertEquals(1, nobody.status());
        assertTrue(nobody.err().contains("nobody answers at https://127.0.0.1:9"), nobody.err());
    }

    private void receiptsAreCheckedAgainstTheBundle() throws Exception {
        var bundle = folder.resolve("bundle");
        assertEquals(0, gongyuan("verify", bundle).status());
        assertEquals(0, gongyuan("receipt", "check", receipt(), "--bundle", bundle).status());
        var both =
                gongyuan(
                        "receipt", "check", receipt(), "--bundle", bundle, "--server", "https://x");
        assertEquals(2, both.status());
        assertTrue(both.err().contains("either --bundle or --server"), both.err());
        assertEquals(2, gongyuan("receipt", "check", receipt()).status());
        var none = Files.writeString(folder.resolve("none"), "hello\n");
        assertEquals(2, gongyuan("receipt", "check", none, "--bundle", bundle).status());
    }

    private void theStoreIsMadeAnew() {
        var config = folder.resolve("node/gongyuan.conf");
        for (int time = 0; time < 2; time++) {
            var rebuilt =
                    gongyuan(
                            "record",
                            "rebuild",
                            "--config",
                            config,
                            "--sitting",
                            "2026-rehearsal",
                            "--json");
            assertEquals(0, rebuilt.status(), rebuilt.err());
            assertEquals(19, new JsonObject(rebuilt.out()).getInteger("sessions"), rebuilt.out());
        }
        var unknown = gongyuan("record", "rebuild", "--config", config, "--sitting", "another");
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("has no sitting another"), unknown.err());
        var absent =
                gongyuan(
                        "record",
                        "rebuild",
                        "--config",
                        folder.resolve("no.conf"),
                        "--sitting",
                        "2026-rehearsal");
        assertEquals(2, absent.status());
        assertTrue(absent.err().contains("does not exist"), absent.err());
    }
}

package org.gongyuan.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.audit.Audit;
import org.gongyuan.server.audit.RecordExport;
import org.gongyuan.server.audit.RecordIndex;
import org.gongyuan.server.audit.RecordQuery;
import org.gongyuan.server.node.Lane;
import org.gongyuan.server.node.NodeLogs;
import org.gongyuan.server.node.StaffLog;
import org.gongyuan.server.record.JournalSettings;
import org.gongyuan.trust.seal.SigningKeyPair;
import org.gongyuan.trust.seal.SigningPurpose;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// A real staff log exported, and the file checked by the independent verifier.
@DisplayName("An audit export on the command line")
class AuditExportOnTheCommandLineTest {

    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    @TempDir private Path folder;
    private Path export;
    private Path keys;

    @BeforeEach
    void export() throws Exception {
        var random = new SecureRandom();
        var key = SigningKeyPair.generate(Suite.INTL_1, SigningPurpose.CHECKPOINT, random);
        export = folder.resolve("export.txt");
        keys = folder.resolve("keys");
        writeKeys(keys, key);
        var text = new StringBuilder();
        try (var log =
                StaffLog.open(
                        folder,
                        "caam.example",
                        "node-1",
                        key,
                        origin ->
                                JournalSettings.standard(origin)
                                        .withSegmentBytes(1 << 20)
                                        .withReserveSegments(0)
                                        .withThresholds(0, 0, 0),
                        new Straight(),
                        () -> NOON,
                        () -> {})) {
            var audit = new Audit(log);
            for (int i = 0; i < 40; i++) {
                audit.enter(
                        new StaffId(i % 2 == 0 ? "zhao" : "qian"), "listPeople", "-", "read", "-");
            }
            long many =
                    new RecordExport(new RecordIndex(() -> List.of(NodeLogs.of(log))))
                            .write(
                                    RecordQuery.all(RecordQuery.Where.STAFF)
                                            .by(new StaffId("zhao")),
                                    new StaffId("sun"),
                                    NOON,
                                    line -> text.append(line).append('\n'));
            assertEquals(20, many);
        }
        Files.writeString(export, text);
    }

    @Test
    void holdsWithTheKeyOfItsNode() {
        var run = Terminal.good("record", "check-export", export, "--keys", keys, "--json").json();

        assertEquals(20, run.getInteger("entries"));
        assertTrue(run.getBoolean("holds"));
    }

    @Test
    void failsWithAnEntryAlteredMovedOrLeftOut() throws Exception {
        var lines = Files.readAllLines(export);
        int first = 5;
        var words = lines.get(first).split(" ", -1);
        var leaf = Base64.getUrlDecoder().decode(words[3]);
        leaf[leaf.length - 1] ^= 1;
        refuses(lines, first, lines.get(first).replace(words[3], text(leaf)), 1);
        refuses(lines, first, lines.get(first).replaceFirst("entry 0 1 ", "entry 0 2 "), 1);
        refuses(lines, first, null, 1);
    }

    @Test
    void failsUnderAKeyThatIsNotTrusted() throws Exception {
        var other =
                SigningKeyPair.generate(
                        Suite.INTL_1, SigningPurpose.CHECKPOINT, new SecureRandom());
        writeKeys(keys, other);

        assertEquals(1, status());
    }

    @Test
    void isUnreadableWhenItBreaksOff() throws Exception {
        var lines = Files.readAllLines(export);
        Files.write(export, lines.subList(0, lines.size() - 1));

        assertEquals(2, status());
    }

    private int status() {
        return Terminal.gongyuan("record", "check-export", export, "--keys", keys).status();
    }

    private void refuses(List<String> lines, int at, String instead, int status) throws Exception {
        var changed = new java.util.ArrayList<>(lines);
        if (instead == null) {
            changed.remove(at);
        } else {
            changed.set(at, instead);
        }
        Files.write(export, changed);
        assertEquals(status, status());
    }

    private static void writeKeys(Path file, SigningKeyPair key) throws Exception {
        var verifying = key.verifyingKey();
        Files.writeString(
                file,
                "gongyuan-keys/1\ncheckpoint %s %s\n"
                        .formatted(verifying.fingerprint().hex(), text(verifying.toBytes())),
                UTF_8);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Everything happens where it is asked, one after the other.
    private static final class Straight implements Lane {

        @Override
        public boolean isHere() {
            return false;
        }

        @Override
        public synchronized void execute(Runnable task) {
            task.run();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }
    }
}

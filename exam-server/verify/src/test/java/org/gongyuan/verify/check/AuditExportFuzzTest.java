package org.gongyuan.verify.check;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.verify.bundle.BundleRefused;
import org.gongyuan.verify.bundle.PublishedKeys;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;

/// An audit export comes from whoever is audited: whatever its lines hold, they are read or refused
/// by [BundleRefused]. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("An audit export")
class AuditExportFuzzTest {

    private static final String HEAD = "gongyuan-audit-export/1\nby li\nat now\nof all\n";
    private static final PublishedKeys KEYS =
            PublishedKeys.parse(
                    "gongyuan-keys/1\ncheckpoint %s AAAA\n"
                            .formatted("22".repeat(32))
                            .getBytes(UTF_8));

    /// Where the fuzzer begins.
    static List<byte[]> good() {
        return List.of(
                (HEAD + "end 0\n").getBytes(UTF_8),
                (HEAD + "log 0 Ym9keS9zL24xCjEKYWJj\nentry 0 0 ggEC -\nend 1\n").getBytes(UTF_8));
    }

    @MethodSource("good")
    @FuzzTest(maxDuration = "20s")
    void isReadOrRefused(byte[] bytes) throws IOException {
        try (var from = new BufferedReader(new StringReader(new String(bytes, UTF_8)))) {
            var _ = AuditExport.verify(from, KEYS);
        } catch (BundleRefused _) {
            // refused
        }
    }

    @Test
    void isRefusedForALineWithoutEndBeforeItFillsTheMemory() {
        var endless =
                new Reader() {

                    @Override
                    public int read(char[] to, int from, int length) {
                        Arrays.fill(to, from, from + length, 'a');
                        return length;
                    }

                    @Override
                    public void close() {}
                };

        var refused =
                assertThrows(
                        BundleRefused.class,
                        () -> AuditExport.verify(new BufferedReader(endless), KEYS));
        assertTrue(refused.getMessage().contains("longer than 65536 characters"));
    }
}

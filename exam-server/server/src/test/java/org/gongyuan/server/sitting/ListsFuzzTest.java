package org.gongyuan.server.sitting;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.protocol.record.PosturePolicy;
import org.gongyuan.server.ServerSettings;
import org.gongyuan.server.SettingsRefused;
import org.gongyuan.server.access.StaffRegister;
import org.gongyuan.server.privacy.RetentionTable;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Files that people write for a node: whatever stands in them, they are read or refused with a
/// sentence. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("Rosters, registers, settings and other lists people write")
class ListsFuzzTest {

    private interface Reading {
        Object of(String text);
    }

    private static final List<Reading> READINGS =
            List.of(StaffRegister::parse, RetentionTable::read, PosturePolicy::parse, Scope::parse);

    @TempDir static Path folder;

    /// Where the fuzzer begins.
    static List<byte[]> good() {
        return List.of(
                        """
                        ticket,name,secret,seat,extra_minutes,photo,fact:学历/Degree
                        T1,"One, two",secret-1,C1/R1/1,30,t1.jpg,硕士/MA
                        """,
                        "# id role key\nli officer INTL-1:AAAA\n",
                        "node.body = b\ndata.folder = d\nseat.certificates = off\nseat.port = 1\n",
                        "standard virtual-machine=refuse,camera-missing=note",
                        "session:00112233445566778899aabbccddeeff",
                        "room:C1/R1")
                .stream()
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    @MethodSource("good")
    @FuzzTest(maxDuration = "20s")
    void areReadOrRefused(byte[] bytes) throws IOException {
        var _ = RosterCsv.read(Suite.INTL_1, bytes, new SplittableRandom(1));
        var text = new String(bytes, UTF_8);
        for (var reading : READINGS) {
            try {
                var _ = reading.of(text);
            } catch (IllegalArgumentException _) {
                // refused
            }
        }
        var file = Files.write(folder.resolve("conf"), bytes);
        try {
            var _ = ServerSettings.read(Optional.of(file), Map.of(), List.of());
        } catch (SettingsRefused _) {
            // refused
        }
    }
}

package org.gongyuan.server.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Rosters and archives of photos come from whoever registers candidates: whatever the bytes, they
/// are read or refused, and never a fault. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("Rosters and photos as people bring them")
class SheetFuzzTest {

    @TempDir static Path folder;

    /// Where the fuzzer begins.
    static List<byte[]> good() throws IOException {
        var row = List.of("T1", "张三", "secret-1", "C1/R1/1", "30");
        var workbook = Tables.workbook(List.of(List.of(Tables.HEADER.split(",", -1)), row));
        return List.of(
                cutInside(workbook),
                (Tables.HEADER + "\n" + String.join(",", row) + "\n").getBytes(UTF_8),
                workbook,
                Tables.zip(Map.of("a/t1.jpg", new byte[] {1, 2, 3})));
    }

    /// The first part of an archive says in the directory that it is longer than it is.
    private static byte[] cutInside(byte[] zip) {
        var cut = zip.clone();
        for (int at = 0; at + 30 < cut.length; at++) {
            if (cut[at] == 'P' && cut[at + 1] == 'K' && cut[at + 2] == 1 && cut[at + 3] == 2) {
                cut[at + 20] = 3;
                return cut;
            }
        }
        throw new IllegalStateException("an archive has a directory");
    }

    @MethodSource("good")
    @FuzzTest(maxDuration = "20s")
    void areReadOrRefused(byte[] bytes) throws IOException {
        var file = Files.write(folder.resolve("brought"), bytes);
        try {
            var sheet = Sheet.read(file);
            var _ = RosterSheet.tickets(sheet);
            var _ = roster().read(sheet);
        } catch (SheetRefused _) {
            // refused
        }
        try (var photos = PhotoArchive.open(file)) {
            var _ = photos.read("t1.jpg");
        } catch (SheetRefused _) {
            // refused
        } catch (IOException _) {
            // no such photo, or one that cannot be unpacked: a fault of its row
        }
    }

    private static RosterSheet roster() {
        return new RosterSheet(
                Suite.INTL_1,
                _ -> true,
                Set.of(),
                name -> {
                    throw new IOException(name + " is not there");
                },
                new SplittableRandom(1));
    }
}

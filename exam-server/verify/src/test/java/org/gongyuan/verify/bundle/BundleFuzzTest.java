package org.gongyuan.verify.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.protocol.receipt.NotAReceipt;
import org.gongyuan.protocol.receipt.Receipt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A bundle comes from somebody who may wish the verifier ill: whatever its files hold, they are
/// read or refused by [BundleRefused]. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("The files of a bundle")
class BundleFuzzTest {

    private static final List<Consumer<byte[]>> DOCUMENTS =
            List.of(
                    Documents::manifest,
                    Documents::signatures,
                    Documents::answerKey,
                    Documents::sheets,
                    bytes -> Documents.signed("a document", bytes),
                    Documents::cutScore,
                    Documents::humanScores,
                    Documents::results);

    @TempDir static Path folder;

    @FuzzTest(maxDuration = "20s")
    void areDocumentsOrRefused(byte[] data) {
        for (var document : DOCUMENTS) {
            try {
                document.accept(data);
            } catch (BundleRefused _) {
                // refused
            }
        }
    }

    @FuzzTest(maxDuration = "20s")
    void areAnIndexKeysAndReceiptsOrRefused(byte[] data) {
        try {
            var _ = Index.parse(data);
        } catch (BundleRefused _) {
            // refused
        }
        try {
            var _ = PublishedKeys.parse(data);
        } catch (BundleRefused _) {
            // refused
        }
        try {
            var _ = Receipt.parse(new String(data, StandardCharsets.UTF_8));
        } catch (NotAReceipt _) {
            // refused
        }
    }

    @FuzzTest(maxDuration = "20s")
    void areALogOrRefused(byte[] data) throws IOException {
        var log = folder.resolve("logs/n1/tile/entries");
        Files.createDirectories(log);
        Files.write(folder.resolve("logs/n1/checkpoints"), data);
        Files.write(Files.createDirectories(log.resolve("000.p")).resolve("7"), data);
        try (var files = BundleFiles.open(folder)) {
            var node = new NodeLog(files, "n1");
            refusedAtMost(
                    () -> {
                        var _ = node.checkpoints();
                    });
            refusedAtMost(() -> node.leaves(7, (_, _, _, _) -> {}));
        }
    }

    /// Where the fuzzer begins.
    static List<byte[]> zips() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var name : List.of("index", "logs/n1/checkpoints")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("gongyuan-bundle/1\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        return List.of(bytes.toByteArray());
    }

    @MethodSource("zips")
    @FuzzTest(maxDuration = "20s")
    void areABundleInAZipOrRefused(byte[] data) throws IOException {
        var zip = Files.write(folder.resolve("bundle.zip"), data);
        refusedAtMost(
                () -> {
                    try (var files = BundleFiles.open(zip)) {
                        files.paths().forEach(path -> refusedAtMost(() -> files.read(path)));
                    }
                });
        refusedAtMost(() -> Bundle.open(zip).close());
    }

    private static void refusedAtMost(Runnable reading) {
        try {
            reading.run();
        } catch (BundleRefused _) {
            // refused
        }
    }
}

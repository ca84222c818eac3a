package org.gongyuan.rehearsal.load;

import org.gongyuan.protocol.record.Leaf;
import org.gongyuan.rehearsal.record.WrittenSitting;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Verifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/// `ops/bench verify`: the verifier over a whole published bundle in a folder, from opening it to
/// the last finding, against bare SHA-256 over the same leaves.
public final class VerifyBench {

    private static final int SESSIONS = 1_000;
    private static final int RESPONSES = 200;
    private static final int ITEMS = 50;
    private static final int ROUNDS = 5;

    private VerifyBench() {}

    /// Measures.
    public static Figures run() {
        try {
            var folder = Files.createTempDirectory("gongyuan-verify");
            try {
                var sitting = new WrittenSitting(SESSIONS, RESPONSES, ITEMS, folder);
                var bundle = folder.resolve("bundle");
                sitting.bundle(bundle);
                var rates = new double[ROUNDS];
                for (int round = -1; round < ROUNDS; round++) {
                    long begun = System.nanoTime();
                    try (var read = Bundle.open(bundle)) {
                        var report = Verifier.verify(read, Optional.empty());
                        if (report.exitStatus() != 0) {
                            throw new IllegalStateException("the bundle does not hold");
                        }
                        if (round >= 0) {
                            rates[round] = report.entries() * 1e9 / (System.nanoTime() - begun);
                        }
                    }
                }
                var leaves = sitting.entries().stream().map(Leaf::of).toList();
                var digest = BareCiphers.sha256();
                double ceiling =
                        Rounds.medianRate(
                                ROUNDS,
                                300,
                                () -> {
                                    for (var leaf : leaves) {
                                        digest.update(leaf);
                                        digest.digest();
                                    }
                                    return leaves.size();
                                });
                return Figures.of("verify")
                        .with("entries_per_s", Rounds.median(rates))
                        .with("ceiling_entries_per_s", ceiling)
                        .with("ratio", Rounds.median(rates) / ceiling)
                        .with("entries", sitting.size());
            } finally {
                ResponsesBench.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the verifier cannot be measured", failed);
        }
    }
}

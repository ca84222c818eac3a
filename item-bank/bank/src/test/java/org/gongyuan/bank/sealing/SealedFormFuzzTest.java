package org.gongyuan.bank.sealing;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.SeatingPlan;
import org.gongyuan.bank.item.MarkingItem;
import org.gongyuan.bank.scoring.ScoredSheet;
import org.gongyuan.trust.encoding.NotCanonical;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;

/// A sealed form comes from a stick or a network, what lies inside from whoever sealed it: whatever
/// the bytes, they are read or refused, and never a fault. Without `JAZZER_FUZZ=1` only the seeds
/// run.
@DisplayName("The parts of a sealed form")
class SealedFormFuzzTest {

    private interface Reading {
        Object of(byte[] bytes) throws FormRefused;
    }

    private static final List<Reading> READINGS =
            List.of(
                    Manifest::parse,
                    Layout::parse,
                    HandIn::parse,
                    SeatingPlan::parse,
                    Form::parse,
                    ScoredSheet::decode,
                    MarkingItem::read);

    @TempDir static Path folder;

    /// Where the fuzzer begins.
    static List<byte[]> good() throws Exception {
        try (var sealed =
                SealedForm.read(
                        SealedForms.in(Suite.INTL_1).seal(folder), SealedForms.acceptance())) {
            return List.of(sealed.manifest().toBytes(), SealedForms.form().toBytes());
        }
    }

    @MethodSource("good")
    @FuzzTest(maxDuration = "20s")
    void areReadOrRefused(byte[] bytes) {
        for (var reading : READINGS) {
            try {
                var _ = reading.of(bytes);
            } catch (FormRefused | NotCanonical | IllegalArgumentException _) {
                // refused
            }
        }
    }
}

package org.gongyuan.rehearsal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.SessionEntry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.verify.bundle.Bundle;
import org.gongyuan.verify.check.Check;
import org.gongyuan.verify.check.Finding;
import org.gongyuan.verify.check.Report;
import org.gongyuan.verify.check.Stage;
import org.gongyuan.verify.check.Verifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What may be absent at which stage, and what makes a bundle incomplete (`verification.md` section
/// 1.3). Nothing here is false: only absent.
@DisplayName("A bundle from which something is absent")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncompleteBundleTest {

    private static final int INCOMPLETE = 3;

    private Path temporary;
    private WrittenSitting sitting;
    private List<Entry> whole;

    @BeforeAll
    void writeAGoodSitting(@TempDir Path temporary) {
        this.temporary = temporary;
        sitting = new WrittenSitting(6, 12, 6, temporary);
        whole = List.copyOf(sitting.entries);
    }

    @BeforeEach
    void makeItWhole() {
        sitting.entries.clear();
        sitting.entries.addAll(whole);
    }

    @Test
    void isIncompleteWithoutTheAnswerKeyOncePublished() throws IOException {
        var report = without("form/answer-key");

        assertEquals(List.of(Check.V25), report.missing());
        assertEquals(INCOMPLETE, report.exitStatus());
    }

    @Test
    void isIncompleteWithoutSheetsAndResultsOncePublished() throws IOException {
        var report = without("sheets", "results");

        assertEquals(
                List.of(Check.V23, Check.V25, Check.V27, Check.V28, Check.V49), report.missing());
        assertEquals(INCOMPLETE, report.exitStatus());
    }

    @Test
    void isIncompleteWithoutTheListOfProposedHoldersThatTheRecordNames() throws IOException {
        var report = without("holders/");

        assertEquals(List.of(Check.V49), report.missing());
        assertEquals(INCOMPLETE, report.exitStatus());
    }

    /// Whatever else is said of those results: the list is named, and is none of theirs.
    @Test
    void namesTheListWhoseResultsOthersTookThePlaceOf() throws IOException {
        var at = sitting.entries.getLast().at();
        var others = Digest.of(new byte[Digest.LENGTH]);
        sitting.entries.add(new SittingEntry.Published(at, "run-2", others));

        var report = without("receipts/");

        assertFalse(report.demanded().contains(Check.V49));
        var found = report.findings().stream().filter(one -> one.check() == Check.V49).findFirst();
        var because = ((Finding.NotReached) found.orElseThrow()).because();
        assertTrue(
                because.contains(sitting.holders.digest(sitting.suite).hex())
                        && because.contains("run-2"),
                because);
    }

    @Test
    void isCompleteWithoutReceipts() throws IOException {
        var report = without("receipts/");

        assertEquals(List.of(), report.missing());
        assertEquals(0, report.exitStatus());
    }

    @Test
    void isCompleteWithoutSheetsAndResultsBeforePublication() throws IOException {
        endBefore(SittingEntry.PublicationApproved.class);

        var report = without("sheets", "results", "form/answer-key", "human-scores/");

        assertEquals(Stage.SCORED, report.stage());
        assertEquals(List.of(), report.missing());
    }

    @Test
    void isIncompleteWhenScoredWithoutACutScore() throws IOException {
        sitting.entries.removeIf(SittingEntry.CutScoreAdopted.class::isInstance);
        endBefore(SittingEntry.PublicationApproved.class);

        var report = without("cut-score", "sheets", "results", "form/answer-key", "human-scores/");

        assertEquals(List.of(Check.V26), report.missing());
        assertEquals(INCOMPLETE, report.exitStatus());
    }

    @Test
    void isCompleteWhenClosedAndNothingWasScored() throws IOException {
        endBefore(SittingEntry.ShareReceived.class, "marking");

        var report = withoutDocuments();

        assertEquals(Stage.CLOSED, report.stage());
        assertEquals(List.of(), report.missing());
        assertEquals(0, report.exitStatus());
    }

    @Test
    void isCompleteWhileItIsOpenAndNobodyHasCome() throws IOException {
        endBefore(SessionEntry.Admitted.class);

        var report = withoutDocuments();

        assertEquals(Stage.OPEN, report.stage());
        assertEquals(List.of(), report.missing());
        assertEquals(0, report.exitStatus());
        assertFalse(report.demanded().contains(Check.V10));
    }

    private void endBefore(Class<? extends Entry> kind) {
        int end = 0;
        while (!kind.isInstance(sitting.entries.get(end))) {
            end++;
        }
        sitting.entries.subList(end, sitting.entries.size()).clear();
    }

    private void endBefore(Class<SittingEntry.ShareReceived> kind, String purpose) {
        int end = 0;
        while (!(kind.isInstance(sitting.entries.get(end))
                && kind.cast(sitting.entries.get(end)).purpose().equals(purpose))) {
            end++;
        }
        sitting.entries.subList(end, sitting.entries.size()).clear();
    }

    private Report withoutDocuments() throws IOException {
        return without(
                "cut-score", "sheets", "results", "form/answer-key", "human-scores/", "receipts/");
    }

    private Report without(String... paths) throws IOException {
        var bundle = new WrittenBundle(sitting);
        for (var path : paths) {
            bundle.files.keySet().removeIf(file -> file.startsWith(path));
        }
        var folder = Files.createTempDirectory(temporary, "bundle");
        bundle.write(folder);
        try (var opened = Bundle.open(folder)) {
            return Verifier.verify(opened, Optional.empty());
        }
    }
}

package org.gongyuan.server.scoring;

import static org.gongyuan.server.scoring.HeldSitting.points;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.server.scoring.DocumentRefused.Reason;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

@DisplayName("A cut score")
class CutScoreTest {

    @TempDir Path folder;
    private HeldSitting held;

    @BeforeEach
    void hold() throws Exception {
        held = new HeldSitting(folder);
    }

    @AfterEach
    void close() throws Exception {
        held.close();
    }

    private void refused(Reason reason, byte[] document) {
        var refused =
                assertThrows(
                        DocumentRefused.class,
                        () ->
                                CutScoreDocument.read(
                                        document, held.form.manifest(), Optional.empty()));
        assertEquals(reason, refused.reason());
    }

    @Test
    void decidesAtEachLevelsLowestPoints() {
        var cutScore = held.cutScore();

        assertEquals(OptionalInt.empty(), cutScore.levelOf(points("6.499999999")));
        assertEquals(OptionalInt.of(0), cutScore.levelOf(points("6.5")));
        assertEquals(OptionalInt.of(0), cutScore.levelOf(points("10.999")));
        assertEquals(OptionalInt.of(1), cutScore.levelOf(points("11")));
    }

    @Test
    void isReadAsItWasSigned() throws Exception {
        var document = held.adopted();

        assertEquals(held.cutScore(), document.cutScore());
        assertEquals(2, document.signers().size());
    }

    @Test
    void isRefusedWithOneSignatureOrTheSameTwice() {
        var body = held.cutScore().toBytes();
        var one = held.authorities.getFirst();

        refused(
                Reason.SIGNATURE,
                SignedDocument.sign(HeldSitting.SUITE, "gongyuan/cut-score/1", body, List.of(one)));
        refused(
                Reason.SIGNATURE,
                SignedDocument.sign(
                        HeldSitting.SUITE, "gongyuan/cut-score/1", body, List.of(one, one)));
    }

    @Test
    void isRefusedWhenSignedForAnotherPurpose() {
        refused(
                Reason.SIGNATURE,
                SignedDocument.sign(
                        HeldSitting.SUITE,
                        "gongyuan/cut-score/1",
                        held.cutScore().toBytes(),
                        held.markers));
        var other = new ArrayList<>(held.authorities);
        other.sort(java.util.Comparator.comparing(key -> key.verifyingKey().fingerprint()));
        refused(
                Reason.SIGNATURE,
                SignedDocument.sign(
                        HeldSitting.SUITE,
                        "gongyuan/human-scores/1",
                        held.cutScore().toBytes(),
                        other));
        refused(
                Reason.SIGNATURE,
                SignedDocument.sign(
                        HeldSitting.SUITE,
                        "gongyuan/cut-score/1",
                        held.cutScore().toBytes(),
                        other.reversed()));
    }

    @Test
    void isRefusedWhenAPointIsChanged() {
        var document = CutScoreDocument.sign(held.cutScore(), held.authorities);
        var text = new String(document, java.nio.charset.StandardCharsets.ISO_8859_1);
        document[text.indexOf("6.5")] = '5';

        refused(Reason.SIGNATURE, document);
    }

    @Test
    void isRefusedForAnotherFormOrByAStranger() throws Exception {
        var cut = held.cutScore();
        var other =
                new CutScore(
                        cut.body(),
                        cut.exam(),
                        cut.form(),
                        HeldSitting.SUITE.digest(new byte[] {1}),
                        cut.method(),
                        cut.maximum(),
                        cut.levels(),
                        cut.panel(),
                        cut.approvals(),
                        cut.adoptedAt());
        refused(Reason.OTHER_FORM, CutScoreDocument.sign(other, held.authorities));
        var refused =
                assertThrows(
                        DocumentRefused.class,
                        () ->
                                CutScoreDocument.read(
                                        CutScoreDocument.sign(cut, held.authorities),
                                        held.form.manifest(),
                                        Optional.of(
                                                Set.of(
                                                        held.authorities
                                                                .getFirst()
                                                                .verifyingKey()
                                                                .fingerprint()))));
        assertEquals(Reason.SIGNER, refused.reason());
    }

    @Test
    void isRefusedWithATrailingByteOrAnotherVersion() {
        var document = CutScoreDocument.sign(held.cutScore(), held.authorities);
        refused(Reason.NOT_CANONICAL, java.util.Arrays.copyOf(document, document.length + 1));
        var body = held.cutScore().toBytes();
        body[1] = 2;
        var sorted =
                held.authorities.stream()
                        .sorted(
                                java.util.Comparator.comparing(
                                        key -> key.verifyingKey().fingerprint()))
                        .toList();
        refused(
                Reason.VERSION,
                SignedDocument.sign(HeldSitting.SUITE, "gongyuan/cut-score/1", body, sorted));
        var reader = new CborReader(document);
        assertEquals(2, reader.array());
        var unsigned =
                new CborWriter().array(2).bytes(held.cutScore().toBytes()).array(0).toBytes();
        refused(Reason.SIGNATURE, unsigned);
    }

    private CutScore with(
            List<CutScore.Level> levels, CutScore.Panel panel, List<CutScore.Approval> approvals) {
        var cut = held.cutScore();
        return new CutScore(
                cut.body(),
                cut.exam(),
                cut.form(),
                cut.manifest(),
                cut.method(),
                cut.maximum(),
                levels,
                panel,
                approvals,
                cut.adoptedAt());
    }

    @Test
    void refusesLevelsThatDoNotRiseOrLeaveTheScale() {
        var cut = held.cutScore();
        for (var lowest : List.of("6.5", "6", "13.5", "-1")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            with(
                                    List.of(
                                            cut.levels().getFirst(),
                                            new CutScore.Level("next", points(lowest))),
                                    cut.panel(),
                                    cut.approvals()));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> with(List.of(), cut.panel(), cut.approvals()));
    }

    @Test
    void refusesApprovalsOutOfOrderOrByOnePerson() {
        var cut = held.cutScore();
        var approvals = cut.approvals();
        assertThrows(
                IllegalArgumentException.class,
                () -> with(cut.levels(), cut.panel(), approvals.reversed()));
        assertThrows(
                IllegalArgumentException.class,
                () -> with(cut.levels(), cut.panel(), approvals.subList(0, 1)));
        var same =
                List.of(
                        approvals.getFirst(),
                        new CutScore.Approval(
                                CutScore.Step.DETERMINATION,
                                approvals.getFirst().who(),
                                approvals.getLast().at()));
        assertThrows(IllegalArgumentException.class, () -> with(cut.levels(), cut.panel(), same));
        var lateClose =
                new CutScore.Panel(
                        "study-1",
                        9,
                        2,
                        approvals.getFirst().at().plus(Duration.ofMillis(1)),
                        cut.panel().record());
        assertThrows(
                IllegalArgumentException.class, () -> with(cut.levels(), lateClose, approvals));
    }
}

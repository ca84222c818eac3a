package org.gongyuan.bank.sealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.assembly.FormAssembly;
import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.FormId;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.interchange.ItemFile;
import org.gongyuan.bank.item.FileItemStore;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.bank.item.ItemContent;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.MarkingItem;
import org.gongyuan.trust.seal.BankKey;
import org.gongyuan.trust.suite.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Real QTI items with a marker string in everything a seat must not get.
@DisplayName("A form sealed out of the bank")
class BankFormSealingTest {

    private static String item(String id) {
        return """
        <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="%s"
            title="SECRET-title" label="SECRET-label" adaptive="false" time-dependent="false" xml:lang="zh-CN">
          <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
            <qti-correct-response><qti-value>C_SHOWN</qti-value></qti-correct-response>
            <qti-mapping default-value="-0.125"><qti-map-entry map-key="C_SHOWN" mapped-value="3.0625"/></qti-mapping>
          </qti-response-declaration>
          <qti-response-declaration identifier="TEXT" cardinality="single" base-type="string">
            <qti-correct-response><qti-value>SECRET-correct</qti-value></qti-correct-response>
            <qti-mapping default-value="0"><qti-map-entry map-key="SECRET-mapping" mapped-value="1"/></qti-mapping>
          </qti-response-declaration>
          <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
          <qti-outcome-declaration identifier="SECRET_OUTCOME" cardinality="single" base-type="identifier"/>
          <qti-item-body>
            <p>SHOWN stem</p>
            <qti-choice-interaction response-identifier="RESPONSE" shuffle="true" max-choices="1">
              <qti-simple-choice identifier="C_SHOWN">SHOWN choice<qti-feedback-inline outcome-identifier="SECRET_OUTCOME" identifier="yes" show-hide="show">SECRET-inline-feedback</qti-feedback-inline></qti-simple-choice>
              <qti-simple-choice identifier="D_SHOWN">SHOWN distractor</qti-simple-choice>
            </qti-choice-interaction>
            <p><qti-text-entry-interaction response-identifier="TEXT"/></p>
            <qti-rubric-block use="scoring" view="scorer"><qti-content-body><p>SECRET-rubric</p></qti-content-body></qti-rubric-block>
          </qti-item-body>
          <qti-response-processing>
            <qti-response-condition>
              <qti-response-if>
                <qti-match><qti-variable identifier="TEXT"/><qti-base-value base-type="string">SECRET-rule</qti-base-value></qti-match>
                <qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value>
              </qti-response-if>
            </qti-response-condition>
          </qti-response-processing>
          <qti-modal-feedback outcome-identifier="SECRET_OUTCOME" identifier="yes" show-hide="show"><qti-content-body><p>SECRET-modal-feedback</p></qti-content-body></qti-modal-feedback>
        </qti-assessment-item>
        """
                .formatted(id);
    }

    @TempDir Path folder;
    private final SealedForms forms = SealedForms.in(Suite.INTL_1);
    private ItemBank bank;
    private Form form;

    @BeforeEach
    void assemble() throws Exception {
        bank =
                new ItemBank(
                        new FileItemStore(Files.createDirectory(folder.resolve("bank"))),
                        BankKey.generate(Suite.INTL_1, forms.random),
                        Clock.fixed(Instant.parse("2026-04-01T00:00:00Z"), ZoneOffset.UTC),
                        forms.random);
        for (var id : List.of("i-1", "i-2")) {
            var read = ItemFile.read(item(id).getBytes(UTF_8), id + ".xml");
            var item = read.item().orElseThrow(() -> new AssertionError(read.refusals()));
            var _ = bank.record(new ItemContent(item, List.of(), List.of()));
        }
        var revisions = bank.list();
        form =
                new FormAssembly(
                                "chen",
                                "li",
                                id ->
                                        revisions.stream()
                                                .filter(one -> one.item().equals(id))
                                                .findFirst())
                        .fromList(
                                new FormId("f", 1),
                                "Form",
                                "zh-CN",
                                List.of(new ItemId("i-1"), new ItemId("i-2")));
    }

    @Test
    void givesASeatNoByteOfAnAnswerKey() throws Exception {
        var file = folder.resolve("form.sealed");
        var _ =
                new FormSealing(forms.random, Classification.TOP_SECRET)
                        .seal(forms.order(), form, bank, forms.assembler, forms.reviewer, file);
        var seen = new ByteArrayOutputStream();
        try (var sealed = SealedForm.read(file, SealedForms.acceptance())) {
            var seatFile = folder.resolve("seat");
            sealed.writeSeatFile(seatFile);
            seen.writeBytes(Files.readAllBytes(seatFile));
            var shares = forms.shares(sealed, SharePurpose.FORM, 0, 1, 2);
            var release = Release.combine(sealed.manifest(), shares, SealedForms.NOT_BEFORE);
            try (var key = assertInstanceOf(Release.Opened.class, release).key();
                    var seat = SeatForm.read(seatFile, SealedForms.acceptance())) {
                var open = seat.open(key);
                seen.writeBytes(open.layout().toBytes());
                for (var n = 1; n <= 2; n++) {
                    seen.writeBytes(open.item(new PlacementId(n)).getBytes(UTF_8));
                }
            }
            try (var key = marking(sealed)) {
                var marked = sealed.marking(key).placements().getFirst();
                for (var secret :
                        List.of(
                                "SECRET-correct",
                                "SECRET-mapping",
                                "SECRET-rule",
                                "SECRET-rubric",
                                "3.0625")) {
                    assertTrue(marked.scoring().contains(secret), secret);
                }
                var item = MarkingItem.read(marked.scoring().getBytes(UTF_8));
                assertEquals("i-1", item.id().identifier());
            }
        }
        var bytes = seen.toString(ISO_8859_1);
        assertTrue(bytes.contains("SHOWN stem"));
        assertTrue(bytes.contains("SHOWN distractor"));
        for (var secret :
                List.of(
                        "SECRET",
                        "3.0625",
                        "-0.125",
                        "correct-response",
                        "mapping",
                        "response-processing",
                        "outcome-declaration",
                        "feedback",
                        "rubric")) {
            assertFalse(bytes.contains(secret), secret);
        }
    }

    private org.gongyuan.trust.seal.SealingKeyPair marking(SealedForm sealed) {
        var shares = forms.shares(sealed, SharePurpose.MARKING, 0, 1, 2);
        return assertInstanceOf(
                        MarkingQuorum.Opened.class,
                        MarkingQuorum.combine(sealed.manifest(), shares))
                .key();
    }

    @Test
    void freezesItsRevisions() throws Exception {
        assertFalse(bank.list().getFirst().isFrozen());
        var _ =
                new FormSealing(forms.random, Classification.TOP_SECRET)
                        .seal(
                                forms.order(),
                                form,
                                bank,
                                forms.assembler,
                                forms.reviewer,
                                folder.resolve("form.sealed"));

        for (var revision : bank.list()) {
            assertTrue(revision.isFrozen());
        }
        assertInstanceOf(ItemBank.Removal.Frozen.class, bank.remove(new ItemId("i-1")));
    }

    @Test
    void isKeptBetweenAssemblyAndSealing() {
        assertEquals(form, Form.parse(form.toBytes()));
    }
}

package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.KeylessItem;
import org.gongyuan.bank.item.MarkingItem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayName("The item a seat receives")
class KeylessItemTest {

    /// `KEY` stands wherever an author could leave what is right.
    private static final String FULL =
            """
            <qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
                xml:lang="zh-CN" identifier="item-1" title="KEY" label="KEY" time-dependent="false">
            <!-- KEY -->
            <qti-response-declaration identifier="RESPONSE" cardinality="multiple"
                base-type="identifier">
              <qti-default-value><qti-value>C</qti-value></qti-default-value>
              <qti-correct-response interpretation="KEY"><qti-value>A</qti-value></qti-correct-response>
              <qti-mapping default-value="-3"><qti-map-entry map-key="A" mapped-value="7"/></qti-mapping>
            </qti-response-declaration>
            <qti-response-declaration identifier="WHERE" cardinality="single" base-type="point">
              <qti-area-mapping><qti-area-map-entry shape="circle" coords="77,77,7"
                mapped-value="7"/></qti-area-mapping>
            </qti-response-declaration>
            <qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>
            <qti-outcome-declaration identifier="KEY" cardinality="single" base-type="identifier">
              <qti-default-value><qti-value>KEY</qti-value></qti-default-value>
              <qti-match-table><qti-match-table-entry source-value="1" target-value="KEY"/></qti-match-table>
            </qti-outcome-declaration>
            <qti-item-body>
              <qti-rubric-block use="scoring" view="scorer author"><qti-content-body><p>KEY</p>
              </qti-content-body></qti-rubric-block>
              <qti-rubric-block use="instructions" view="candidate"><qti-content-body><p>Read this.</p>
              </qti-content-body></qti-rubric-block>
              <div class="correct-KEY qti-layout-row"><p data-key="KEY">Stem</p></div>
              <qti-choice-interaction response-identifier="RESPONSE" max-choices="2" min-choices="1">
                <qti-prompt>Which?</qti-prompt>
                <qti-simple-choice identifier="A" fixed="true" label="KEY">One<qti-feedback-inline
                  outcome-identifier="KEY" identifier="A" show-hide="show">KEY</qti-feedback-inline>
                </qti-simple-choice>
                <qti-simple-choice identifier="B">Two</qti-simple-choice>
                <qti-simple-choice identifier="C">Three</qti-simple-choice>
              </qti-choice-interaction>
              <qti-select-point-interaction response-identifier="WHERE" max-choices="1">
                <img src="a.png" alt="a"/>
              </qti-select-point-interaction>
              <qti-feedback-block outcome-identifier="KEY" identifier="A" show-hide="show">
                <qti-content-body><p>KEY</p></qti-content-body></qti-feedback-block>
            </qti-item-body>
            <qti-response-processing><qti-set-outcome-value identifier="SCORE"><qti-sum>
              <qti-map-response identifier="RESPONSE"/><qti-map-response-point identifier="WHERE"/>
            </qti-sum></qti-set-outcome-value></qti-response-processing>
            <qti-modal-feedback outcome-identifier="KEY" identifier="A" show-hide="show">
              <qti-content-body><p>KEY</p></qti-content-body></qti-modal-feedback>
            </qti-assessment-item>
            """;

    private final Item item = Qti.accepted(FULL);
    private final String seen = new String(KeylessItem.of(item).bytes(), UTF_8);

    @Test
    void holdsNoWordOfTheKey() {
        for (var told :
                List.of(
                        "KEY",
                        "correct",
                        "mapping",
                        "map-entry",
                        "mapped-value",
                        "outcome",
                        "SCORE",
                        "feedback",
                        "response-processing",
                        "default-value",
                        "match-table",
                        "interpolation",
                        "scorer",
                        "77",
                        "<!--")) {
            assertFalse(seen.contains(told), told + " in " + seen);
        }
    }

    @Test
    void stillHoldsAllACandidateNeeds() {
        for (var shown :
                List.of(
                        "Stem",
                        "Which?",
                        "One",
                        "Three",
                        "Read this.",
                        "max-choices=\"2\"",
                        "min-choices=\"1\"",
                        "fixed=\"true\"",
                        "cardinality=\"multiple\"",
                        "base-type=\"identifier\"",
                        "xml:lang=\"zh-CN\"",
                        "class=\"qti-layout-row\"",
                        "src=\"a.png\"")) {
            assertTrue(seen.contains(shown), shown + " in " + seen);
        }
    }

    @Test
    void isAnItemTheReaderTakes() {
        var again = Qti.accepted(seen);

        assertEquals(item.interactions().size(), again.interactions().size());
        assertEquals(Item.Scored.NOT_AT_ALL, again.scored());
    }

    @Test
    void leavesTheRestToTheMarkers() {
        var marking = MarkingItem.read(MarkingItem.of(item).bytes());

        assertEquals(item.responses(), marking.responses());
        assertEquals(item.outcomes(), marking.outcomes());
        assertEquals(item.processing(), marking.processing());
        assertEquals("KEY", marking.guide().getFirst().text().strip());
        var bytes = new String(marking.bytes(), UTF_8);
        assertFalse(bytes.contains("Stem"), bytes);
    }
}

package org.gongyuan.bank.interchange;

import static org.gongyuan.bank.interchange.Qti.accepted;
import static org.gongyuan.bank.interchange.Qti.body3;
import static org.gongyuan.bank.interchange.Qti.choice3;
import static org.gongyuan.bank.interchange.Qti.correct3;
import static org.gongyuan.bank.interchange.Qti.item2;
import static org.gongyuan.bank.interchange.Qti.item3;
import static org.gongyuan.bank.interchange.Qti.response3;
import static org.gongyuan.bank.interchange.Qti.score3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.InteractionKind;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.References;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.scoring.ResponseProcessing;
import org.gongyuan.bank.scoring.Value;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.util.List;

@DisplayName("A QTI item file")
class ItemFileTest {

    @Test
    void givesDeclarationsRulesAndInteractions() {
        var item = accepted(Qti.singleChoice());

        assertEquals("item-1", item.id().identifier());
        assertEquals("Item", item.title());
        assertEquals(new Value.Identifier("A"), item.responses().getFirst().correctResponse());
        assertEquals(ResponseProcessing.matchCorrect(), item.processing());
        assertEquals(Item.Scored.BY_RULES, item.scored());
        var interaction = item.interactions().getFirst();
        assertEquals(InteractionKind.CHOICE, interaction.kind());
        assertEquals("RESPONSE", interaction.responseIdentifier());
        assertEquals(List.of("A", "B", "C"), interaction.identifiers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.imsglobal.org/xsd/imsqti_item_v2p0",
                "http://www.imsglobal.org/xsd/imsqti_v2p0",
                "http://www.imsglobal.org/xsd/imsqti_v2p1",
                "http://www.imsglobal.org/xsd/imsqti_v2p2",
                "http://www.imsglobal.org/xsd/apip/apipv1p0/qtiitem/imsqti_v2p1"
            })
    void ofEveryOlderVersionBecomesTheSameItem(String namespace) {
        var older =
                item2(
                        namespace,
                        """
                        <responseDeclaration identifier="RESPONSE" cardinality="single"
                            baseType="identifier">
                          <correctResponse><value>A</value></correctResponse>
                        </responseDeclaration>
                        <outcomeDeclaration identifier="SCORE" cardinality="single"
                            baseType="float"/>
                        <itemBody>
                          <choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">
                            <prompt>Which?</prompt>
                            <simpleChoice identifier="A">Choice A</simpleChoice>
                            <simpleChoice identifier="B">Choice B</simpleChoice>
                            <simpleChoice identifier="C">Choice C</simpleChoice>
                          </choiceInteraction>
                        </itemBody>
                        <responseProcessing
                            template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>
                        """);

        assertEquals(accepted(Qti.singleChoice()), accepted(older));
    }

    @Test
    void readsThroughAnyPrefix() {
        var prefixed =
                Qti.singleChoice()
                        .replaceAll("<(/?)qti-", "<$1q:qti-")
                        .replace("xmlns=", "xmlns:q=");

        assertEquals(accepted(Qti.singleChoice()), accepted(prefixed));
    }

    @Test
    void readsCommentsCdataAndCharacterReferences() {
        var item =
                accepted(
                        Qti.singleChoice()
                                .replace("Choice B", "<!-- secret --><![CDATA[Choice]]>&#x20;&#66;")
                                .replace("<qti-value>A<", "<qti-value><!-- x -->A<"));

        assertEquals(accepted(Qti.singleChoice()), item);
    }

    @Test
    void tellsThatCommentsAreNotKept() {
        var file = Qti.read(Qti.singleChoice().replace("Choice B", "<!-- secret -->Choice B"));

        assertTrue(
                file.findings().stream().anyMatch(f -> f.what().startsWith("1 comments")),
                file.findings().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-8"})
    void readsBothUnicodeEncodings(String encoding) {
        var xml =
                "<?xml version=\"1.0\" encoding=\"%s\"?>\n".formatted(encoding)
                        + Qti.singleChoice().replace("Which?", "哪一个？");

        var file = ItemFile.read(xml.getBytes(Charset.forName(encoding)), "item.xml");

        assertTrue(file.item().isPresent(), file.findings().toString());
        assertTrue(file.item().get().root().text().contains("哪一个？"));
    }

    @Test
    void readsPastAByteOrderMark() {
        var marked = ("\uFEFF" + Qti.singleChoice()).getBytes(UTF_8);
        var wide =
                ("<?xml version='1.0' encoding='utf-16'?>" + Qti.singleChoice()).getBytes(UTF_16);

        assertTrue(ItemFile.read(marked, "item.xml").item().isPresent());
        assertTrue(ItemFile.read(wide, "item.xml").item().isPresent());
    }

    @Test
    void writtenAndReadAgainIsTheSameItem() {
        var item = accepted(Qti.withContent("<p>a &amp; <b>b</b> <i>c</i> \"d\" &lt; e</p>"));

        var again = ItemFile.read(ItemFile.write(item), "item.xml").item().orElseThrow();

        assertEquals(item, again);
    }

    @Test
    void withoutResponseProcessingIsScoredByAPerson() {
        var item =
                accepted(
                        item3(
                                response3("single", "string", ""),
                                score3(),
                                body3(
                                        "<qti-extended-text-interaction"
                                                + " response-identifier=\"RESPONSE\"/>")));

        assertEquals(Item.Scored.BY_PERSON, item.scored());
    }

    @Test
    void isRefusedForEveryReasonAtOnceEachWithItsLine() {
        var refused =
                Qti.refused(
                        item3(
                                response3("single", "identifier", correct3("A B")),
                                body3("<script/>" + choice3("A", "A"))));

        assertEquals(
                """
                item.xml:2: item item-1: qti-value: "A B" is not a value of type identifier: an\
                 identifier is not empty and has no white space or controls
                item.xml:3: item item-1: script: this element is outside the HTML subset
                item.xml:3: item item-1: qti-simple-choice A: the identifier is used twice in one\
                 interaction\
                """,
                refused);
    }

    @Test
    void isToldOfEveryFaultOfADeclarationAndNotThatItIsMissing() {
        var refused =
                Qti.refused(
                        item3(
                                """
                                <qti-response-declaration identifier="RESPONSE" \
                                cardinality="multiple" base-type="directedPair">
                                <qti-correct-response>
                                <qti-value>A</qti-value>
                                <qti-value>B G</qti-value>
                                <qti-value>C</qti-value>
                                </qti-correct-response>
                                <qti-mapping><qti-map-entry map-key="A" mapped-value="1"/>
                                <qti-map-entry map-key="B G" mapped-value="two"/></qti-mapping>
                                </qti-response-declaration>
                                <qti-outcome-declaration identifier="SCORE" \
                                cardinality="single" base-type="float" normal-maximum="most"/>
                                """,
                                body3(choice3("A", "B")),
                                """
                                <qti-response-processing><qti-set-outcome-value \
                                identifier="SCORE"><qti-map-response identifier="RESPONSE"/>
                                </qti-set-outcome-value></qti-response-processing>
                                """));

        assertEquals(
                List.of("4", "6", "8", "9", "11"),
                refused.lines().map(line -> line.split(":", -1)[1]).toList(),
                refused);
        assertFalse(refused.contains("not declared"), refused);
    }

    @Test
    void isToldThatAnElseComesAfterAnIf() {
        var refused =
                Qti.refused(
                        item3(
                                response3("single", "identifier", correct3("A")),
                                score3(),
                                body3(choice3("A", "B")),
                                """
                                <qti-response-processing><qti-response-condition>\
                                <qti-response-else/></qti-response-condition>\
                                </qti-response-processing>
                                """));

        assertTrue(
                refused.contains("qti-response-else: it comes once, after qti-response-if"),
                refused);
    }

    @Test
    void showsThePictureOfAPictureWithRenditions() {
        var file =
                Qti.read(
                        Qti.withContent(
                                "<p><picture><source srcset=\"p.svg\" type=\"image/svg+xml\"/>"
                                        + "<img src=\"p.png\" alt=\"p\"/></picture></p>"));

        assertEquals(List.of("p.png"), References.assets(file.item().orElseThrow().root()));
        assertTrue(
                file.findings().stream()
                        .anyMatch(
                                one ->
                                        one.severity() == Severity.WARNING
                                                && one.what().equals("source in picture")),
                file.findings().toString());
        assertTrue(
                Qti.refused(Qti.withContent("<p><picture><source srcset=\"p.svg\"/></picture></p>"))
                        .contains("picture: it has no img"));
    }
}

package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.item.Interaction;
import org.gongyuan.bank.item.InteractionKind;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.scoring.Outcomes;
import org.gongyuan.bank.scoring.ResponsesJson;
import org.gongyuan.bank.scoring.Value;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

@DisplayName("Every interaction, written in QTI 2.1 and read as 3.0")
class InteractionsTest {

    /// One interaction in an item of its own: how its response is declared, the interaction, and
    /// two responses, the first one right.
    record Sample(
            InteractionKind kind,
            String cardinality,
            String baseType,
            List<String> correct,
            String interaction,
            String right,
            String wrong) {

        String item() {
            var values = new StringBuilder();
            for (var value : correct) {
                values.append("<value>").append(value).append("</value>");
            }
            return Qti.item2(
                    Qti.V21,
                    "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"%s\""
                                    .formatted(cardinality)
                            + " baseType=\"%s\"><correctResponse>%s</correctResponse>"
                                    .formatted(baseType, values)
                            + "</responseDeclaration>",
                    "<outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\""
                            + " baseType=\"float\"/>",
                    "<itemBody>" + interaction + "</itemBody>",
                    "<responseProcessing template=\"http://www.imsglobal.org/question/qti_v2p1/"
                            + "rptemplates/match_correct\"/>");
        }

        @Override
        public String toString() {
            return kind.name();
        }
    }

    private static final String IMAGE = "<object data=\"a.png\" type=\"image/png\" width=\"9\"/>";

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        InteractionKind.CHOICE,
                        "multiple",
                        "identifier",
                        List.of("A", "C"),
                        """
                        <choiceInteraction responseIdentifier="RESPONSE" maxChoices="0"
                            shuffle="true"><prompt>Which?</prompt>
                          <simpleChoice identifier="A" fixed="true">1</simpleChoice>
                          <simpleChoice identifier="B">2</simpleChoice>
                          <simpleChoice identifier="C">3</simpleChoice>
                        </choiceInteraction>\
                        """,
                        "[\"C\",\"A\"]",
                        "[\"A\"]"),
                new Sample(
                        InteractionKind.INLINE_CHOICE,
                        "single",
                        "identifier",
                        List.of("B"),
                        """
                        <p>It is <inlineChoiceInteraction responseIdentifier="RESPONSE"
                            shuffle="false"><inlineChoice identifier="A">hot</inlineChoice>
                          <inlineChoice identifier="B">cold</inlineChoice>
                        </inlineChoiceInteraction>.</p>\
                        """,
                        "\"B\"",
                        "\"A\""),
                new Sample(
                        InteractionKind.TEXT_ENTRY,
                        "single",
                        "float",
                        List.of("2.5"),
                        "<p>x = <textEntryInteraction responseIdentifier=\"RESPONSE\""
                                + " expectedLength=\"5\"/> mm</p>",
                        "2.5",
                        "2.6"),
                new Sample(
                        InteractionKind.EXTENDED_TEXT,
                        "single",
                        "string",
                        List.of("yes"),
                        "<extendedTextInteraction responseIdentifier=\"RESPONSE\""
                                + " expectedLines=\"5\"><prompt>Why?</prompt>"
                                + "</extendedTextInteraction>",
                        "\"yes\"",
                        "\"no\""),
                new Sample(
                        InteractionKind.MATCH,
                        "multiple",
                        "directedPair",
                        List.of("A X", "B Y"),
                        """
                        <matchInteraction responseIdentifier="RESPONSE" shuffle="false"
                            maxAssociations="2">
                          <simpleMatchSet>
                            <simpleAssociableChoice identifier="A" matchMax="1">a</simpleAssociableChoice>
                            <simpleAssociableChoice identifier="B" matchMax="1">b</simpleAssociableChoice>
                          </simpleMatchSet>
                          <simpleMatchSet>
                            <simpleAssociableChoice identifier="X" matchMax="2">x</simpleAssociableChoice>
                            <simpleAssociableChoice identifier="Y" matchMax="2">y</simpleAssociableChoice>
                          </simpleMatchSet>
                        </matchInteraction>\
                        """,
                        "[\"B Y\",\"A X\"]",
                        "[\"A Y\",\"B X\"]"),
                new Sample(
                        InteractionKind.ORDER,
                        "ordered",
                        "identifier",
                        List.of("B", "A"),
                        """
                        <orderInteraction responseIdentifier="RESPONSE" shuffle="false">
                          <simpleChoice identifier="A">1</simpleChoice>
                          <simpleChoice identifier="B">2</simpleChoice>
                        </orderInteraction>\
                        """,
                        "[\"B\",\"A\"]",
                        "[\"A\",\"B\"]"),
                new Sample(
                        InteractionKind.HOTTEXT,
                        "single",
                        "identifier",
                        List.of("H2"),
                        """
                        <hottextInteraction responseIdentifier="RESPONSE" maxChoices="1">
                          <p>Some <hottext identifier="H1">words</hottext>
                            and <hottext identifier="H2">more</hottext>.</p>
                        </hottextInteraction>\
                        """,
                        "\"H2\"",
                        "\"H1\""),
                new Sample(
                        InteractionKind.GAP_MATCH,
                        "multiple",
                        "directedPair",
                        List.of("W G1", "S G2"),
                        """
                        <gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false">
                          <prompt>Fill.</prompt>
                          <gapText identifier="W" matchMax="1">winter</gapText>
                          <gapText identifier="S" matchMax="1">summer</gapText>
                          <blockquote><p>Now is the <gap identifier="G1"/> of
                            <gap identifier="G2"/>.</p></blockquote>
                        </gapMatchInteraction>\
                        """,
                        "[\"W G1\",\"S G2\"]",
                        "[\"W G2\"]"),
                new Sample(
                        InteractionKind.ASSOCIATE,
                        "multiple",
                        "pair",
                        List.of("A B"),
                        """
                        <associateInteraction responseIdentifier="RESPONSE" shuffle="false"
                            maxAssociations="1">
                          <simpleAssociableChoice identifier="A" matchMax="1">a</simpleAssociableChoice>
                          <simpleAssociableChoice identifier="B" matchMax="1">b</simpleAssociableChoice>
                          <simpleAssociableChoice identifier="C" matchMax="1">c</simpleAssociableChoice>
                        </associateInteraction>\
                        """,
                        "[\"B A\"]",
                        "[\"A C\"]"),
                new Sample(
                        InteractionKind.HOTSPOT,
                        "single",
                        "identifier",
                        List.of("P"),
                        "<hotspotInteraction responseIdentifier=\"RESPONSE\" maxChoices=\"1\">"
                                + IMAGE
                                + "<hotspotChoice identifier=\"P\" shape=\"circle\""
                                + " coords=\"7,7,2\"/><hotspotChoice identifier=\"Q\""
                                + " shape=\"rect\" coords=\"0, 0, 2, 2\"/></hotspotInteraction>",
                        "\"P\"",
                        "\"Q\""),
                new Sample(
                        InteractionKind.SELECT_POINT,
                        "single",
                        "point",
                        List.of("3 4"),
                        "<selectPointInteraction responseIdentifier=\"RESPONSE\" maxChoices=\"1\">"
                                + IMAGE
                                + "</selectPointInteraction>",
                        "\"3 4\"",
                        "\"4 3\""),
                new Sample(
                        InteractionKind.GRAPHIC_ORDER,
                        "ordered",
                        "identifier",
                        List.of("Q", "P"),
                        "<graphicOrderInteraction responseIdentifier=\"RESPONSE\">"
                                + IMAGE
                                + "<hotspotChoice identifier=\"P\" shape=\"circle\""
                                + " coords=\"7,7,2\"/><hotspotChoice identifier=\"Q\""
                                + " shape=\"default\"/></graphicOrderInteraction>",
                        "[\"Q\",\"P\"]",
                        "[\"P\",\"Q\"]"),
                new Sample(
                        InteractionKind.GRAPHIC_ASSOCIATE,
                        "multiple",
                        "pair",
                        List.of("P Q"),
                        "<graphicAssociateInteraction responseIdentifier=\"RESPONSE\">"
                                + IMAGE
                                + "<associableHotspot identifier=\"P\" matchMax=\"1\""
                                + " shape=\"circle\" coords=\"7,7,2\"/><associableHotspot"
                                + " identifier=\"Q\" matchMax=\"1\" shape=\"poly\""
                                + " coords=\"0,0,1,1,2,0\"/></graphicAssociateInteraction>",
                        "[\"Q P\"]",
                        "[]"),
                new Sample(
                        InteractionKind.GRAPHIC_GAP_MATCH,
                        "multiple",
                        "directedPair",
                        List.of("I P"),
                        "<graphicGapMatchInteraction responseIdentifier=\"RESPONSE\">"
                                + IMAGE
                                + "<gapImg identifier=\"I\" matchMax=\"1\">"
                                + IMAGE
                                + "</gapImg><associableHotspot identifier=\"P\" matchMax=\"1\""
                                + " shape=\"circle\" coords=\"7,7,2\"/>"
                                + "</graphicGapMatchInteraction>",
                        "[\"I P\"]",
                        "null"),
                new Sample(
                        InteractionKind.SLIDER,
                        "single",
                        "integer",
                        List.of("16"),
                        "<sliderInteraction responseIdentifier=\"RESPONSE\" lowerBound=\"0\""
                                + " upperBound=\"100\" step=\"2\"/>",
                        "16",
                        "18"),
                new Sample(
                        InteractionKind.POSITION_OBJECT,
                        "single",
                        "point",
                        List.of("1 2"),
                        "<positionObjectStage>"
                                + IMAGE
                                + "<positionObjectInteraction responseIdentifier=\"RESPONSE\">"
                                + IMAGE
                                + "</positionObjectInteraction></positionObjectStage>",
                        "\"1 2\"",
                        "\"2 2\""));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRecognisedAndScored(Sample sample) {
        var item = Qti.accepted(sample.item());

        assertEquals(
                List.of(sample.kind), item.interactions().stream().map(Interaction::kind).toList());
        assertEquals(1.0, score(item, sample.right));
        assertEquals(0.0, score(item, sample.wrong));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isTheSameItemAfterWritingAndReading(Sample sample) {
        var item = Qti.accepted(sample.item());

        var again = ItemFile.read(ItemFile.write(item), "item.xml");

        assertEquals(item, again.item().orElseThrow());
        assertEquals(List.of(), again.findings());
        assertEquals(item.responses(), again.item().get().responses());
        assertEquals(item.processing(), again.item().get().processing());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isWrittenInTheNamesOf3(Sample sample) {
        for (var element : Qti.accepted(sample.item()).root().all().toList()) {
            assertTrue(element.name().matches("[a-z0-9-]+"), element.name());
            element.attributes().forEach(a -> assertTrue(a.name().matches("[a-z-]+"), a.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isRefusedWithoutItsDeclaration(Sample sample) {
        var refused =
                Qti.refused(
                        sample.item()
                                .replace(
                                        "responseDeclaration identifier=\"RESPONSE\"",
                                        "responseDeclaration identifier=\"OTHER\""));

        assertTrue(refused.contains("the response RESPONSE is not declared"), refused);
    }

    @Test
    void areAllHere() {
        var kinds = new ArrayList<InteractionKind>();
        samples().forEach(sample -> kinds.add(sample.kind));

        assertEquals(
                List.of(InteractionKind.values()).stream().sorted().toList(),
                kinds.stream().sorted().toList());
    }

    static double score(Item item, String response) {
        var scoring = item.scoring();
        var given = ResponsesJson.parse("{\"RESPONSE\": %s}".formatted(response), scoring);
        return ((Value.Real) scoring.score(given).value(Outcomes.SCORE)).number();
    }
}

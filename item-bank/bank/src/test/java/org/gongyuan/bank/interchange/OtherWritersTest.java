package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.scoring.ItemScore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Collectors;

/// What other writers of QTI do, as met in their published items and packages; the items here are
/// our own.
@DisplayName("A file as other programs write it")
class OtherWritersTest {

    private static String score(Item item, String responses) {
        return ItemScore.of(item.scoring(), responses).line();
    }

    private static String told(String xml, Severity severity) {
        return Qti.read(xml).findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> finding.sentence())
                .collect(Collectors.joining("\n"));
    }

    private static String rules3(String inside) {
        return "<qti-response-processing>" + inside + "</qti-response-processing>";
    }

    private static String text3(String baseType, String attributes) {
        return Qti.response3("single", baseType, "")
                + "\n"
                + Qti.score3()
                + "\n"
                + Qti.body3(
                        "<p><qti-text-entry-interaction response-identifier=\"RESPONSE\" %s/></p>"
                                .formatted(attributes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE assessmentItem>",
                "<!DOCTYPE assessmentItem PUBLIC \"-//W3C//DTD MathML 2.0//EN\""
                        + "\n  \"http://www.w3.org/Math/DTD/mathml2/mathml2.dtd\">"
            })
    void mayBeginWithADocumentTypeThatSaysNothing(String doctype) {
        var xml = "<?xml version=\"1.0\"?>\n" + doctype + "\n" + Qti.singleChoice();

        assertEquals(Qti.accepted(Qti.singleChoice()), Qti.accepted(xml));
        assertTrue(told(xml, Severity.NOTE).contains("item.xml:2: item item-1: DOCTYPE"));
        // Lines below it stay what they are.
        int line = 6 + (doctype.contains("\n") ? 1 : 0);
        assertTrue(
                Qti.refused(xml.replace("<qti-item-body>", "<qti-item-body><script/>"))
                        .startsWith("item.xml:%d: item item-1: script".formatted(line)));
    }

    @Test
    void maySetAScoreItForgotToDeclare() {
        var xml =
                Qti.item3(
                        Qti.response3("single", "identifier", Qti.correct3("A")),
                        Qti.body3(Qti.choice3("A", "B")),
                        rules3(
                                """
                                <qti-response-condition><qti-response-if><qti-match>
                                <qti-variable identifier="RESPONSE"/>
                                <qti-correct identifier="RESPONSE"/></qti-match>
                                <qti-set-outcome-value identifier="SCORE">
                                <qti-base-value base-type="float">2</qti-base-value>
                                </qti-set-outcome-value></qti-response-if>
                                </qti-response-condition>\
                                """));
        var item = Qti.accepted(xml);

        assertEquals(
                "{\"SCORE\":2.0,\"completionStatus\":\"completed\"}",
                score(item, "{\"RESPONSE\":\"A\"}"));
        assertEquals(
                "{\"SCORE\":0.0,\"completionStatus\":\"completed\"}",
                score(item, "{\"RESPONSE\":\"B\"}"));
        assertTrue(told(xml, Severity.WARNING).contains("outcome SCORE"));
    }

    @Test
    void mayUseTheTemplateOfCommonCartridgeForText() {
        var item =
                Qti.accepted(
                        Qti.item3(
                                Qti.response3(
                                        "single",
                                        "string",
                                        "<qti-mapping default-value=\"0\"><qti-map-entry"
                                                + " map-key=\"Plug\" case-sensitive=\"false\""
                                                + " mapped-value=\"5\"/></qti-mapping>"),
                                Qti.score3(),
                                "<qti-outcome-declaration identifier=\"MAXSCORE\""
                                        + " cardinality=\"single\" base-type=\"float\">"
                                        + "<qti-default-value><qti-value>5</qti-value>"
                                        + "</qti-default-value></qti-outcome-declaration>",
                                Qti.body3(
                                        "<p><qti-text-entry-interaction"
                                                + " response-identifier=\"RESPONSE\"/></p>"),
                                "<qti-response-processing template=\"https://www.imsglobal.org/"
                                    + "question/qti_v3p0/rptemplates/CC2_map_response.xml\"/>"));

        assertEquals(
                "{\"SCORE\":5.0,\"MAXSCORE\":5.0,\"FEEDBACK\":\"correct\","
                        + "\"completionStatus\":\"completed\"}",
                score(item, "{\"RESPONSE\":\"pLUG\"}"));
        assertEquals(
                "{\"SCORE\":0.0,\"MAXSCORE\":5.0,\"FEEDBACK\":\"incorrect\","
                        + "\"completionStatus\":\"completed\"}",
                score(item, "{}"));
    }

    @Test
    void mayPutTheCaseOfAllItsKeysOnTheMapping() {
        var item =
                Qti.accepted(
                        Qti.item3(
                                Qti.response3(
                                        "single",
                                        "string",
                                        "<qti-mapping case-sensitive=\"false\"><qti-map-entry"
                                                + " map-key=\"Oil\" mapped-value=\"1\"/>"
                                                + "<qti-map-entry map-key=\"Gas\""
                                                + " mapped-value=\"2\" case-sensitive=\"true\"/>"
                                                + "</qti-mapping>"),
                                Qti.score3(),
                                Qti.body3(
                                        "<p><qti-text-entry-interaction"
                                                + " response-identifier=\"RESPONSE\"/></p>"),
                                Qti.MATCH_CORRECT.replace("match_correct", "map_response")));

        assertTrue(score(item, "{\"RESPONSE\":\"OIL\"}").startsWith("{\"SCORE\":1.0"));
        assertTrue(score(item, "{\"RESPONSE\":\"GAS\"}").startsWith("{\"SCORE\":0.0"));
        assertTrue(score(item, "{\"RESPONSE\":\"Gas\"}").startsWith("{\"SCORE\":2.0"));
    }

    @Test
    void mayAskWhetherASingleValueIsAMember() {
        var item =
                Qti.accepted(
                        Qti.item3(
                                Qti.response3("single", "identifier", ""),
                                Qti.score3(),
                                Qti.body3(Qti.choice3("A", "B")),
                                rules3(
                                        """
                                        <qti-response-condition><qti-response-if><qti-member>
                                        <qti-base-value base-type="identifier">B</qti-base-value>
                                        <qti-variable identifier="RESPONSE"/></qti-member>
                                        <qti-set-outcome-value identifier="SCORE">
                                        <qti-base-value base-type="integer">1</qti-base-value>
                                        </qti-set-outcome-value></qti-response-if>
                                        </qti-response-condition>\
                                        """)));

        assertTrue(score(item, "{\"RESPONSE\":\"B\"}").startsWith("{\"SCORE\":1.0"));
        assertTrue(score(item, "{\"RESPONSE\":\"A\"}").startsWith("{\"SCORE\":0.0"));
        assertTrue(score(item, "{}").startsWith("{\"SCORE\":0.0"));
    }

    @Test
    void mayNameAKeyItDoesNotOffer() {
        var xml = Qti.singleChoice().replace("<qti-value>A<", "<qti-value>D<");
        var item = Qti.accepted(xml);

        assertTrue(score(item, "{\"RESPONSE\":\"A\"}").startsWith("{\"SCORE\":0.0"));
        assertEquals(
                "item.xml:2: item item-1: correct response of RESPONSE: it names \"D\", which"
                        + " qti-choice-interaction does not offer: nobody can give it",
                told(xml, Severity.WARNING));
    }

    @Test
    void mayHoldNoBody() {
        var xml =
                Qti.item3(
                        Qti.response3("single", "integer", Qti.correct3("7")),
                        Qti.score3(),
                        Qti.MATCH_CORRECT);
        var item = Qti.accepted(xml);

        assertTrue(score(item, "{\"RESPONSE\":7}").startsWith("{\"SCORE\":1.0"));
        assertTrue(told(xml, Severity.WARNING).contains("1: item item-1: qti-item-body"));
        assertEquals(item, ItemFile.read(ItemFile.write(item), "again.xml").item().orElseThrow());
    }

    @Test
    void isRefusedIfItCountsToAnotherBase() {
        Qti.accepted(Qti.item3(text3("integer", "base=\"10\"")));
        assertEquals(
                "item.xml:4: item item-1: qti-text-entry-interaction RESPONSE: numbers are read to"
                        + " base 10, not 2",
                Qti.refused(Qti.item3(text3("integer", "base=\"2\""))));
    }

    @Test
    void isRefusedIfItsRulesReadTheTextBesideTheNumber() {
        var second =
                "<qti-response-declaration identifier=\"TYPED\" cardinality=\"single\""
                        + " base-type=\"string\"/>";
        var entry = text3("float", "string-identifier=\"TYPED\"");
        var reading =
                rules3(
                        "<qti-set-outcome-value identifier=\"SCORE\"><qti-map-response"
                                + " identifier=\"RESPONSE\"/></qti-set-outcome-value>");

        assertTrue(told(Qti.item3(entry, second), Severity.WARNING).contains("string-identifier"));
        assertTrue(
                Qti.refused(
                                Qti.item3(
                                        entry,
                                        second,
                                        reading.replace("qti-map-response", "qti-variable")
                                                .replace("\"RESPONSE\"", "\"TYPED\"")))
                        .contains("4: item item-1: string-identifier TYPED: the text as typed"));
    }

    @Test
    void isToldOfWhatInItsRulesIsNotUsed() {
        var xml =
                Qti.singleChoice()
                        .replace("cardinality=\"single\"", "cardinality=\"single\" points=\"3\"")
                        .replace("<qti-correct-response>", "<qti-correct-response>A");

        assertEquals(
                """
                item.xml:2: item item-1: attribute points on qti-response-declaration: QTI has no\
                 such attribute here; it is not used
                item.xml:2: item item-1: qti-correct-response: text between its elements was not\
                 kept
                item.xml:3: item item-1: attribute points on qti-outcome-declaration: QTI has no\
                 such attribute here; it is not used\
                """,
                told(xml, Severity.WARNING));
        Qti.accepted(xml);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <qti-sum><qti-variable identifier="RESPONSE"/></qti-sum> | qti-sum: sum needs numbers, not a single identifier
                    <qti-variable identifier="RESPONSE"/> | qti-set-outcome-value: outcome SCORE is a single float, it cannot be set to a single identifier
                    <qti-map-response-point identifier="RESPONSE"/> | qti-map-response-point RESPONSE: the response has no area mapping
                    """)
    void isRefusedByLineIfItsTypesCannotFit(String expression, String why) {
        var rules =
                rules3(
                        "\n<qti-set-outcome-value identifier=\"SCORE\">%s</qti-set-outcome-value>"
                                .formatted(expression));

        assertTrue(
                Qti.refused(Qti.singleChoice().replace(Qti.MATCH_CORRECT, rules))
                        .contains("item.xml:6: item item-1: " + why),
                Qti.refused(Qti.singleChoice().replace(Qti.MATCH_CORRECT, rules)));
    }

    @Test
    void isRefusedIfATemplateCannotSetItsOutcome() {
        assertEquals(
                "item.xml:5: item item-1: template match_correct: outcome SCORE is a single string,"
                        + " it cannot be set to a single float",
                Qti.refused(Qti.singleChoice().replace("\"float\"", "\"string\"")));
    }

    @Test
    void losesAHintOnDemandWithAWarning() {
        var xml = Qti.withContent("<qti-info-control title=\"Hint\">x</qti-info-control>");

        assertFalse(new String(ItemFile.write(Qti.accepted(xml)), UTF_8).contains("info-control"));
        assertTrue(told(xml, Severity.WARNING).contains("4: item item-1: qti-info-control"));
    }

    @Test
    void needsNoFileThatOnlyACatalogShows() {
        var xml =
                Qti.singleChoice()
                        .replace(
                                "</qti-assessment-item>",
                                "<qti-catalog-info><qti-catalog id=\"c\"><video><source"
                                    + " src=\"sign.mp4#t=1\" type=\"video/mp4\"/></video>"
                                    + "</qti-catalog></qti-catalog-info></qti-assessment-item>");

        var read = new Packages().item("a.xml", xml).read();

        assertTrue(read.report().isClean(), read.report().toString());
        assertEquals(1, read.items().size());
    }

    @Test
    void carriesPicturesInItsText() {
        var png = Packages.png(4, 3);
        var address = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
        var drawing =
                "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cpath"
                        + " d='M0 0'/%3E%3C/svg%3E";
        var xml =
                Qti.withContent(
                        "<p><img src=\"%s\" alt=\"\"/><object data=\"%s\" type=\"image/svg+xml\"/></p>"
                                .formatted(address, drawing));

        var read = new Packages().item("a.xml", xml).read();

        assertTrue(read.report().isClean(), read.report().toString());
        var content = read.items().getFirst();
        assertEquals(2, content.assets().size());
        assertEquals(
                Base64.getEncoder().encodeToString(png),
                Base64.getEncoder().encodeToString(content.assets().getFirst().content()));
        // Read alone it is the same item, without its files.
        assertEquals(content.item(), Qti.accepted(xml));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data:image/png;base64,AAAA",
                "data:image/png;base64,!!!!",
                "data:image/png,%zz",
                "data:image/svg+xml,%3Csvg"
                        + " xmlns='http://www.w3.org/2000/svg'%3E%3Cscript/%3E%3C/svg%3E",
                "data:text/html,x",
                "data:image/webp;base64,AAAA",
                "data:application/javascript,x",
                "data:,x"
            })
    void isRefusedIfWhatItCarriesIsNoPicture(String address) {
        var xml = Qti.withContent("<p><img src=\"%s\" alt=\"\"/></p>".formatted(address));

        assertTrue(Qti.refused(xml).startsWith("item.xml:4: item item-1: "), Qti.refused(xml));
        assertEquals(1, new Packages().item("a.xml", xml).read().report().entries().size());
        assertFalse(new Packages().item("a.xml", xml).read().report().isClean());
    }

    @Test
    void keepsItsRulesInAFileBesideIt(@TempDir Path folder) throws IOException {
        var rules =
                """
                <responseProcessing xmlns="%s"><setOutcomeValue identifier="SCORE">
                <baseValue baseType="float">3</baseValue></setOutcomeValue></responseProcessing>
                """
                        .formatted(Qti.V21);
        var item =
                Qti.singleChoice()
                        .replace(
                                Qti.MATCH_CORRECT,
                                "<qti-response-processing template-location=\"rules.xml\"/>");
        var path = folder.resolve("item.xml");
        Files.writeString(path, item);
        var bytes = item.getBytes(UTF_8);

        assertTrue(ItemFile.read(bytes, path).item().isEmpty());
        Files.writeString(folder.resolve("rules.xml"), rules);
        var found = ItemFile.read(bytes, path).item().orElseThrow();

        assertTrue(score(found, "{}").startsWith("{\"SCORE\":3.0"));
        assertEquals(found, PackageReading.read(path).items().getFirst().item());
        assertTrue(
                ItemFile.read(
                                item.replace("rules.xml", "../rules.xml").getBytes(UTF_8),
                                Files.createDirectory(folder.resolve("below")).resolve("item.xml"))
                        .item()
                        .isEmpty(),
                "a file outside the item's folder was read");
    }

    @Test
    void isTakenForWhatItIsWhenTheManifestCallsItATest() {
        var stimulus =
                """
                <qti-assessment-stimulus xmlns="%s" identifier="s" title="S">
                <qti-stimulus-body><p>Read this.</p></qti-stimulus-body>
                </qti-assessment-stimulus>
                """
                        .formatted(Qti.V3);
        var item =
                Qti.singleChoice()
                        .replace(
                                "<qti-item-body>",
                                "<qti-assessment-stimulus-ref identifier=\"s\""
                                        + " href=\"s.xml\"/><qti-item-body>");

        var read =
                new Packages()
                        .listed("imsqti_test_xmlv3p0", "s.xml")
                        .and("s.xml", stimulus)
                        .item("a.xml", item)
                        .read();

        assertTrue(read.report().isClean(), read.report().toString());
        assertEquals(1, read.items().getFirst().stimuli().size());
        assertTrue(
                read.report().general().stream()
                        .anyMatch(f -> f.why().contains("read as what it is")));
    }
}

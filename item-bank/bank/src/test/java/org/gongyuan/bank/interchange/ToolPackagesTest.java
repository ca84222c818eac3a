package org.gongyuan.bank.interchange;

import static org.gongyuan.bank.interchange.PackageReadingTest.assertRefusal;
import static org.gongyuan.bank.interchange.PackageReadingTest.refusals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.ItemContent;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.scoring.ItemScore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Packages laid out as the programs lay them out that people here author with; the layouts were
/// read from published packages, every byte of these is our own.
@DisplayName("A package as a tool makes it")
class ToolPackagesTest {

    private static final Charset GBK = Charset.forName("GBK");
    private static final String CP1 = "http://www.imsglobal.org/xsd/imscp_v1p1";
    private static final String CP3 = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";
    private static final String APIP = "http://www.imsglobal.org/xsd/apip/apipv1p0/imsapip_qtiv1p0";

    private static String manifest(String namespace, String resources) {
        return """
        <?xml version="1.0"?>
        <manifest xmlns="%s" identifier="M">
        <metadata><schema>QTI Package</schema><schemaversion>1</schemaversion></metadata>
        <organizations/>
        <resources>
        %s</resources>
        </manifest>
        """
                .formatted(namespace, resources);
    }

    private static String resource(String identifier, String type, String href, String more) {
        return """
        <resource identifier="%s" type="%s" href="%s">
        <file href="%s"/>%s
        </resource>
        """
                .formatted(identifier, type, href, href, more);
    }

    /// A single choice of 2.x, A right; what is shown before it stands on line 4.
    private static String choice2(String namespace, String identifier, String shown) {
        return Qti.item2(
                        namespace,
                        "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"single\""
                                + " baseType=\"identifier\"><correctResponse>"
                                + "<value><![CDATA[A]]></value></correctResponse>"
                                + "</responseDeclaration>",
                        "<outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\""
                                + " baseType=\"integer\"><defaultValue><value>0</value>"
                                + "</defaultValue></outcomeDeclaration>",
                        "<itemBody>"
                                + shown
                                + "<choiceInteraction responseIdentifier=\"RESPONSE\""
                                + " shuffle=\"false\" maxChoices=\"1\" minChoices=\"0\""
                                + " orientation=\"vertical\"><prompt>Which?</prompt>"
                                + "<simpleChoice identifier=\"A\" fixed=\"false\""
                                + " showHide=\"show\">a</simpleChoice>"
                                + "<simpleChoice identifier=\"B\" fixed=\"false\""
                                + " showHide=\"show\">b</simpleChoice>"
                                + "</choiceInteraction></itemBody>",
                        "<responseProcessing template=\"http://www.imsglobal.org/question/"
                                + "qti_v2p1/rptemplates/match_correct\"/>")
                .replace("identifier=\"item-1\"", "identifier=\"%s\"".formatted(identifier));
    }

    private static String picture(String source) {
        return "<p><img src=\"%s\" alt=\"\"/></p>".formatted(source);
    }

    private static void assertScores(String right, String wrong, ItemContent content) {
        var scoring = content.item().scoring();
        assertEquals(right, ItemScore.of(scoring, "{\"RESPONSE\":\"A\"}").line());
        assertEquals(wrong, ItemScore.of(scoring, "{\"RESPONSE\":\"B\"}").line());
    }

    private static void assertScoresAsChoice(ItemContent content) {
        assertScores(
                "{\"SCORE\":1,\"completionStatus\":\"completed\"}",
                "{\"SCORE\":0,\"completionStatus\":\"completed\"}",
                content);
    }

    private static PackageReading.Outcome accepted(byte[] zip, int items) {
        var read = Packages.read(zip);
        assertEquals("", refusals(read), read.report().text(Locale.ENGLISH));
        assertEquals(items, read.items().size());
        return read;
    }

    private static String told(PackageReading.Outcome read, Severity severity) {
        return read.report().findings().stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> finding.sentence())
                .collect(Collectors.joining("\n"));
    }

    private static final String TAO_TEST =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"
              identifier="test-1" title="Test" toolName="tao" toolVersion="3.4">
            <testPart identifier="part-1" navigationMode="linear" submissionMode="individual">
            <itemSessionControl maxAttempts="0" showFeedback="false" allowReview="true"/>
            <assessmentSection identifier="section-1" required="true" fixed="false" title="S"
              visible="true" keepTogether="true">
            <itemSessionControl maxAttempts="0" showFeedback="false"/>
            <assessmentItemRef identifier="item-1" required="false" fixed="false"
              href="../../items/i1/qti.xml" category="x-tao-option-calculator"/>
            </assessmentSection></testPart>
            <outcomeProcessing><setOutcomeValue identifier="SCORE_TOTAL"><sum><testVariables
              variableIdentifier="SCORE"/></sum></setOutcomeValue></outcomeProcessing>
            </assessmentTest>
            """;

    private static Packages tao(String item) {
        return new Packages()
                .listed("imsqti_item_xmlv2p1", "items/i1/qti.xml")
                .and("items/i1/qti.xml", item)
                .and("items/i1/images/sign.PNG", Packages.png(3, 3))
                .and("items/i1/style/custom/tao-user-styles.css", "div.qti-item { color: #000 }")
                .listed("imsqti_test_xmlv2p1", "tests/t1/test.xml");
    }

    @Test
    void ofTaoIsReadWithItsTest() {
        var item =
                choice2(
                                Qti.V21,
                                "i1",
                                "<div class=\"grid-row\"><div class=\"col-12\">"
                                        + picture("images/sign.PNG")
                                        + "</div></div>")
                        .replace(
                                "<itemBody>",
                                "<stylesheet href=\"style/custom/tao-user-styles.css\" title=\"\""
                                        + " type=\"text/css\" media=\"all\"/><itemBody>")
                        .replace(
                                "<assessmentItem ",
                                "<assessmentItem toolName=\"TAO\" toolVersion=\"3.1\" label=\"\""
                                        + " xml:lang=\"en-US\" adaptive=\"false\" ");
        var test =
                TAO_TEST.replace(
                        "<testPart",
                        "<outcomeDeclaration identifier=\"SCORE_TOTAL\" cardinality=\"single\""
                                + " baseType=\"float\"/><testPart");
        var read = accepted(tao(item).and("tests/t1/test.xml", test).zip(), 1);

        assertScoresAsChoice(read.items().getFirst());
        assertEquals(2, read.items().getFirst().assets().size());
        assertEquals(1, read.tests().size());
    }

    @Test
    void ofTaoIsRefusedByNameAndLineForACustomInteraction() {
        var item =
                choice2(
                        Qti.V21,
                        "i1",
                        "\n<customInteraction responseIdentifier=\"RESPONSE\">"
                                + "<portableCustomInteraction xmlns=\"http://www.imsglobal.org/xsd/"
                                + "portableCustomInteraction\"/></customInteraction>\n");
        var read = Packages.read(tao(item).and("tests/t1/test.xml", TAO_TEST).zip());

        assertTrue(
                refusals(read)
                        .startsWith(
                                "items/i1/qti.xml:5: item i1: qti-custom-interaction: custom"
                                        + " interactions run code\n"),
                refusals(read));
        assertTrue(refusals(read).contains("tests/t1/test.xml:9: item test-1: "), refusals(read));
    }

    @Test
    void ofOnyxIsScoredByItsOwnRules() {
        var item =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <!--This file was created using: an editor-->
                <assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="Match_1"
                  title="match (single)" adaptive="false" timeDependent="false">
                <responseDeclaration identifier="RESPONSE" cardinality="multiple"
                  baseType="directedPair"><correctResponse><value>M1 N1</value><value>M2 N2</value>
                </correctResponse></responseDeclaration>
                <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">
                <defaultValue><value>0.0</value></defaultValue></outcomeDeclaration>
                <outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">
                <defaultValue><value>1.5</value></defaultValue></outcomeDeclaration>
                <outcomeDeclaration identifier="FEEDBACKBASIC" cardinality="single"
                  baseType="identifier"><defaultValue><value>empty</value></defaultValue>
                </outcomeDeclaration>
                <outcomeDeclaration identifier="FEEDBACKMODAL" cardinality="multiple"
                  baseType="identifier" view="testConstructor"/>
                <itemBody><div>Assign.<br/></div>
                <matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="0">
                <simpleMatchSet><simpleAssociableChoice identifier="M1" fixed="false" matchMax="1">1
                </simpleAssociableChoice><simpleAssociableChoice identifier="M2" matchMax="1">2
                </simpleAssociableChoice></simpleMatchSet>
                <simpleMatchSet><simpleAssociableChoice identifier="N1" matchMax="1">1
                </simpleAssociableChoice><simpleAssociableChoice identifier="N2" matchMax="1">2
                </simpleAssociableChoice></simpleMatchSet></matchInteraction></itemBody>
                <responseProcessing><responseCondition><responseIf><isNull>
                <variable identifier="RESPONSE"/></isNull><setOutcomeValue
                  identifier="FEEDBACKBASIC"><baseValue baseType="identifier">empty</baseValue>
                </setOutcomeValue></responseIf><responseElseIf><match>
                <variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>
                <setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/><variable
                  identifier="MAXSCORE"/></sum></setOutcomeValue><setOutcomeValue
                  identifier="FEEDBACKBASIC"><baseValue baseType="identifier">correct</baseValue>
                </setOutcomeValue></responseElseIf><responseElse><setOutcomeValue
                  identifier="FEEDBACKBASIC"><baseValue baseType="identifier">incorrect</baseValue>
                </setOutcomeValue></responseElse></responseCondition>
                <responseCondition><responseIf><and><match><baseValue
                  baseType="identifier">incorrect</baseValue><variable identifier="FEEDBACKBASIC"/>
                </match></and><setOutcomeValue identifier="FEEDBACKMODAL"><multiple><variable
                  identifier="FEEDBACKMODAL"/><baseValue baseType="identifier">F_1</baseValue>
                </multiple></setOutcomeValue></responseIf></responseCondition></responseProcessing>
                <modalFeedback identifier="F_1" outcomeIdentifier="FEEDBACKMODAL" showHide="show"
                  title="No">Read <b>again</b>.</modalFeedback>
                </assessmentItem>
                """;
        var test =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="Test_1"
                  title="T">
                <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">
                <defaultValue><value>0.0</value></defaultValue></outcomeDeclaration>
                <timeLimits maxTime="10800.0"/>
                <testPart identifier="p" navigationMode="nonlinear" submissionMode="simultaneous">
                <assessmentSection identifier="text" fixed="false" title="Text" visible="true">
                <rubricBlock view="candidate"><p>Read this first.</p></rubricBlock>
                </assessmentSection>
                <assessmentSection identifier="s" fixed="false" title="S" visible="true">
                <assessmentItemRef identifier="Match_1" href="Match_1.xml" fixed="false"/>
                </assessmentSection></testPart>
                <outcomeProcessing><setOutcomeValue identifier="SCORE"><sum><testVariables
                  variableIdentifier="SCORE"/></sum></setOutcomeValue></outcomeProcessing>
                </assessmentTest>
                """;
        var read =
                accepted(
                        new Packages()
                                .listed("imsqti_test_xmlv2p1", "Test_1.xml")
                                .and("Test_1.xml", test)
                                .listed("imsqti_item_xmlv2p1", "Match_1.xml")
                                .and("Match_1.xml", item)
                                .zip(),
                        1);
        var scoring = read.items().getFirst().item().scoring();

        assertEquals(
                "{\"SCORE\":1.5,\"MAXSCORE\":1.5,\"FEEDBACKBASIC\":\"correct\","
                        + "\"FEEDBACKMODAL\":null,\"completionStatus\":\"completed\"}",
                ItemScore.of(scoring, "{\"RESPONSE\":[\"M2 N2\",\"M1 N1\"]}").line());
        assertEquals(
                "{\"SCORE\":0.0,\"MAXSCORE\":1.5,\"FEEDBACKBASIC\":\"incorrect\","
                        + "\"FEEDBACKMODAL\":[\"F_1\"],\"completionStatus\":\"completed\"}",
                ItemScore.of(scoring, "{\"RESPONSE\":[\"M2 N1\"]}").line());
        assertEquals(
                "{\"SCORE\":0.0,\"MAXSCORE\":1.5,\"FEEDBACKBASIC\":\"empty\","
                        + "\"FEEDBACKMODAL\":null,\"completionStatus\":\"completed\"}",
                ItemScore.of(scoring, "{\"RESPONSE\":null}").line());
        assertEquals(1, read.tests().size());
    }

    @Test
    void ofCanvasOrACommonCartridgeIsRefusedByTheNameOfQti1() {
        var canvas =
                manifest(
                        CP1,
                        """
                        <resource identifier="g1" type="imsqti_xmlv1p2">
                        <file href="g1/g1.xml"/><dependency identifierref="d1"/></resource>
                        <resource identifier="d1"
                          type="associatedcontent/imscc_xmlv1p1/learning-application-resource"
                          href="g1/assessment_meta.xml"><file href="g1/assessment_meta.xml"/></resource>
                        <resource identifier="c1"
                          type="imsqti_xmlv1p2/imscc_xmlv1p1/question-bank"><file href="b.xml"/></resource>
                        """);
        var read =
                Packages.read(
                        new RawZip()
                                .file("imsmanifest.xml", canvas)
                                .file("g1/g1.xml", QTI_1)
                                .file("g1/assessment_meta.xml", "<quiz/>")
                                .file("b.xml", QTI_1)
                                .bytes());

        assertRefusal(
                """
                imsmanifest.xml:6: resource g1 of type imsqti_xmlv1p2: QTI 1.x (as in Common\
                 Cartridge, Canvas, Blackboard, Respondus) is not read; export as QTI 2.1, 2.2 or\
                 3.0
                imsmanifest.xml:11: resource c1 of type\
                 imsqti_xmlv1p2/imscc_xmlv1p1/question-bank: QTI 1.x (as in Common Cartridge,\
                 Canvas, Blackboard, Respondus) is not read; export as QTI 2.1, 2.2 or 3.0\
                """,
                read);
        assertEquals(0, read.items().size());
    }

    private static final String QTI_1 =
            """
            <?xml version="1.0"?>
            <questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment
              ident="a"/></questestinterop>
            """;

    @Test
    void ofRespondusWithoutAManifestIsRefusedByTheNameOfQti1() {
        var read = Packages.read(new RawZip().file("questions.xml", QTI_1).bytes());

        assertTrue(
                refusals(read).startsWith("questions.xml:2: questestinterop: QTI 1.x (as in"),
                refusals(read));
    }

    @Test
    void whoseManifestSaysItemAndWhoseFileIsQti1IsRefusedByLine() {
        var read =
                Packages.read(
                        new Packages()
                                .listed("imsqti_item_xmlv2p1", "q.xml")
                                .and("q.xml", QTI_1)
                                .zip());

        assertTrue(refusals(read).startsWith("q.xml:2: questestinterop: QTI 1.x"), refusals(read));
    }

    @Test
    void ofAWindowsToolMayDivideFoldersByBackslashesAndNameOnlyFiles() {
        var manifest =
                manifest(
                        CP1,
                        """
                        <resource identifier="q1" type="imsqti_item_xmlv2p1">
                        <file href="items\\q1.xml"/><file href="items\\media\\a%20b.png"/></resource>
                        <resource identifier="q2" type="webcontent" href="items\\q2.xml">
                        <file href="items\\q2.xml"/></resource>
                        """);
        var read =
                accepted(
                        new RawZip()
                                .folder("items\\")
                                .file("imsmanifest.xml", "\uFEFF" + manifest)
                                .file(
                                        "items\\q1.xml",
                                        choice2(Qti.V21, "q1", picture("media\\a b.png")))
                                .file(
                                        "items\\q2.xml",
                                        choice2(Qti.V21, "q2", picture(".\\media\\a%20b.png")))
                                .file("items\\media\\a b.png", Packages.png(2, 2))
                                .bytes(),
                        2);

        assertScoresAsChoice(read.items().getFirst());
        assertEquals(1, read.items().getFirst().assets().size());
        assertTrue(told(read, Severity.WARNING).contains("resource q1: attribute href is missing"));
        assertTrue(
                told(read, Severity.WARNING)
                        .contains("resource q2 of type webcontent: its file is a QTI item"));
        assertTrue(
                told(read, Severity.NOTE)
                        .contains("items/q1.xml: its folders were divided by \\; read as /"));
    }

    @Test
    void ofQuestionmarkMayBeUtf16WithPrefixesOfNamespaces() {
        var manifest =
                """
                <?xml version="1.0" encoding="utf-16"?>
                <cp:manifest xmlns:cp="%s" xmlns:imsmd="http://ltsc.ieee.org/xsd/LOM" identifier="M">
                <cp:metadata><cp:schema>IMS QTI</cp:schema><imsmd:lom><imsmd:general/></imsmd:lom>
                </cp:metadata><cp:organizations/>
                <cp:resources xml:base="content/">
                <cp:resource identifier="q" type="imsqti_item_xmlv2p2" href="q.xml" xml:base="en/">
                <cp:metadata><imsmd:lom/></cp:metadata><cp:file href="q.xml"/>
                <cp:dependency identifierref="css"/></cp:resource>
                <cp:resource identifier="css" type="webcontent" href="s.css"><cp:file href="s.css"/>
                </cp:resource></cp:resources></cp:manifest>
                """
                        .formatted(CP1);
        var item =
                choice2(Qti.V22, "q", "")
                        .replace(
                                "<itemBody>",
                                "<stylesheet href=\"../s.css\" type=\"text/css\"/><itemBody>")
                        .replaceAll("<(/?)(?=[a-z])", "<$1qti:")
                        .replace("xmlns=", "xmlns:qti=")
                        .replace("<![CDATA[A]]>", "\n  A\n");
        var read =
                accepted(
                        new RawZip()
                                .streamed()
                                .file("imsmanifest.xml", manifest.getBytes(UTF_16))
                                .file("content/en/q.xml", item)
                                .file("content/s.css", "p { margin: 0 }")
                                .bytes(),
                        1);

        assertScoresAsChoice(read.items().getFirst());
        assertEquals(1, read.items().getFirst().assets().size());
    }

    @Test
    void of1EdTechHasItemsAndPassagesInFoldersAndMetadataInFilesOfItsOwn() {
        var item =
                Qti.withContent(picture("images/a.svg"))
                        .replace(
                                "<qti-item-body>",
                                "<qti-assessment-stimulus-ref identifier=\"s\""
                                        + " href=\"../passages/p.xml\"/>"
                                        + "<qti-stylesheet href=\"../css/all.css\""
                                        + " type=\"text/css\"/><qti-item-body>")
                        .replace(
                                "</qti-assessment-item>",
                                "<qti-catalog-info><qti-catalog id=\"c\"><qti-card"
                                        + " support=\"glossary-on-screen\"><qti-html-content>"
                                        + "<p>x</p></qti-html-content></qti-card></qti-catalog>"
                                        + "</qti-catalog-info></qti-assessment-item>");
        var passage =
                """
                <qti-assessment-stimulus xmlns="%s" identifier="s" title="S">
                <qti-stylesheet href="../css/all.css" type="text/css"/>
                <qti-stimulus-body><p><img src="../items/images/a.svg" alt=""/></p></qti-stimulus-body>
                </qti-assessment-stimulus>
                """
                        .formatted(Qti.V3);
        var resources =
                resource(
                                "i1",
                                "imsqti_item_xmlv3p0",
                                "items/i1.xml",
                                "<dependency identifierref=\"s\"/>")
                        + resource("i2", "imsqti_item_xmlv3p0", "./items/i2.xml", "")
                        + resource("s", "imsqti_stimulus_xmlv3p0", "passages/p.xml", "")
                        + resource("css", "css3", "css/all.css", "")
                        + resource("svg", "webcontent", "items/images/a.svg", "")
                        + resource("md", "resourcemetadata/xml", "items/metadata_i1.xml", "");
        var read =
                accepted(
                        new RawZip()
                                .folder("items/")
                                .folder("items/empty/")
                                .file("imsmanifest.xml", manifest(CP3, resources))
                                .file("items/i1.xml", item)
                                .file("items/i2.xml", item.replace("item-1", "item-2"))
                                .file("items/metadata_i1.xml", "<lom xmlns=\"urn:lom\"/>")
                                .file("passages/p.xml", passage)
                                .file("css/all.css", "p { color: black }")
                                .file(
                                        "items/images/a.svg",
                                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\""
                                                + " height=\"9\"><path d=\"M0 0\"/></svg>")
                                .bytes(),
                        2);

        assertScores(
                "{\"SCORE\":1.0,\"completionStatus\":\"completed\"}",
                "{\"SCORE\":0.0,\"completionStatus\":\"completed\"}",
                read.items().get(1));
        // One picture, shown twice; one stylesheet, used twice.
        assertEquals(2, read.items().getFirst().assets().size());
        assertEquals(read.items().get(0).stimuli(), read.items().get(1).stimuli());
    }

    @Test
    void ofApipHasItsAccessibilityLeftOutAndItsStimulusKept() {
        var item =
                choice2(Qti.V22, "apip-1", "")
                        .replace(
                                "<itemBody>",
                                "<assessmentStimulusRef identifier=\"st\" href=\"st.xml\"/>"
                                        + "<itemBody>")
                        .replace(
                                "</assessmentItem>",
                                "<apip:apipAccessibility xmlns:apip=\"%s\"><apip:accessibilityInfo/>"
                                                .formatted(APIP)
                                        + "</apip:apipAccessibility></assessmentItem>");
        var stimulus =
                """
                <assessmentStimulus xmlns="%s" identifier="st" title="S"><stimulusBody><p>Text.</p>
                </stimulusBody></assessmentStimulus>
                """
                        .formatted(Qti.V22);
        var read =
                accepted(
                        new Packages()
                                .listed("imsqti_apipitem_xmlv2p2", "i.xml")
                                .and("i.xml", item)
                                .listed("imsqti_apipstimulus_xmlv2p2", "st.xml")
                                .and("st.xml", stimulus)
                                .zip(),
                        1);

        assertScoresAsChoice(read.items().getFirst());
        assertEquals(1, read.items().getFirst().stimuli().size());
        assertTrue(told(read, Severity.NOTE).contains("i.xml:6: item apip-1: apipAccessibility"));
    }

    @Test
    void ofChineseWindowsMayHaveNamesInGbk() {
        var manifest = manifest(CP1, resource("q", "imsqti_item_xmlv2p1", "试题/第一题.xml", ""));
        var item = choice2(Qti.V21, "q", picture("图片/照片.png") + picture("图片/照片.png"));
        var zip =
                new RawZip()
                        .names(GBK, false)
                        .file("imsmanifest.xml", manifest)
                        .file("试题/第一题.xml", item)
                        .file("试题/图片/照片.png", Packages.png(2, 2));
        var read = accepted(zip.bytes(), 1);

        assertScoresAsChoice(read.items().getFirst());
        assertEquals(1, read.items().getFirst().assets().size());
        assertTrue(told(read, Severity.NOTE).contains("试题/第一题.xml: its name is not UTF-8"));
        // The name beside the name counts more than a guess.
        accepted(
                new RawZip()
                        .names(ISO_8859_1, false)
                        .utf8BesideTheName()
                        .file(
                                "imsmanifest.xml",
                                manifest(CP1, resource("q", "imsqti_item_xmlv2p1", "é.xml", "")))
                        .file("é.xml", choice2(Qti.V21, "q", ""))
                        .bytes(),
                1);
    }

    @Test
    void whoseNamesSayUtf8AndAreNotIsRefused() {
        assertTrue(
                refusals(Packages.read(new RawZip().names(GBK, true).file("第一题.xml", "x").bytes()))
                        .contains("file name that is neither UTF-8 nor GB18030"));
        assertTrue(
                refusals(
                                Packages.read(
                                        new RawZip()
                                                .names(ISO_8859_1, false)
                                                .file("caf\u00ff", "x")
                                                .bytes()))
                        .contains("file name that is neither UTF-8 nor GB18030"));
        assertTrue(
                refusals(
                                Packages.read(
                                        new RawZip()
                                                .names(GBK, false)
                                                .file("..\\题.xml", "x")
                                                .bytes()))
                        .contains("path with \"..\": it leads elsewhere"));
    }

    @Test
    void ofAMacHasOneOuterFolderJunkBesideItAndLettersInTwoParts() {
        var apart = Normalizer.normalize("Übung é.xml", Normalizer.Form.NFD);
        var manifest =
                manifest(
                        CP1,
                        resource("q", "imsqti_item_xmlv2p2", "%C3%9Cbung%20%C3%A9.xml", "")
                                + resource(
                                        "r", "imsqti_item_xmlv2p2", "%E8%AF%95%E9%A2%98.xml", ""));
        var read =
                accepted(
                        new RawZip()
                                .names(UTF_8, true)
                                .folder("Package/")
                                .folder("Package/empty/")
                                .file("Package/imsmanifest.xml", manifest)
                                .file("Package/" + apart, choice2(Qti.V22, "q", ""))
                                .file("Package/试题.xml", choice2(Qti.V22, "r", ""))
                                .file("Package/.DS_Store", "x")
                                .file("Package/Thumbs.db", "x")
                                .folder("__MACOSX/")
                                .file("__MACOSX/Package/._imsmanifest.xml", "x")
                                .bytes(),
                        2);

        assertScoresAsChoice(read.items().getFirst());
        assertScoresAsChoice(read.items().get(1));
    }

    @Test
    void writtenToAStreamMayBeZip64WithPassagesInHtml() {
        var item =
                choice2(
                        Qti.V21,
                        "q",
                        "<div><object type=\"text/html\" data=\"passages/1.html\"/></div>");
        var zip =
                new RawZip()
                        .streamed()
                        .zip64()
                        .file(
                                "imsmanifest.xml",
                                manifest(
                                        CP1,
                                        resource(
                                                        "q",
                                                        "imsqti_item_xmlv2p1",
                                                        "q.xml",
                                                        "<dependency identifierref=\"p\"/>")
                                                + resource(
                                                        "p", "webcontent", "passages/1.html", "")))
                        .file("q.xml", item)
                        .file(
                                "passages/1.html",
                                "<html><body><p>&iexcl;A&nbsp;case!</p></body></html>")
                        .bytes();
        var read = accepted(zip, 1);

        assertScoresAsChoice(read.items().getFirst());
        assertEquals(1, read.items().getFirst().stimuli().size());
        for (int length = 0; length < zip.length; length++) {
            var torn = Packages.read(Arrays.copyOf(zip, length));
            assertTrue(!torn.report().isClean(), "torn at " + length);
        }
        for (int i = 0; i < zip.length; i++) {
            var flipped = zip.clone();
            flipped[i] ^= (byte) 0xFF;
            Packages.read(flipped).report().json();
        }
    }

    @Test
    void whoseZip64PointsOutsideItselfIsRefused() {
        var zip = new RawZip().zip64().file("imsmanifest.xml", "<manifest/>").bytes();
        int end = zip.length - 22;
        for (long wrong : new long[] {-1, Long.MAX_VALUE, zip.length, 1}) {
            var locator = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
            locator.putLong(end - 20 + 8, wrong);
            assertTrue(refusals(Packages.read(locator.array())).contains("zip file is damaged"));
            var count = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
            count.putLong(end - 76 + 32, wrong == 1 ? 2 : wrong);
            assertTrue(!Packages.read(count.array()).report().isClean());
            var size = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
            size.putLong(end - 76 - 24, wrong);
            assertTrue(!Packages.read(size.array()).report().isClean());
        }
    }

    @Test
    void withNothingOfQtiInItIsRefused() {
        var read =
                Packages.read(
                        new RawZip()
                                .file(
                                        "imsmanifest.xml",
                                        manifest(CP1, resource("p", "webcontent", "p.html", "")))
                                .file("p.html", "<html/>")
                                .bytes());

        assertRefusal("imsmanifest.xml: package: there is no QTI item in it", read);
    }

    @Test
    void withoutManifestNamesWhatIsBroken() {
        var read =
                Packages.read(
                        new RawZip()
                                .file("a.xml", Qti.singleChoice())
                                .file("b.xml", "<assessmentItem>\n<p></assessmentItem>")
                                .file("other.xml", "<settings/>")
                                .bytes());

        assertTrue(refusals(read).startsWith("b.xml:2: XML is not well-formed"), refusals(read));
        assertTrue(told(read, Severity.NOTE).contains("other.xml: nothing refers to it"));
    }

    @Test
    void mayCallAJpegAPng() {
        var jpeg =
                new byte[] {
                    (byte) 0xFF,
                    (byte) 0xD8,
                    (byte) 0xFF,
                    (byte) 0xC0,
                    0,
                    11,
                    8,
                    0,
                    2,
                    0,
                    2,
                    1,
                    1,
                    17,
                    0,
                    (byte) 0xFF,
                    (byte) 0xD9
                };
        var read =
                accepted(
                        new Packages()
                                .listed("imsqti_item_xmlv2p1", "q.xml")
                                .and("q.xml", choice2(Qti.V21, "q", picture("a.png")))
                                .and("a.png", jpeg)
                                .zip(),
                        1);

        assertTrue(read.items().getFirst().assets().getFirst().name().endsWith(".jpg"));
    }
}

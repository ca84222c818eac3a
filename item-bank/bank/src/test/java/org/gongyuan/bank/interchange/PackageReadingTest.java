package org.gongyuan.bank.interchange;

import static org.gongyuan.bank.interchange.Packages.png;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.gongyuan.bank.item.Severity;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

@DisplayName("A content package")
class PackageReadingTest {

    static final String STIMULUS =
            """
            <qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
                identifier="case-1" title="Case">
            <qti-stimulus-body><p>A case.</p><img src="../images/a.png" alt="x"/></qti-stimulus-body>
            </qti-assessment-stimulus>
            """;

    static final String TEST =
            """
            <qti-assessment-test xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
                identifier="test-1" title="Test">
            <qti-time-limits max-time="60"/>
            <qti-test-part identifier="p" navigation-mode="nonlinear" submission-mode="simultaneous">
            <qti-assessment-section identifier="s" title="S" visible="true">
            <qti-selection select="1"/>
            <qti-ordering shuffle="true"/>
            <qti-assessment-item-ref identifier="i1" href="items/a.xml" category="x y">
            <qti-weight identifier="W" value="2.5"/>
            </qti-assessment-item-ref>
            </qti-assessment-section>
            </qti-test-part>
            </qti-assessment-test>
            """;

    private static final String WITH_PICTURE =
            Qti.withContent("<p><img src=\"../images/a%20b.png\" alt=\"x\"/></p>");

    @Test
    void givesItemsWithTheirPicturesAndStimuliNamedByContent() {
        var item =
                Qti.withContent("<p><img src=\"../images/a.png\" alt=\"x\"/></p>")
                        .replace(
                                "<qti-item-body>",
                                "<qti-assessment-stimulus-ref identifier=\"c\""
                                        + " href=\"../stimuli/c.xml\"/><qti-item-body>");
        var read =
                new Packages()
                        .item("items/a.xml", item)
                        .and("stimuli/c.xml", STIMULUS)
                        .and("images/a.png", png(20, 10))
                        .read();

        assertTrue(read.report().isClean(), read.report().text(Locale.ENGLISH));
        var content = read.items().getFirst();
        assertEquals(1, content.stimuli().size());
        assertEquals(1, content.assets().size());
        assertEquals(content.item().assets(), content.stimuli().getFirst().assets());
        assertEquals(List.of(content.assets().getFirst().name()), content.item().assets());
        assertTrue(content.assets().getFirst().name().matches("assets/[0-9a-f]{64}\\.png"));
    }

    @Test
    void findsFilesWhoseNamesAreWrittenWithPercentSigns() {
        var read =
                new Packages()
                        .item("items/a.xml", WITH_PICTURE)
                        .and("images/a b.png", png(1, 1))
                        .read();

        assertTrue(read.report().isClean(), read.report().text(Locale.ENGLISH));
    }

    @Test
    void givesTestsWhoseItemsAreItsOwn() {
        var read =
                new Packages()
                        .item("items/a.xml", Qti.singleChoice())
                        .listed("imsqti_test_xmlv3p0", "test.xml")
                        .and("test.xml", TEST)
                        .read();

        assertTrue(read.report().isClean(), read.report().text(Locale.ENGLISH));
        var test = read.tests().getFirst();
        var ref = test.items().getFirst();
        assertEquals("item-1", ref.item().identifier());
        assertEquals(2.5, ref.weight());
        assertEquals(List.of("x", "y"), ref.categories());
        var section = test.parts().getFirst().sections().getFirst();
        assertTrue(section.shuffle());
        assertEquals(1, section.selection().orElseThrow().select());
    }

    @Test
    void refusesATestWhoseItemWasRefused() {
        var read =
                new Packages()
                        .item("items/a.xml", Qti.withContent("<script/>"))
                        .listed("imsqti_test_xmlv3p0", "test.xml")
                        .and("test.xml", TEST)
                        .read();

        assertEquals(0, read.tests().size());
        assertRefusal(
                """
                items/a.xml:4: item item-1: script: this element is outside the HTML subset
                test.xml:8: item test-1: qti-assessment-item-ref i1: its item items/a.xml is not in\
                 the package or was refused\
                """,
                read);
    }

    @Test
    void refusesBranchesByName() {
        var branching =
                TEST.replace(
                        "</qti-assessment-item-ref>",
                        "<qti-pre-condition/></qti-assessment-item-ref>");
        var read =
                new Packages()
                        .item("items/a.xml", Qti.singleChoice())
                        .listed("imsqti_test_xmlv3p0", "test.xml")
                        .and("test.xml", branching)
                        .read();

        assertTrue(refusals(read).contains("qti-pre-condition"), refusals(read));
    }

    @Test
    void refusesAnItemWhosePictureIsMissingOrWrittenOtherwise() {
        var item = Qti.withContent("<p><img src=\"A.png\" alt=\"x\"/></p>");
        var read = new Packages().item("a.xml", item).and("a.png", png(1, 1)).read();

        assertRefusal(
                "a.xml:4: item item-1: file A.png: the package has a.png, which is written"
                        + " otherwise",
                read);
    }

    @Test
    void refusesAReferenceThatLeadsOut() {
        var item = Qti.withContent("<p><img src=\"../../a.png\" alt=\"x\"/></p>");

        assertRefusal(
                "items/a.xml:4: item item-1: file ../../a.png: it leads out of the package",
                new Packages().item("items/a.xml", item).read());
    }

    @Test
    void namesEveryFileNobodyListed() {
        var read =
                new Packages()
                        .item("a.xml", Qti.singleChoice())
                        .and("readme.txt", "x")
                        .and("inner.zip", new byte[3])
                        .read();

        var text = read.report().text(Locale.ENGLISH);
        assertTrue(text.contains("readme.txt"), text);
        assertTrue(text.contains("inner.zip: a package inside"), text);
    }

    @Test
    void refusesTwoItemsOfOneIdentifier() {
        var read =
                new Packages()
                        .item("a.xml", Qti.singleChoice())
                        .item("b.xml", Qti.singleChoice())
                        .read();

        assertEquals(1, read.items().size());
        assertRefusal(
                "b.xml:1: item item-1: identifier item-1: a.xml has it too; identifiers are unique"
                        + " in a bank",
                read);
    }

    @Test
    void refusesAListedFileThatIsNotThere() {
        var read = new Packages().listed("imsqti_item_xmlv2p1", "a.xml").read();

        assertFalse(read.report().isClean());
        assertTrue(refusals(read).contains("the package has no file a.xml"), refusals(read));
    }

    @Test
    void isFoundInsideItsOuterFolder() {
        var inner = new Packages().item("a.xml", Qti.singleChoice());
        var zip =
                Packages.with("outer/imsmanifest.xml", inner.manifest())
                        .and("outer/a.xml", Qti.singleChoice())
                        .zipWithoutManifest();

        assertEquals(1, Packages.read(zip).items().size());
    }

    @Test
    void withoutManifestIsReadWithAWarning() {
        var read = Packages.read(Packages.with("a.xml", Qti.singleChoice()).zipWithoutManifest());

        assertEquals(1, read.items().size());
        assertTrue(
                read.report().general().stream().anyMatch(f -> f.severity() == Severity.WARNING));
    }

    @Test
    void takesRulesFromATemplateOfItsOwn() {
        var template =
                """
                <responseProcessing xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1">
                <setOutcomeValue identifier="SCORE"><baseValue baseType="float">3</baseValue>
                </setOutcomeValue></responseProcessing>
                """;
        var item = Qti.singleChoice().replace("rptemplates/match_correct", "rptemplates/own");
        var read = new Packages().item("a.xml", item).and("rptemplates/own.xml", template).read();

        assertTrue(read.report().isClean(), read.report().text(Locale.ENGLISH));
        assertEquals(1, read.items().getFirst().item().processing().rules().size());
    }

    @Test
    void canBeAFolderOrASingleFile(@TempDir Path folder) throws IOException {
        var items = Files.createDirectory(folder.resolve("items"));
        var picture = Qti.withContent("<p><img src=\"p/a.png\" alt=\"x\"/></p>");
        Files.writeString(items.resolve("a.xml"), picture);
        Files.createDirectory(items.resolve("p"));
        Files.write(items.resolve("p/a.png"), png(2, 2));

        assertEquals(1, PackageReading.read(folder).items().size());
        assertEquals(1, PackageReading.read(items.resolve("a.xml")).items().size());
    }

    @Test
    void refusesALinkInAFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.xml"), Qti.singleChoice());
        Files.createSymbolicLink(folder.resolve("b.xml"), folder.resolve("a.xml"));

        assertRefusal(
                "b.xml: symbolic link or special file: a package holds plain files",
                PackageReading.read(folder));
    }

    @Test
    void refusesWhatTheCandidatesPageWouldNotTake() {
        var words =
                new Random(1)
                        .ints(400_000, 'a', 'z')
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append);
        var paragraph = "<p>%s</p>".formatted(words);
        var longest = paragraph + paragraph;

        assertTrue(
                new Packages().item("a.xml", Qti.withContent(longest)).read().report().isClean());
        assertRefusedFor(
                "a.xml:1: item item-1: item of 12",
                new Packages().item("a.xml", Qti.withContent(longest + paragraph)).read());
        assertRefusedFor(
                "c.xml:1: item case-1: stimulus of 12",
                new Packages()
                        .item(
                                "a.xml",
                                Qti.singleChoice()
                                        .replace(
                                                "<qti-item-body>",
                                                "<qti-assessment-stimulus-ref identifier=\"c\""
                                                        + " href=\"c.xml\"/><qti-item-body>"))
                        .and(
                                "c.xml",
                                STIMULUS.replaceAll("<img[^>]*>", "")
                                        .replace("<p>A case.</p>", longest + paragraph))
                        .read());
        var many = new String[1001];
        Arrays.setAll(many, number -> "C" + number);
        assertRefusedFor(
                "qti-choice-interaction with 1001 choices",
                new Packages()
                        .item(
                                "a.xml",
                                Qti.singleChoice()
                                        .replaceAll(
                                                "<qti-choice-interaction.*</qti-choice-interaction>",
                                                Qti.choice3(many)))
                        .read());
    }

    @Test
    void refusesAManifestInsideAManifestAndTellsOfADependencyOnNothing() {
        var manifest = new Packages().item("a.xml", Qti.singleChoice()).manifest();
        var nested =
                manifest.replace("</resources>", "</resources><manifest identifier=\"inner\"/>");
        var dangling =
                manifest.replace("</resource>", "<dependency identifierref=\"none\"/></resource>");

        assertRefusedFor("manifest inner: a manifest inside a manifest", withManifest(nested));
        assertTrue(
                withManifest(dangling)
                        .report()
                        .text(Locale.ENGLISH)
                        .contains("dependency on none: the manifest lists no such resource"));
        assertEquals(1, withManifest(dangling).items().size());
    }

    private static void assertRefusedFor(String part, PackageReading.Outcome read) {
        assertTrue(refusals(read).contains(part), refusals(read));
    }

    private static PackageReading.Outcome withManifest(String manifest) {
        return Packages.read(
                Packages.with("imsmanifest.xml", manifest)
                        .and("a.xml", Qti.singleChoice())
                        .zipWithoutManifest());
    }

    @Test
    void reportsInChineseAndJson() {
        var read = new Packages().item("a.xml", Qti.withContent("<script/>")).read();

        var chinese = read.report().text(Locale.CHINA);
        assertTrue(chinese.startsWith("题目：接受 0，拒绝 1"), chinese);
        assertTrue(chinese.contains("拒绝 a.xml:4: item item-1: script"), chinese);
        var json = read.report().json();
        assertTrue(
                json.contains(
                        "\"severity\":\"refused\",\"item\":\"item-1\",\"file\":\"a.xml\",\"line\":4,"
                            + "\"what\":\"script\""),
                json);
    }

    static String refusals(PackageReading.Outcome read) {
        var text = new StringBuilder();
        for (var finding : read.report().findings()) {
            if (finding.severity() == Severity.REFUSED) {
                text.append(finding.sentence()).append('\n');
            }
        }
        return text.toString();
    }

    static void assertRefusal(String sentence, PackageReading.Outcome read) {
        assertEquals(sentence + "\n", refusals(read));
    }
}

package org.gongyuan.bank.interchange;

import static org.gongyuan.bank.interchange.PackageReadingTest.refusals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.scoring.ItemScore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

@DisplayName("A passage in an HTML file")
class HtmlPassageTest {

    private static final String OBJECT =
            "<div><object type=\"text/html\" data=\"passages/p.html\" width=\"100%\"/></div>";

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="zh-CN">
            <head>
            <meta http-equiv="Content-Type" content="text/html; charset=utf-8">
            <link rel="stylesheet" href="../css/p.css">
            <title>Brake &amp; clutch</title></head>
            <body class="passage">
            <!-- from the tool -->
            <P>A case&nbsp;&ndash; read it.<br>Then answer.</P>
            <img src="../images/a.png" alt="x">
            </body></html>
            """;

    /// An item of QTI 2.1 that shows what is given before its choices; the body stands on line 4.
    private static String item(String shown) {
        return Qti.item2(
                Qti.V21,
                "<responseDeclaration identifier=\"RESPONSE\" cardinality=\"single\""
                        + " baseType=\"identifier\"><correctResponse><value>A</value>"
                        + "</correctResponse></responseDeclaration>",
                "<outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\""
                        + " baseType=\"float\"/>",
                "<itemBody>"
                        + shown
                        + "<choiceInteraction responseIdentifier=\"RESPONSE\" maxChoices=\"1\">"
                        + "<simpleChoice identifier=\"A\">a</simpleChoice>"
                        + "<simpleChoice identifier=\"B\">b</simpleChoice>"
                        + "</choiceInteraction></itemBody>",
                "<responseProcessing template=\"http://www.imsglobal.org/question/qti_v2p1/"
                        + "rptemplates/match_correct\"/>");
    }

    private static Packages with(byte[] page) {
        return new Packages()
                .listed("imsqti_item_xmlv2p1", "i.xml")
                .and("i.xml", item(OBJECT))
                .and("passages/p.html", page)
                .and("css/p.css", "p { margin: 0 }")
                .and("images/a.png", Packages.png(3, 3));
    }

    private static Packages with(String page) {
        return with(page.getBytes(UTF_8));
    }

    private static String text(Element root) {
        return new String(CanonicalXml.bytes(root), UTF_8);
    }

    private static String body(String content) {
        return "<html>\n<body>\n" + content + "\n</body>\n</html>";
    }

    @Test
    void isTheSharedStimulusOfItsItem() {
        var read = with(PAGE).read();

        assertTrue(read.report().isClean(), read.report().text(Locale.ENGLISH));
        var content = read.items().getFirst();
        assertFalse(text(content.item().root()).contains("object"));
        var stimulus = content.stimuli().getFirst();
        assertEquals("Brake & clutch", stimulus.title());
        assertEquals(2, content.assets().size());
        var xml = text(stimulus.root());
        assertTrue(
                xml.contains(
                        "<div class=\"passage\">\n\n<p>A case\u00a0\u2013 read it.<br/>Then"
                                + " answer.</p>"),
                xml);
        assertTrue(xml.contains("xml:lang=\"zh-CN\""), xml);
        assertEquals(
                "{\"SCORE\":1.0,\"completionStatus\":\"completed\"}",
                ItemScore.of(content.item().scoring(), "{\"RESPONSE\":\"A\"}").line());
    }

    @Test
    void isOneStimulusForAllItemsThatShowItAndLeavesTheBankAsQti3() throws IOException {
        var read =
                with(PAGE)
                        .listed("imsqti_item_xmlv2p1", "j.xml")
                        .and("j.xml", item(OBJECT + OBJECT).replace("item-1", "item-2"))
                        .read();

        assertEquals(2, read.items().size(), refusals(read));
        assertEquals(
                read.items().get(0).stimuli().getFirst(), read.items().get(1).stimuli().getFirst());
        assertEquals(1, read.items().get(1).stimuli().size());
        var out = new ByteArrayOutputStream();
        PackageWriting.write("export", read.items(), out);
        var again = Packages.read(out.toByteArray());
        assertTrue(again.report().isClean(), again.report().text(Locale.ENGLISH));
        assertEquals(read.items(), again.items());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rubricBlock view=\"candidate author candidate\">%s</rubricBlock>",
                "<p>before</p>%s<p>after</p>"
            })
    void mayStandWhereCandidatesReadIt(String around) {
        var read = with(PAGE).and("i.xml", item(around.formatted(OBJECT))).read();

        assertEquals(1, read.items().getFirst().stimuli().size(), refusals(read));
    }

    @Test
    void mayBeUtf16OrNamedInLatinLettersOrAFragment() {
        assertTrue(with(PAGE.getBytes(UTF_16)).read().report().isClean());
        assertTrue(with("<div><p>A fragment</p></div>").read().report().isClean());
        var ascii =
                "<html><head><meta charset=\"windows-1252\"/></head><body>a &eacute;</body></html>";
        assertTrue(with(ascii).read().report().isClean());
    }

    @Test
    void isFoundBesideASingleItemAndNotNeededToScoreOne(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("i.xml"), item(OBJECT));
        Files.createDirectory(folder.resolve("passages"));
        Files.writeString(
                folder.resolve("passages/p.html"), body("<img src=\"a.png\" alt=\"x\"/>"));
        Files.write(folder.resolve("passages/a.png"), Packages.png(1, 1));

        var read = PackageReading.read(folder.resolve("i.xml"));
        assertEquals(1, read.items().getFirst().assets().size(), refusals(read));
        assertTrue(ItemFile.read(item(OBJECT).getBytes(UTF_8), "i.xml").item().isPresent());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <script>if (a < b) {}</script>  | 3: XML is not well-formed
                    <script>x()</script>            | 3: script: this element is outside the HTML subset
                    <p onclick="x()">a</p>          | 3: onclick on p: event attributes run code
                    <iframe src="b.html"></iframe>  | 3: iframe: this element is outside the HTML subset
                    <style>p {}</style>             | 3: style: this element is outside the HTML subset
                    <form action="x"></form>        | 3: form: this element is outside the HTML subset
                    <img src="https://x.example/a"> | 3: src on img: media by remote address; put the file into the package
                    <img src="../../a.png">         | 3: file ../../a.png: it leads out of the package
                    <img src="javascript:x()">      | 3: src on img: addresses with javascript:
                    <p style="background:url(x)"/>  | 3: style on p: url( can fetch or run something
                    <svg xmlns="http://www.w3.org/2000/svg"><script/></svg> | 3: script
                    <object data="q.html" type="text/html"></object> | 3: object of type text/html: only pictures, sound and video are embedded
                    <p>a & b</p>                    | 3: XML is not well-formed
                    <p>a                            | 4: XML is not well-formed
                    <p>&unknown;</p>                | 3: XML is not well-formed: The entity "unknown"
                    <passage>a</passage>            | 3: passage
                    """)
    void isRefusedByItsLineForWhatAStimulusMayNotHold(String content, String why) {
        var refused = refusals(with(body(content)).read());

        assertTrue(refused.contains("passages/p.html:" + why.substring(0, 2)), refused);
        assertTrue(refused.contains(why.substring(3)), refused);
        assertTrue(
                refused.contains(
                        "i.xml:4: item item-1: passage passages/p.html: it was refused (line "),
                refused);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <html onload="x()"><body/></html> | 1: onload on html: event attributes run code
                    <html><body onload="x()"/></html> | 1: onload on body: event attributes run code
                    <html><head><script/></head><body/></html> | 1: script: the head of a passage holds
                    <html><head><style>p{}</style></head><body/></html> | 1: style: the head of a passage holds
                    <html><head><base href="https://x.example/"></head><body/></html> | 1: base: the head
                    <html><head><meta http-equiv="refresh" content="0; url=x"></head><body/></html> | 1: meta refresh: it leads elsewhere
                    <html><head><link rel="stylesheet" href="https://x.example/a.css"></head><body/></html> | 1: href on qti-stylesheet: media by remote address
                    <html><head><meta charset="gbk"></head><body>制动</body></html> | 1: encoding: the file declares "gbk"
                    <html><head/></html> | 1: html: a passage has one body, this has 0
                    <html><frameset/></html> | 1: frameset: a passage has a head and a body only
                    <svg xmlns="http://www.w3.org/2000/svg"/> | 1: svg: a passage is HTML
                    <!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body>&e;</body></html> | 1: DOCTYPE
                    """)
    void isRefusedForWhatItsHeadMayNotHold(String page, String why) {
        var refused = refusals(with(page).read());

        assertTrue(refused.contains("passages/p.html:" + why.substring(0, 2)), refused);
        assertTrue(refused.contains(why.substring(3)), refused);
        assertTrue(refused.contains("i.xml:4: item item-1: passage passages/p.html"), refused);
    }

    @Test
    void isRefusedInAnotherEncodingOrTooLarge() {
        var chinese = body("<p>制动液</p>");
        assertTrue(
                refusals(with(chinese.getBytes(Charset.forName("GBK"))).read())
                        .contains("passages/p.html:3: encoding: the bytes are not valid UTF-8"));
        assertTrue(
                refusals(with(body("<p>é</p>").getBytes(ISO_8859_1)).read())
                        .contains("passages/p.html:3: encoding"));
        var large = new StringBuilder();
        for (int i = 0; i < 180_000; i++) {
            large.append(i * 7919L % 180_001).append(i % 1000 == 0 ? "<br/>" : " ");
        }
        var refused = refusals(with(body("<p>%s</p>".formatted(large))).read());
        assertTrue(refused.startsWith("passages/p.html: file of 11"), refused);
        assertTrue(refused.contains(" bytes: at most 1048576 are read"), refused);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://x.example/p.html | stimuli by remote address are not fetched
                    //x.example/p.html       | stimuli by remote address are not fetched
                    file:///etc/passwd       | stimuli by remote address are not fetched
                    javascript:x()           | stimuli by remote address are not fetched
                    data:text/html,x         | stimuli by remote address are not fetched
                    ../../etc/passwd         | file ../../etc/passwd: it leads out of the package
                    passages/%2e%2e/%2e%2e/p | file passages/%2e%2e/%2e%2e/p: it leads out of the package
                    passages/none.html       | file passages/none.html: the package has no file passages/none.html
                    passages/P.HTML          | the package has passages/p.html, which is written otherwise
                    """)
    void isRefusedFromElsewhereByTheLineOfTheItem(String address, String why) {
        var read = with(PAGE).and("i.xml", item(OBJECT.replace("passages/p.html", address))).read();

        assertTrue(refusals(read).startsWith("i.xml:4: item item-1: "), refusals(read));
        assertTrue(refusals(read).contains(why), refusals(read));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<object type=\"text/html\" data=\"passages/p.html\"><script/></object>",
                "<object type=\"text/html\" data=\"passages/p.html\" onload=\"x()\"/>",
                "<rubricBlock view=\"scorer\"><object type=\"text/html\""
                        + " data=\"passages/p.html\"/></rubricBlock>",
                "<feedbackBlock outcomeIdentifier=\"F\" identifier=\"f\" showHide=\"show\"><object"
                        + " type=\"text/html\" data=\"passages/p.html\"/></feedbackBlock>"
            })
    void isRefusedWhereItWouldBeTornFromItsPlaceOrCarriesMore(String shown) {
        assertTrue(
                refusals(with(PAGE).and("i.xml", item(shown)).read())
                        .contains("i.xml:4: item item-1: object of type text/html"));
    }

    @Test
    void isRefusedAsThePictureOfAChoice() {
        var inChoice = item("").replace(">a<", "><object type=\"text/html\" data=\"x.html\"/><");

        assertTrue(
                refusals(with(PAGE).and("i.xml", inChoice).read())
                        .contains("object of type text/html"));
    }

    @Test
    void ofAnyBytesIsReadOrRefusedWithoutFault() {
        var bytes = PAGE.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            var flipped = bytes.clone();
            flipped[i] ^= (byte) 0x15;
            HtmlPassage.read(flipped, "p.html");
            HtmlPassage.read(Arrays.copyOf(bytes, i), "p.html");
        }
    }
}

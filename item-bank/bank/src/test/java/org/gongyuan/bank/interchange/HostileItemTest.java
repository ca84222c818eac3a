package org.gongyuan.bank.interchange;

import static org.gongyuan.bank.interchange.Qti.body3;
import static org.gongyuan.bank.interchange.Qti.item3;
import static org.gongyuan.bank.interchange.Qti.score3;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@DisplayName("An item file is refused by name and line")
class HostileItemTest {

    private static void assertRefused(String expected, String xml) {
        assertEquals("item.xml:" + expected, Qti.refused(xml));
    }

    private static String refusedBytes(byte[] bytes) {
        var file = ItemFile.read(bytes, "item.xml");
        assertTrue(file.item().isEmpty(), "accepted");
        return file.refusals().stream().map(f -> f.sentence()).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">",
                "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]>",
                "<!DOCTYPE x PUBLIC \"-//W3C//DTD MathML 2.0//EN\" \"m.dtd\" [<!ENTITY e \"x\">]>",
                "<!DOCTYPE x PUBLIC \"-//EVIL//DTD x//EN\" \"http://127.0.0.1:1/x.dtd\">",
                "<!DOCTYPE x><!DOCTYPE x>"
            })
    void withADocumentTypeThatSaysOrFetchesAnything(String doctype) {
        var refused = Qti.refused("<?xml version='1.0'?>\n" + doctype + "\n" + Qti.singleChoice());

        assertTrue(refused.startsWith("item.xml:2: DOCTYPE: document types"), refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&nbsp;", "&e;", "&e", "& "})
    void withAnEntityXmlDoesNotKnow(String entity) {
        var refused = Qti.refused(Qti.withContent("<p>%s</p>".formatted(entity)));

        assertTrue(refused.startsWith("item.xml:4: XML is not well-formed"), refused);
    }

    @Test
    void thatIsNoXml() {
        assertTrue(refusedBytes("GIF89a".getBytes(UTF_8)).contains("not well-formed"));
        assertTrue(refusedBytes(new byte[0]).contains("empty file"));
        assertTrue(Qti.refused("<a>").contains("not well-formed"));
        assertTrue(Qti.refused("<a/><b/>").contains("not well-formed"));
        assertTrue(Qti.refused("<a x='1' x='2'/>").contains("not well-formed"));
        assertTrue(Qti.refused("<a:b/>").contains("not well-formed"));
        assertTrue(Qti.refused("<html/>").contains("begins otherwise"));
    }

    @Test
    void inAnotherEncodingThanItSays() {
        var latin =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + Qti.withContent("<p>Gr\u00F6\u00DFe</p>");
        assertEquals(
                "item.xml:5: encoding: the file declares \"UTF-8\"; the bytes are not valid UTF-8;"
                        + " save the file as UTF-8",
                refusedBytes(latin.getBytes(ISO_8859_1)));

        var declared = latin.replace("UTF-8", "ISO-8859-1");
        assertTrue(
                refusedBytes(declared.getBytes(UTF_8)).contains("declares \"ISO-8859-1\" but its"),
                refusedBytes(declared.getBytes(UTF_8)));
        var gbk = latin.replace("UTF-8", "GBK").replace("Gr\u00F6\u00DFe", "题");
        assertTrue(refusedBytes(gbk.getBytes(Charset.forName("GBK"))).contains("\"GBK\""));
        var wide = latin.getBytes(UTF_16LE);
        assertTrue(refusedBytes(wide).contains("its bytes are UTF-16LE"), refusedBytes(wide));
        var half = (char) 0xFEFF + latin;
        var bytes = half.getBytes(UTF_16LE);
        assertTrue(refusedBytes(bytes).contains("UTF-16LE"), refusedBytes(bytes));
        assertTrue(refusedBytes(new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF, 0}).contains("UTF-32"));
        assertTrue(Qti.refused("<?xml version=\"1.1\"?><a/>").contains("XML version \"1.1\""));
    }

    @Test
    void thatIsTooDeepTooLongOrTooMany() {
        var deep = "<div>".repeat(200) + "</div>".repeat(200);
        assertTrue(Qti.refused(Qti.withContent(deep)).contains("4: nesting: elements may lie"));
        var many = "<p/>".repeat(60_000);
        assertTrue(Qti.refused(Qti.withContent(many)).contains("4: too many elements"));
        var value = "<p class=\"%s\"/>".formatted("x".repeat(30_000));
        assertTrue(
                Qti.refused(Qti.withContent(value)).contains("4: attribute value of 30000"),
                Qti.refused(Qti.withContent(value)));
        var text = "<p>" + "x".repeat(600_000) + "</p>";
        assertTrue(Qti.refused(Qti.withContent(text)).contains("4: text of 600"));
        var name = "<" + "x".repeat(300) + "/>";
        assertTrue(Qti.refused(Qti.withContent(name)).contains("4: name of 30"));
        var attributes =
                IntStream.range(0, 100)
                        .mapToObj(i -> " data-a%d=\"\"".formatted(i))
                        .collect(Collectors.joining("", "<p", "/>"));
        assertTrue(Qti.refused(Qti.withContent(attributes)).contains("4: too many attributes"));
        assertTrue(refusedBytes(new byte[5 << 20]).contains("file of 5242880 bytes"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <script>x</script>                      | script: this element is outside the HTML subset
                    <iframe src="x"/>                       | iframe: this element is outside the HTML subset
                    <form action="x"/>                      | form: this element is outside the HTML subset
                    <input/>                                | input: this element is outside the HTML subset
                    <style>p {}</style>                     | style: this element is outside the HTML subset
                    <p onclick="x()"/>                      | onclick on p: event attributes run code
                    <img src="a.png" alt="" onload="x()"/>  | onload on img: event attributes run code
                    <p OnClick="x()"/>                      | OnClick on p: event attributes run code
                    <img src="http://x.example/a.png" alt=""/> | src on img: media by remote address; put the file into the package
                    <img src="//x.example/a.png" alt=""/>   | src on img: media by remote address; put the file into the package
                    <img src="file:///etc/passwd" alt=""/>  | src on img: media by remote address; put the file into the package
                    <p xml:base="http://x.example/"/>       | xml:base on p: addresses are relative to their file; write them out
                    <object data="a.pdf" type="application/pdf"/> | object of type application/pdf: only pictures, sound and video are embedded
                    <p style="background: URL(x)"/>         | style on p: url( can fetch or run something
                    <p style="width: expression(1)"/>       | style on p: expression( can fetch or run something
                    <p style="background: u\\72l(x)"/>      | style on p: url( can fetch or run something
                    <qti-portable-custom-interaction response-identifier="X"/> | qti-portable-custom-interaction: custom interactions run code
                    <qti-custom-interaction response-identifier="X"/> | qti-custom-interaction: custom interactions run code
                    <qti-end-attempt-interaction response-identifier="X"/> | qti-end-attempt-interaction: adaptive items with several attempts are not delivered
                    <qti-upload-interaction response-identifier="X"/> | qti-upload-interaction: files are not taken from candidates
                    <qti-drawing-interaction response-identifier="X"/> | qti-drawing-interaction: drawings are not taken from candidates
                    <qti-media-interaction response-identifier="X"/> | qti-media-interaction: playing media is not a scored response here
                    <p><qti-printed-variable identifier="X"/></p> | qti-printed-variable: values computed per candidate are not shown
                    <qti-template-block/>                   | qti-template-block: item templates are not carried out
                    <qti-unheard-of/>                       | qti-unheard-of: this element is outside the QTI subset
                    <p><qti-simple-choice identifier="A"/></p> | qti-simple-choice: it has no place here
                    <x xmlns="urn:x"/>                      | x: elements of namespace "urn:x" are outside the subset
                    <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="x"/> | include: elements of namespace "http://www.w3.org/2001/XInclude" are outside the subset
                    <math xmlns="http://www.w3.org/1998/Math/MathML"><maction/></math> | maction: this MathML element is outside the subset
                    <math xmlns="http://www.w3.org/1998/Math/MathML"><mi onclick="x"/></math> | onclick on mi: event attributes run code
                    <svg xmlns="http://www.w3.org/2000/svg"><script/></svg> | svg script: only shapes, text and paint are taken in a graphic
                    <svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg> | svg foreignObject: only shapes, text and paint are taken in a graphic
                    <svg xmlns="http://www.w3.org/2000/svg" onload="x"/> | onload on svg svg: event attributes run code
                    <svg xmlns="http://www.w3.org/2000/svg"><use href="http://x"/></svg> | href on svg use: a graphic may refer only to its own parts
                    <svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(http://x)"/></svg> | fill on svg rect: url( can fetch or run something
                    <svg xmlns="http://www.w3.org/2000/svg"><style>@import x</style></svg> | svg style: @import can fetch or run something
                    """)
    void withWhatRunsOrLeadsOut(String content, String why) {
        assertRefused("4: item item-1: " + why, Qti.withContent(content));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:x()",
                "JavaScript:x()",
                "java&#10;script:x()",
                " &#1;javascript:x()",
                "vbscript:x",
                "data:text/html,x"
            })
    void withAnAddressThatRuns(String address) {
        var refused =
                Qti.refused(Qti.withContent("<p><a href=\"%s\">x</a></p>".formatted(address)));

        assertTrue(
                refused.contains("4: item item-1: href on a: addresses with javascript:")
                        || refused.contains("4: XML is not well-formed"),
                refused);
    }

    @Test
    void whoseDeclarationsHideADefault() {
        assertRefused(
                "3: item item-1: attribute default-value on qti-outcome-declaration: a default is"
                        + " written as an element qti-default-value; the attribute would not be"
                        + " used",
                Qti.singleChoice().replace("\"float\"/>", "\"float\" default-value=\"1\"/>"));
    }

    @Test
    void whoseDeclarationsDoNotFit() {
        assertTrue(
                Qti.refused(
                                Qti.singleChoice()
                                        .replace(
                                                "single\" base-type=\"identifier",
                                                "ordered\"" + " base-type=\"identifier"))
                        .contains(
                                "the response RESPONSE is ordered of identifier, this interaction"
                                        + " gives single or multiple of identifier"));
        assertTrue(
                Qti.refused(Qti.singleChoice().replace("base-type=\"float\"", "base-type=\"file\""))
                        .contains(
                                "3: item item-1: qti-outcome-declaration SCORE: base type"
                                        + " \"file\""));
        assertTrue(
                Qti.refused(Qti.singleChoice().replace(">A<", ">A</qti-value><qti-value>B<"))
                        .contains("of cardinality single has 2 values"));
        assertTrue(
                Qti.refused(item3(score3(), score3(), body3("<p>x</p>")))
                        .contains("outcome SCORE: the identifier is declared twice"));
        assertTrue(
                Qti.refused(Qti.singleChoice().replace("identifier=\"item-1\"", "identifier=\"\""))
                        .contains("1: identifier \"\": an item needs"));
        assertTrue(
                Qti.refused(
                                Qti.singleChoice()
                                        .replace(
                                                "<qti-assessment-item ",
                                                "<qti-assessment-item adaptive=\"true\" "))
                        .contains("adaptive item"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <qti-custom-operator/>                        | operator qti-custom-operator: custom operators run code
                    <qti-unheard-of/>                             | operator qti-unheard-of: this operator is not carried out
                    <qti-test-variables variable-identifier="X"/> | operator qti-test-variables: this operator is not carried out
                    <qti-variable identifier="X"/>                | qti-variable X: the variable is not declared
                    <qti-correct identifier="X"/>                 | qti-correct X: the response is not declared
                    <qti-map-response identifier="RESPONSE"/>     | qti-map-response RESPONSE: the response has no mapping
                    <qti-not/>                                    | qti-not: it takes 1 operand, not 0
                    <qti-base-value base-type="integer">x</qti-base-value> | qti-base-value: "x" is not a value of type integer: a whole number is needed
                    <qti-math-operator name="foo"/>               | qti-math-operator: function "foo" is not carried out
                    <qti-equal tolerance-mode="near"/>            | qti-equal: it takes 2 operands, not 0
                    """)
    void whoseRulesCannotBeCarriedOut(String expression, String why) {
        var rules =
                "<qti-response-processing>\n<qti-set-outcome-value identifier=\"SCORE\">\n%s"
                                .formatted(expression)
                        + "</qti-set-outcome-value></qti-response-processing>";

        assertRefused(
                "7: item item-1: " + why, Qti.singleChoice().replace(Qti.MATCH_CORRECT, rules));
    }

    @Test
    void whoseTemplateNobodyKnows() {
        assertRefused(
                "5: item item-1: response processing template http://x.example/match_correct: it is"
                        + " none of the standard's and not in the package",
                Qti.singleChoice()
                        .replace(
                                Qti.MATCH_CORRECT,
                                "<qti-response-processing"
                                        + " template=\"http://x.example/match_correct\"/>"));
    }
}

package org.gongyuan.bank.interchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.scoring.ItemScore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/// Items put together by chance from what QTI lets stand in them, in 2.x and 3.0.
@DisplayName("An item read, written as 3.0 and read again")
class RoundTripTest {

    /// What may stand in a line of text; some of it is not kept.
    private static final List<String> INLINE =
            List.of(
                    "words ",
                    " ",
                    "&amp;&lt;&gt;\"'",
                    "发动机\u00A0",
                    "&#13;",
                    "<![CDATA[a < b]]>",
                    "<!-- left out -->",
                    "<?left out?>",
                    "<b>bold</b>",
                    "<br/>",
                    "<span class=\"x\">in <i>in</i></span>",
                    "<s:sub xmlns:s=\"http://www.w3.org/2001/10/synthesis\""
                            + " alias=\"a\">spoken</s:sub>",
                    "<s:break xmlns:s=\"http://www.w3.org/2001/10/synthesis\"/>",
                    "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>",
                    "<m:math"
                        + " xmlns:m=\"http://www.w3.org/1998/Math/MathML\"><m:mn>1</m:mn></m:math>",
                    "<a href=\"#here\" unheard=\"of\">link</a>",
                    "<ruby>题<rt>ti</rt></ruby>");

    private static final List<String> BLOCK =
            List.of(
                    "\n  ",
                    "<hr/>",
                    "<table><tbody>\n<tr><td> cell </td></tr></tbody></table>",
                    "<ul>\n<li>one</li>\n<li/></ul>",
                    "<pre> kept \n as it is </pre>",
                    "<div xml:lang=\"en\" id=\"here\"/>");

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static String text(SplittableRandom random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(INLINE.get(random.nextInt(INLINE.size())));
        }
        return text.toString();
    }

    private static String blocks(SplittableRandom random) {
        var blocks = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            blocks.append(
                    random.nextBoolean()
                            ? BLOCK.get(random.nextInt(BLOCK.size()))
                            : "<p>" + text(random, 6) + "</p>");
        }
        return blocks.toString();
    }

    /// A 2.x item with a choice, a text entry and rules by chance.
    private static String item(long seed) {
        var random = new SplittableRandom(seed);
        boolean many = random.nextBoolean();
        var correct = many ? "<value>A</value><value> C </value>" : "<value>\n B\n</value>";
        var choices = new StringBuilder();
        for (var identifier : List.of("A", "B", "C")) {
            choices.append(
                            "<simpleChoice identifier=\"%s\"%s>"
                                    .formatted(identifier, fixed(random)))
                    .append(text(random, 4))
                    .append("</simpleChoice>\n");
        }
        var hint = random.nextBoolean() ? "<infoControl title=\"x\">hint</infoControl>" : "";
        var tolerance =
                random.nextBoolean()
                        ? "toleranceMode=\"exact\""
                        : "toleranceMode=\"%s\" tolerance=\"%d %d\" includeUpperBound=\"%s\""
                                .formatted(
                                        random.nextBoolean() ? "absolute" : "relative",
                                        random.nextInt(4),
                                        random.nextInt(4),
                                        random.nextBoolean());
        return Qti.item2(
                random.nextBoolean() ? Qti.V21 : Qti.V22,
                """
                <responseDeclaration identifier="RESPONSE" cardinality="%s" baseType="identifier">
                <correctResponse>%s</correctResponse>
                <mapping lowerBound="%d" defaultValue="-1"><mapEntry mapKey="A" mappedValue="2"/>
                <mapEntry mapKey="c" mappedValue="0.5" caseSensitive="%s"/></mapping>
                </responseDeclaration>
                <responseDeclaration identifier="N" cardinality="single" baseType="float"/>
                """
                        .formatted(
                                many ? "multiple" : "single",
                                correct,
                                random.nextInt(3) - 2,
                                random.nextBoolean()),
                random.nextBoolean()
                        ? "<outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\""
                                + " baseType=\"float\"/>"
                        : "",
                "<itemBody>"
                        + blocks(random)
                        + hint
                        + "<choiceInteraction responseIdentifier=\"RESPONSE\" maxChoices=\"%d\">"
                                .formatted(many ? 0 : 1)
                        + "<prompt>"
                        + text(random, 5)
                        + "</prompt>"
                        + choices
                        + "</choiceInteraction><p>"
                        + text(random, 3)
                        + "<textEntryInteraction responseIdentifier=\"N\"/>"
                        + text(random, 3)
                        + "</p>"
                        + blocks(random)
                        + "</itemBody>",
                """
                <responseProcessing>
                <setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/>
                </setOutcomeValue>
                <responseCondition><responseIf><equal %s><variable identifier="N"/>
                <baseValue baseType="float">%d</baseValue></equal>
                <setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/>
                <baseValue baseType="integer">10</baseValue></sum></setOutcomeValue></responseIf>
                <responseElseIf><match><variable identifier="RESPONSE"/>
                <correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE">
                <baseValue baseType="float">7</baseValue></setOutcomeValue></responseElseIf>
                </responseCondition></responseProcessing>
                """
                        .formatted(tolerance, random.nextInt(5) + 1),
                "<modalFeedback outcomeIdentifier=\"SCORE\" identifier=\"x\" showHide=\"show\">"
                        + "Scored <printedVariable identifier=\"SCORE\"/> points."
                        + text(random, 3)
                        + "</modalFeedback>");
    }

    private static String fixed(SplittableRandom random) {
        return random.nextBoolean() ? " fixed=\"true\"" : "";
    }

    private static final List<String> RESPONSES =
            List.of(
                    "{}",
                    "{\"RESPONSE\":\"A\",\"N\":1}",
                    "{\"RESPONSE\":[\"B\"],\"N\":\"2.5\"}",
                    "{\"RESPONSE\":[\"C\"],\"N\":4}",
                    "{\"N\":-3}",
                    "{\"RESPONSE\":\"D\"}");

    private static Item again(Item item) {
        return ItemFile.read(ItemFile.write(item), "again.xml").item().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isTheSameItemWithTheSameScores(long seed) {
        var item = Qti.accepted(item(seed));
        var again = again(item);

        assertEquals(item, again);
        assertArrayEquals(item.canonicalBytes(), again.canonicalBytes());
        for (var responses : RESPONSES) {
            assertEquals(
                    ItemScore.of(item.scoring(), responses),
                    ItemScore.of(again.scoring(), responses),
                    responses);
        }
    }

    @Test
    void isTheSameInAPackage() throws IOException {
        var items = new Packages();
        for (long seed = 0; seed < 20; seed++) {
            items.item(seed + ".xml", item(seed).replace("item-1", "item-" + seed));
        }
        var read = items.read();
        var out = new ByteArrayOutputStream();
        PackageWriting.write("again", read.items(), out);

        assertEquals(20, read.items().size());
        assertEquals(read.items(), Packages.read(out.toByteArray()).items());
    }

    @Test
    void joinsTextAroundWhatIsNotKept() {
        var item =
                Qti.accepted(
                        Qti.withContent(
                                "<p>a <s:sub xmlns:s=\"http://www.w3.org/2001/10/synthesis\">b"
                                        + "</s:sub> c</p>"));

        assertEquals(item, again(item));
        assertEquals(true, new String(ItemFile.write(item), UTF_8).contains("<p>a b c</p>"));
    }
}

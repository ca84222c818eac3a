package org.gongyuan.bank.interchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.item.Item;

import java.util.stream.Collectors;

/// Small QTI files for tests, written here.
final class Qti {

    static final String V3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
    static final String V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1";
    static final String V22 = "http://www.imsglobal.org/xsd/imsqti_v2p2";

    static final String MATCH_CORRECT =
            "<qti-response-processing"
                + " template=\"https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml\"/>";

    private Qti() {}

    /// A 3.0 item around what is between its tags; the first part stands on line 2.
    static String item3(String... parts) {
        return """
        <qti-assessment-item xmlns="%s" identifier="item-1" title="Item" time-dependent="false">
        %s
        </qti-assessment-item>
        """
                .formatted(V3, String.join("\n", parts));
    }

    /// A 2.x item around what is between its tags; the first part stands on line 2.
    static String item2(String namespace, String... parts) {
        return """
        <assessmentItem xmlns="%s" identifier="item-1" title="Item" timeDependent="false">
        %s
        </assessmentItem>
        """
                .formatted(namespace, String.join("\n", parts));
    }

    static String response3(String cardinality, String baseType, String inside) {
        return "<qti-response-declaration identifier=\"RESPONSE\" cardinality=\"%s\""
                        .formatted(cardinality)
                + " base-type=\"%s\">%s</qti-response-declaration>".formatted(baseType, inside);
    }

    static String correct3(String... values) {
        var each = new StringBuilder();
        for (var value : values) {
            each.append("<qti-value>").append(value).append("</qti-value>");
        }
        return "<qti-correct-response>" + each + "</qti-correct-response>";
    }

    static String score3() {
        return "<qti-outcome-declaration identifier=\"SCORE\" cardinality=\"single\""
                + " base-type=\"float\"/>";
    }

    static String body3(String inside) {
        return "<qti-item-body>" + inside + "</qti-item-body>";
    }

    static String choice3(String... identifiers) {
        var choices = new StringBuilder();
        for (var identifier : identifiers) {
            choices.append("<qti-simple-choice identifier=\"%s\">".formatted(identifier))
                    .append("Choice %s</qti-simple-choice>".formatted(identifier));
        }
        return "<qti-choice-interaction response-identifier=\"RESPONSE\" max-choices=\"1\">"
                + "<qti-prompt>Which?</qti-prompt>"
                + choices
                + "</qti-choice-interaction>";
    }

    /// A complete item with one single choice, A right of A, B, C.
    static String singleChoice() {
        return item3(
                response3("single", "identifier", correct3("A")),
                score3(),
                body3(choice3("A", "B", "C")),
                MATCH_CORRECT);
    }

    /// A complete choice item whose body begins with the given content, on line 4.
    static String withContent(String content) {
        return item3(
                response3("single", "identifier", correct3("A")),
                score3(),
                body3(content + choice3("A", "B", "C")),
                MATCH_CORRECT);
    }

    static ItemFile read(String xml) {
        return ItemFile.read(xml.getBytes(UTF_8), "item.xml");
    }

    static Item accepted(String xml) {
        var file = read(xml);
        return file.item().orElseThrow(() -> new AssertionError("refused: " + sentences(file)));
    }

    /// All refusals as one text, one line each.
    static String refused(String xml) {
        var file = read(xml);
        if (file.item().isPresent()) {
            throw new AssertionError("accepted, with " + sentences(file));
        }
        return file.refusals().stream()
                .map(finding -> finding.sentence())
                .collect(Collectors.joining("\n"));
    }

    private static String sentences(ItemFile file) {
        return file.findings().toString();
    }
}

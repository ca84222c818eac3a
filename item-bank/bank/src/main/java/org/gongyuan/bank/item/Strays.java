package org.gongyuan.bank.item;

import static java.util.Map.entry;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Text;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tells what stands in a declaration or a rule and is not used there: attributes QTI does not
/// have, text between elements (`item-bank/spec/interchange.md`, section 7). An author may have
/// meant something by them, so nothing of this is passed over.
final class Strays {

    private static final Set<String> IDENTIFIER = Set.of("identifier");
    private static final Set<String> BOUNDS = Set.of("lower-bound", "upper-bound", "default-value");
    private static final Set<String> ROUNDING = Set.of("rounding-mode", "figures");
    private static final Set<String> NAME = Set.of("name");

    private static final Map<String, Set<String>> USED =
            Map.ofEntries(
                    entry(
                            "qti-response-declaration",
                            Set.of("identifier", "cardinality", "base-type")),
                    entry(
                            "qti-outcome-declaration",
                            Set.of(
                                    "identifier",
                                    "cardinality",
                                    "base-type",
                                    "view",
                                    "interpretation",
                                    "long-interpretation",
                                    "normal-maximum",
                                    "normal-minimum",
                                    "mastery-value",
                                    "external-scored",
                                    "variable-identifier-ref")),
                    entry("qti-default-value", Set.of("interpretation")),
                    entry("qti-correct-response", Set.of("interpretation")),
                    entry("qti-value", Set.of("field-identifier", "base-type")),
                    entry(
                            "qti-mapping",
                            Set.of(
                                    "lower-bound",
                                    "upper-bound",
                                    "default-value",
                                    "case-sensitive")),
                    entry("qti-map-entry", Set.of("map-key", "mapped-value", "case-sensitive")),
                    entry("qti-area-mapping", BOUNDS),
                    entry("qti-area-map-entry", Set.of("shape", "coords", "mapped-value")),
                    entry("qti-match-table", Set.of("default-value")),
                    entry("qti-match-table-entry", Set.of("source-value", "target-value")),
                    entry("qti-interpolation-table", Set.of("default-value")),
                    entry(
                            "qti-interpolation-table-entry",
                            Set.of("source-value", "include-boundary", "target-value")),
                    entry("qti-set-outcome-value", IDENTIFIER),
                    entry("qti-lookup-outcome-value", IDENTIFIER),
                    entry("qti-variable", Set.of("identifier", "weight-identifier")),
                    entry("qti-default", IDENTIFIER),
                    entry("qti-correct", IDENTIFIER),
                    entry("qti-map-response", IDENTIFIER),
                    entry("qti-map-response-point", IDENTIFIER),
                    entry("qti-base-value", Set.of("base-type")),
                    entry("qti-math-constant", NAME),
                    entry("qti-math-operator", NAME),
                    entry("qti-stats-operator", NAME),
                    entry("qti-random-integer", Set.of("min", "max", "step")),
                    entry("qti-random-float", Set.of("min", "max")),
                    entry("qti-any-n", Set.of("min", "max")),
                    entry(
                            "qti-equal",
                            Set.of(
                                    "tolerance-mode",
                                    "tolerance",
                                    "include-lower-bound",
                                    "include-upper-bound")),
                    entry("qti-equal-rounded", ROUNDING),
                    entry("qti-round-to", ROUNDING),
                    entry("qti-index", Set.of("n")),
                    entry("qti-repeat", Set.of("number-repeats")),
                    entry("qti-field-value", Set.of("field-identifier")),
                    entry("qti-inside", Set.of("shape", "coords")),
                    entry("qti-substring", Set.of("case-sensitive")),
                    entry("qti-string-match", Set.of("case-sensitive", "substring")),
                    entry("qti-pattern-match", Set.of("pattern")));

    private Strays() {}

    /// Looks at a declaration or at response processing with all that is inside it.
    static void look(Element root, Findings findings) {
        root.all().forEach(element -> lookAt(element, findings));
    }

    private static void lookAt(Element element, Findings findings) {
        var used = USED.getOrDefault(element.name(), Set.of());
        for (var attribute : element.attributes()) {
            if (!isUsed(attribute, used)
                    && !(element.is("qti-response-processing")
                            && attribute.name().startsWith("template"))) {
                attribute(element, attribute, findings);
            }
        }
        boolean holdsElements = !element.elements().isEmpty();
        for (var child : element.children()) {
            if (holdsElements && child instanceof Text text && !text.isBlank()) {
                findings.warn(
                        element.line(), element.name(), "text between its elements was not kept");
            }
        }
    }

    /// Without the hyphens and capitals in which the versions of QTI differ.
    private static String plain(String attribute) {
        return attribute.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isUsed(Attribute attribute, Set<String> used) {
        return attribute.namespace().isEmpty()
                ? used.contains(attribute.name())
                : attribute.namespace().equals(Namespaces.XSI)
                        || attribute.namespace().equals(Namespaces.XML);
    }

    private static void attribute(Element element, Attribute attribute, Findings findings) {
        var what = "attribute %s on %s".formatted(attribute.name(), element.name());
        var meant =
                USED.getOrDefault(element.name(), Set.of()).stream()
                        .filter(known -> plain(known).equals(plain(attribute.name())))
                        .findFirst();
        if (attribute.namespace().isEmpty() && meant.isPresent()) {
            findings.refuse(
                    element.line(),
                    what,
                    "QTI writes it %s; as it stands it would not be used".formatted(meant.get()));
        } else if (attribute.name().equals("default-value")) {
            findings.refuse(
                    element.line(),
                    what,
                    "a default is written as an element qti-default-value; the attribute would"
                            + " not be used");
        } else {
            findings.warn(element.line(), what, "QTI has no such attribute here; it is not used");
        }
    }
}

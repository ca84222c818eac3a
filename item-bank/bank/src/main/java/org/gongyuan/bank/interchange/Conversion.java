package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.Html;
import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Brings a tree of any QTI 2.0, 2.1, 2.2 or 3.0 namespace to QTI 3.0 names in the one 3.0
/// namespace (`item-bank/spec/interchange.md`, section 4). Purely by name: whether the result is
/// inside the subset is judged afterwards.
final class Conversion {

    /// Which QTI a file was written in.
    enum Version {
        V2,
        V3
    }

    private static final Pattern UPPER_RUN = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Set<String> QTI_2_ROOTS =
            Set.of(
                    "assessmentItem",
                    "assessmentTest",
                    "assessmentSection",
                    "assessmentStimulus",
                    "responseProcessing");
    private static final Set<String> QTI_3_ROOTS =
            Set.of(
                    "qti-assessment-item",
                    "qti-assessment-test",
                    "qti-assessment-section",
                    "qti-assessment-stimulus",
                    "qti-response-processing");

    /// In 3.0 what these say stands in a `qti-content-body`.
    private static final Set<String> WITH_CONTENT_BODY =
            Set.of(
                    "qti-rubric-block",
                    "qti-modal-feedback",
                    "qti-test-feedback",
                    "qti-feedback-block",
                    "qti-template-block");

    private static final Set<String> BESIDE_CONTENT_BODY =
            Set.of("qti-stylesheet", "qti-catalog-info", "qti-content-body");

    private static final Set<String> MATHML =
            Set.of(
                    Namespaces.MATHML,
                    "http://www.w3.org/2010/Math/MathML",
                    "http://www.w3.org/1998/Math/MathML/");

    private final Version version;
    private final String home;

    private Conversion(Version version, String home) {
        this.version = version;
        this.home = home;
    }

    /// The QTI version of a root element; empty if it is no QTI item, test, section or stimulus.
    static Optional<Version> versionOf(Element root) {
        if (!isQtiNamespace(root.namespace())) {
            return Optional.empty();
        }
        if (QTI_2_ROOTS.contains(root.name())) {
            return Optional.of(Version.V2);
        }
        return QTI_3_ROOTS.contains(root.name()) ? Optional.of(Version.V3) : Optional.empty();
    }

    private static boolean isQtiNamespace(String namespace) {
        var lower = namespace.toLowerCase(Locale.ROOT);
        return lower.isEmpty()
                || (lower.contains("qti")
                        && (lower.contains("imsglobal.org") || lower.contains("1edtech.org")));
    }

    /// The tree in 3.0 names.
    static Element convert(Element root, Version version, Findings findings) {
        if (root.namespace().isEmpty()) {
            findings.warn(
                    root.line(),
                    root.name(),
                    "it has no namespace; read as QTI " + (version == Version.V3 ? "3.0" : "2.x"));
        }
        return new Conversion(version, root.namespace()).element(root);
    }

    /// HTML of a file of its own, in its namespace or in none, as content of QTI 3.0.
    static Element html(Element root) {
        return new Conversion(Version.V3, "").element(root);
    }

    private Element element(Element from) {
        var namespace = from.namespace();
        if (MATHML.contains(namespace)) {
            return foreign(from, Namespaces.MATHML);
        }
        if (namespace.equals(Namespaces.SVG)) {
            return foreign(from, Namespaces.SVG);
        }
        if (namespace.equals(Namespaces.XHTML)) {
            return new Element(
                    Html.isName(from.name()) ? Namespaces.QTI : Namespaces.XHTML,
                    from.name(),
                    from.attributes(),
                    children(from),
                    from.line());
        }
        if (!namespace.equals(home) && !isOtherQti(namespace)) {
            return new Element(
                    namespace, from.name(), from.attributes(), children(from), from.line());
        }
        var name = elementName(from.name());
        var attributes = new ArrayList<Attribute>();
        for (var attribute : from.attributes()) {
            attributes.add(attribute(name, attribute));
        }
        var children = children(from);
        if (version == Version.V2 && WITH_CONTENT_BODY.contains(name)) {
            children = withContentBody(children, from.line());
        }
        return new Element(Namespaces.QTI, name, attributes, children, from.line());
    }

    private static boolean isOtherQti(String namespace) {
        return !namespace.isEmpty()
                && isQtiNamespace(namespace)
                && !namespace.contains("apip")
                && !namespace.contains("metadata");
    }

    private Element foreign(Element from, String namespace) {
        return new Element(namespace, from.name(), from.attributes(), children(from), from.line());
    }

    private List<Node> children(Element from) {
        var children = new ArrayList<Node>();
        for (var child : from.children()) {
            children.add(child instanceof Element element ? element(element) : child);
        }
        return children;
    }

    private String elementName(String name) {
        if (version == Version.V3 || Html.isName(name)) {
            return name;
        }
        return "qti-" + kebab(name);
    }

    private Attribute attribute(String element, Attribute from) {
        if (version == Version.V3 || !from.namespace().isEmpty() || !element.startsWith("qti-")) {
            return from;
        }
        return Attribute.of(kebab(from.name()), from.value());
    }

    /// `mapResponsePoint` becomes `map-response-point`, `durationLT` becomes `duration-lt`.
    static String kebab(String camel) {
        return UPPER_RUN.matcher(camel).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    private static List<Node> withContentBody(List<Node> children, int line) {
        var beside = new ArrayList<Node>();
        var inside = new ArrayList<Node>();
        for (var child : children) {
            boolean stays =
                    child instanceof Element element
                            && element.namespace().equals(Namespaces.QTI)
                            && BESIDE_CONTENT_BODY.contains(element.name());
            (stays ? beside : inside).add(child);
        }
        beside.add(new Element(Namespaces.QTI, "qti-content-body", List.of(), inside, line));
        return beside;
    }
}

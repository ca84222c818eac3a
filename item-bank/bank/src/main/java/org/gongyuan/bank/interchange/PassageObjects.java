package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Passages that an item of QTI 2.x shows as an embedded HTML file (`object` of type `text/html`)
/// become references to shared stimuli, which is what QTI has for them since 2.2
/// (`item-bank/spec/interchange.md`, section 9.1).
final class PassageObjects {

    private static final String STIMULUS_REF = "qti-assessment-stimulus-ref";
    private static final Set<String> HTML = Set.of("text/html", "application/xhtml+xml");

    /// What stands after stimuli in an item.
    private static final Set<String> AFTER =
            Set.of("qti-companion-materials-info", "qti-stylesheet", "qti-item-body");

    private final Findings findings;
    private final Map<String, Element> passages = new LinkedHashMap<>();

    private PassageObjects(Findings findings) {
        this.findings = findings;
    }

    /// The item with its passages as stimuli; any other tree as it is.
    static Element asStimuli(Element tree, Findings findings) {
        if (!tree.is("qti-assessment-item")) {
            return tree;
        }
        var objects = new PassageObjects(findings);
        var body = objects.withoutPassages(tree);
        return objects.passages.isEmpty() ? tree : objects.withReferences(body);
    }

    /// Whether a reference to a stimulus is one to an HTML file.
    static boolean isPassage(Element reference) {
        return reference.is(STIMULUS_REF)
                && HTML.contains(reference.attribute("type").orElse("").toLowerCase(Locale.ROOT));
    }

    private Element withoutPassages(Element from) {
        var children = new ArrayList<Node>();
        for (var child : from.children()) {
            if (!(child instanceof Element element)) {
                children.add(child);
            } else if (embedsPassage(element)) {
                remember(element);
            } else if (isSearched(element)) {
                children.add(withoutPassages(element));
            } else {
                children.add(element);
            }
        }
        return from.withChildren(children);
    }

    /// Choices, gaps and feedback stay as they are: a passage inside them would be torn from its
    /// place, and is refused there.
    private static boolean isSearched(Element element) {
        if (!element.namespace().equals(Namespaces.QTI)) {
            return false;
        }
        var name = element.name();
        return switch (name) {
            case "qti-item-body", "qti-content-body", "qti-prompt" -> true;
            case "qti-rubric-block" ->
                    List.of(element.attribute("view").orElse("").split("\\s+"))
                            .contains("candidate");
            default -> !name.startsWith("qti-") || name.endsWith("-interaction");
        };
    }

    /// Something inside the object, or an attribute that runs code, leaves it to the content check.
    private static boolean embedsPassage(Element element) {
        if (!element.is("object")
                || element.attribute("data").map(String::isBlank).orElse(true)
                || !element.elements().stream().allMatch(inside -> inside.is("param"))
                || element.attributes().stream()
                        .anyMatch(a -> a.name().toLowerCase(Locale.ROOT).startsWith("on"))) {
            return false;
        }
        return element.attribute("type")
                .map(type -> HTML.contains(type.strip().toLowerCase(Locale.ROOT)))
                .orElse(HtmlPassage.isNamedLikeOne(element.attribute("data").orElseThrow()));
    }

    private void remember(Element object) {
        var data = object.attribute("data").orElseThrow().strip();
        findings.note(
                object.line(),
                "object %s".formatted(data),
                "it was taken as a shared stimulus; its size and place there were not kept");
        passages.computeIfAbsent(
                data,
                href ->
                        new Element(
                                Namespaces.QTI,
                                STIMULUS_REF,
                                List.of(
                                        Attribute.of(
                                                "identifier",
                                                "passage-%d".formatted(passages.size() + 1)),
                                        Attribute.of("href", href),
                                        Attribute.of("type", "text/html")),
                                List.of(),
                                object.line()));
    }

    private Element withReferences(Element item) {
        var children = new ArrayList<Node>();
        boolean placed = false;
        for (var child : item.children()) {
            if (!placed
                    && child instanceof Element element
                    && element.namespace().equals(Namespaces.QTI)
                    && AFTER.contains(element.name())) {
                children.addAll(passages.values());
                placed = true;
            }
            children.add(child);
        }
        return item.withChildren(children);
    }
}

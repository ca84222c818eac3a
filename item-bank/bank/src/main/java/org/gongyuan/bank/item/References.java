package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Where an item, stimulus or test refers to files: which attribute of which element
/// (`item-bank/spec/interchange.md`, section 9).
public final class References {

    /// Elements an item does not keep; what they refer to need not be there.
    private static final Set<String> NOT_KEPT =
            Set.of(
                    "qti-catalog-info",
                    "qti-companion-materials-info",
                    "qti-info-control",
                    "qti-metadata",
                    "qti-rights-metadata",
                    "qti-usage-data");

    private References() {}

    /// Pictures, media and stylesheets, each once, in document order.
    public static List<String> assets(Element root) {
        return all(root, false);
    }

    /// Shared stimuli, each once, in document order.
    public static List<String> stimuli(Element root) {
        return all(root, true);
    }

    private static List<String> all(Element root, boolean stimuli) {
        return where(root).entrySet().stream()
                .filter(entry -> isStimulus(entry.getValue()) == stimuli)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Every reference with the first element that makes it, in document order.
    public static SequencedMap<String, Element> where(Element root) {
        var found = new LinkedHashMap<String, Element>();
        look(root, found);
        return found;
    }

    private static void look(Element element, SequencedMap<String, Element> into) {
        if (NOT_KEPT.contains(element.name())) {
            return;
        }
        for (var attribute : element.attributes()) {
            if (refers(element, attribute)) {
                into.putIfAbsent(attribute.value(), element);
            }
        }
        for (var child : element.elements()) {
            // Other renditions of a picture are not kept.
            if (!element.is("picture") || !child.is("source")) {
                look(child, into);
            }
        }
    }

    /// The same tree with every reference written anew.
    public static Element rewrite(Element root, UnaryOperator<String> rewriting) {
        var attributes = new ArrayList<Attribute>();
        for (var attribute : root.attributes()) {
            attributes.add(
                    refers(root, attribute)
                            ? Attribute.of(attribute.name(), rewriting.apply(attribute.value()))
                            : attribute);
        }
        var children = new ArrayList<Node>();
        for (var child : root.children()) {
            children.add(child instanceof Element element ? rewrite(element, rewriting) : child);
        }
        return root.withAttributes(attributes).withChildren(children);
    }

    /// Whether a reference leads to another place than the package.
    public static boolean isRemote(String reference) {
        return Attributes.isRemote(reference);
    }

    private static boolean isStimulus(Element element) {
        return element.is("qti-assessment-stimulus-ref");
    }

    private static boolean refers(Element element, Attribute attribute) {
        if (!attribute.namespace().isEmpty() || !element.namespace().equals(Namespaces.QTI)) {
            return false;
        }
        return switch (element.name()) {
            case "img", "source", "track" -> attribute.name().equals("src");
            case "audio", "video" ->
                    attribute.name().equals("src") || attribute.name().equals("poster");
            case "object" -> attribute.name().equals("data");
            case "qti-stylesheet", "qti-assessment-stimulus-ref" -> attribute.name().equals("href");
            default -> false;
        };
    }
}

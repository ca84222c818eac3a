package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Where an item, stimulus or test refers to files: which attribute of which element
/// (`item-bank/spec/interchange.md`, section 9).
public final class References {

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
        var found = new LinkedHashSet<String>();
        root.all()
                .forEach(
                        element -> {
                            if (isStimulus(element) == stimuli) {
                                for (var attribute : element.attributes()) {
                                    if (refers(element, attribute)) {
                                        found.add(attribute.value());
                                    }
                                }
                            }
                        });
        return List.copyOf(found);
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

    /// The first element that refers to the file.
    public static Optional<Element> first(Element root, String reference) {
        return root.all()
                .filter(
                        element ->
                                element.attributes().stream()
                                        .anyMatch(
                                                attribute ->
                                                        refers(element, attribute)
                                                                && attribute
                                                                        .value()
                                                                        .equals(reference)))
                .findFirst();
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

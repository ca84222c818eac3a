package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An item as a seat receives it (`item-bank/spec/interchange.md`, section 11): what a candidate
/// sees and how it is answered, and nothing that could tell what is right. Built by naming what
/// stays, so something new in QTI does not slip through.
public final class KeylessItem {

    /// Of a response a seat needs its shape, never its value.
    private static final Set<String> SHAPE = Set.of("identifier", "cardinality", "base-type");

    /// Root attributes a seat needs.
    private static final Set<String> ROOT = Set.of("identifier", "time-dependent", "adaptive");

    /// Elements of the content that never reach a seat.
    private static final Set<String> HIDDEN =
            Set.of("qti-feedback-inline", "qti-feedback-block", "qti-modal-feedback");

    /// Attributes only authors and scorers read.
    private static final Set<String> AUTHORS =
            Set.of("label", "show-hide", "template-identifier", "use");

    /// The `data-` attributes QTI itself defines for presentation.
    private static final Set<String> SHOWN_DATA =
            Set.of(
                    "data-min-selections-message",
                    "data-max-selections-message",
                    "data-patternmask-message",
                    "data-choices-container-width",
                    "data-first-column-header",
                    "data-input-width",
                    "data-item-width",
                    "data-item-height",
                    "data-prompt");

    private final Element root;

    private KeylessItem(Element root) {
        this.root = root;
    }

    /// The item without its key.
    public static KeylessItem of(Item item) {
        var kept = new ArrayList<Node>();
        for (var child : item.root().elements()) {
            switch (child.name()) {
                case "qti-response-declaration" -> kept.add(shape(child));
                case "qti-assessment-stimulus-ref", "qti-stylesheet" -> kept.add(child);
                case "qti-item-body" -> kept.add(content(child));
                default -> {
                    // Outcomes, rules, feedback and everything else stay behind.
                }
            }
        }
        var attributes = new ArrayList<Attribute>();
        for (var attribute : item.root().attributes()) {
            if (!attribute.namespace().isEmpty() || ROOT.contains(attribute.name())) {
                attributes.add(attribute);
            }
        }
        attributes.add(Attribute.of("title", ""));
        return new KeylessItem(item.root().withAttributes(attributes).withChildren(kept));
    }

    /// A stimulus as a seat receives it, by the same rules.
    public static Element of(Stimulus stimulus) {
        var kept = new ArrayList<Node>();
        for (var child : stimulus.root().elements()) {
            kept.add(child.is("qti-stimulus-body") ? content(child) : child);
        }
        return stimulus.root().with("title", "").withChildren(kept);
    }

    private static Element shape(Element declaration) {
        return declaration
                .withAttributes(
                        declaration.attributes().stream()
                                .filter(a -> a.namespace().isEmpty() && SHAPE.contains(a.name()))
                                .toList())
                .withChildren(List.of());
    }

    private static Element content(Element from) {
        var children = new ArrayList<Node>();
        for (var child : from.children()) {
            if (!(child instanceof Element element)) {
                children.add(child);
            } else if (isShown(element)) {
                children.add(content(element));
            }
        }
        var attributes = new ArrayList<Attribute>();
        for (var attribute : from.attributes()) {
            if (attribute.namespace().isEmpty() && attribute.name().equals("class")) {
                classes(attribute.value()).ifPresent(attributes::add);
            } else if (staysOn(from, attribute)) {
                attributes.add(attribute);
            }
        }
        return from.withAttributes(attributes).withChildren(children);
    }

    private static boolean isShown(Element element) {
        if (!element.namespace().equals(Namespaces.QTI)) {
            return !element.name().equals("annotation");
        }
        return element.is("qti-rubric-block")
                ? isForCandidates(element)
                : !HIDDEN.contains(element.name());
    }

    /// Whether a rubric is for candidates; one that does not say is not.
    static boolean isForCandidates(Element rubric) {
        return Arrays.asList(rubric.attribute("view").orElse("").split("\\s+", -1))
                .contains("candidate");
    }

    private static boolean staysOn(Element element, Attribute attribute) {
        var name = attribute.name();
        if (!attribute.namespace().isEmpty()) {
            return true;
        }
        if (name.startsWith("data-")) {
            return SHOWN_DATA.contains(name);
        }
        if (name.equals("view")) {
            return false;
        }
        return !(element.namespace().equals(Namespaces.QTI) && AUTHORS.contains(name));
    }

    /// A class may not name what is right.
    private static Optional<Attribute> classes(String value) {
        var kept =
                Arrays.stream(value.split("\\s+", -1))
                        .filter(
                                word -> {
                                    var lower = word.toLowerCase(Locale.ROOT);
                                    return !lower.isEmpty()
                                            && !lower.contains("correct")
                                            && !lower.contains("answer");
                                })
                        .collect(Collectors.joining(" "));
        return kept.isEmpty() ? Optional.empty() : Optional.of(Attribute.of("class", kept));
    }

    /// The tree a seat shows.
    public Element root() {
        return root;
    }

    /// The bytes a seat receives: canonical XML of QTI 3.0.
    public byte[] bytes() {
        return CanonicalXml.bytes(root);
    }

    /// Files the seat needs for it; fewer than the item's, if some stood only in feedback.
    public List<String> assets() {
        return References.assets(root);
    }

    /// Stimuli the seat needs for it.
    public List<String> stimuli() {
        return References.stimuli(root);
    }

    @Override
    public String toString() {
        return "keyless item " + root.attribute("identifier").orElse("");
    }
}

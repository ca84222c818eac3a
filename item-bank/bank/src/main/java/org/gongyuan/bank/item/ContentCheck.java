package org.gongyuan.bank.item;

import org.gongyuan.bank.item.Vocabulary.Content;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;
import org.gongyuan.bank.item.markup.Text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Walks the content of an item or stimulus, keeps what is inside the subset, refuses the rest by
/// name and line, and gathers the interactions (`item-bank/spec/interchange.md`, sections 5 and
/// 6).
final class ContentCheck {

    private static final Set<String> SPEECH =
            Set.of("http://www.w3.org/2001/10/synthesis", "http://www.w3.org/2010/10/synthesis");

    /// QTI elements that may stand among text besides interactions.
    private static final Set<String> IN_FLOW =
            Set.of(
                    "qti-feedback-inline",
                    "qti-feedback-block",
                    "qti-rubric-block",
                    "qti-content-body",
                    "qti-stylesheet",
                    "qti-position-object-stage");

    private static final Set<String> IN_GAP_MATCH =
            Set.of("qti-prompt", "qti-gap-text", "qti-gap-img", "qti-gap");

    private static final Set<String> IN_HOTTEXT = Set.of("qti-prompt", "qti-hottext");

    /// HTML that lives in lines of text; white space beside it is meant.
    private static final Set<String> INLINE =
            Set.of(
                    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "del",
                    "dfn", "em", "i", "img", "ins", "kbd", "label", "mark", "object", "q", "ruby",
                    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var",
                    "wbr");

    /// HTML that holds only elements.
    private static final Set<String> ELEMENTS_ONLY =
            Set.of(
                    "table",
                    "thead",
                    "tbody",
                    "tfoot",
                    "tr",
                    "colgroup",
                    "ul",
                    "ol",
                    "dl",
                    "picture",
                    "video",
                    "audio");

    private final Findings findings;
    private final boolean takesInteractions;
    private final List<Interaction> interactions = new ArrayList<>();

    ContentCheck(Findings findings, boolean takesInteractions) {
        this.findings = findings;
        this.takesInteractions = takesInteractions;
    }

    /// The interactions met so far, in document order.
    List<Interaction> interactions() {
        return interactions;
    }

    /// The content without what is not kept.
    Element check(Element root) {
        return qti(root, new Place(null, root.name().contains("feedback")));
    }

    /// Where the walk is: inside which interaction, if any, and whether in feedback.
    private record Place(Gathering interaction, boolean inFeedback) {

        Place inside(Gathering gathering) {
            return new Place(gathering, inFeedback);
        }

        Place feedback() {
            return new Place(interaction, true);
        }
    }

    /// An interaction whose end has not been met.
    private static final class Gathering {

        final InteractionKind kind;
        final List<String> identifiers = new ArrayList<>();
        final Set<String> seen = new HashSet<>();

        Gathering(InteractionKind kind) {
            this.kind = kind;
        }
    }

    private void node(Node from, Place place, List<Node> into) {
        switch (from) {
            case Text text -> text(text, into);
            case Element element -> element(element, place, into);
        }
    }

    /// Text beside an element that is not kept becomes one with the text on its other side, as it
    /// will be when the item is read again.
    private static void text(Text text, List<Node> into) {
        if (!into.isEmpty() && into.getLast() instanceof Text before) {
            into.set(into.size() - 1, new Text(before.value() + text.value()));
        } else {
            into.add(text);
        }
    }

    private void element(Element from, Place place, List<Node> into) {
        var namespace = from.namespace();
        if (namespace.equals(Namespaces.MATHML)) {
            into.add(MathCheck.clean(from, findings));
        } else if (namespace.equals(Namespaces.SVG)) {
            into.add(GraphicCheck.clean(from, findings));
        } else if (SPEECH.contains(namespace)) {
            findings.note(from.line(), from.name(), "speech markup is not kept, its text is");
            from.children().forEach(child -> node(child, place, into));
        } else if (!namespace.equals(Namespaces.QTI)) {
            findings.refuse(
                    from.line(),
                    from.name(),
                    "elements of namespace \"%s\" are outside the subset".formatted(namespace));
        } else if (!from.name().startsWith("qti-")) {
            html(from, place, into);
        } else if (place.inFeedback && from.is("qti-printed-variable")) {
            findings.note(from.line(), from.name(), "feedback is not shown; it was not kept there");
        } else if (from.is("qti-catalog-info")) {
            findings.note(
                    from.line(), from.name(), "it is neither shown nor scored and was not kept");
        } else if (from.is("qti-info-control")) {
            findings.warn(
                    from.line(), from.name(), "hints on demand are not shown; it was not kept");
        } else if (belongs(from, place)) {
            into.add(qti(from, place));
        }
    }

    private void html(Element from, Place place, List<Node> into) {
        if (!Html.isElement(from.name())) {
            findings.refuse(from.line(), from.name(), "this element is outside the HTML subset");
            return;
        }
        if (from.name().equals("param")) {
            findings.note(from.line(), "param", "objects are pictures or media; it was not kept");
            return;
        }
        checkObject(from);
        var kept = Attributes.keep(from, Html.attributes(from.name()), findings);
        var shown = from.is("picture") ? withoutRenditions(from) : from;
        into.add(kept.withChildren(children(shown, place, ELEMENTS_ONLY.contains(from.name()))));
    }

    /// Of a picture in several renditions a seat shows the `img`, the same on every screen.
    private Element withoutRenditions(Element picture) {
        if (picture.first("img").isEmpty()) {
            findings.refuse(
                    picture.line(), "picture", "it has no img; give one, a seat shows that");
        }
        var kept = new ArrayList<Node>();
        for (var child : picture.children()) {
            if (child instanceof Element element && element.is("source")) {
                findings.warn(
                        element.line(),
                        "source in picture",
                        "a seat shows the img of the picture; this rendition was not kept");
            } else {
                kept.add(child);
            }
        }
        return picture.withChildren(kept);
    }

    private void checkObject(Element from) {
        if (!from.name().equals("object")) {
            return;
        }
        var type = from.attribute("type").orElse("image/");
        if (!type.startsWith("image/")
                && !type.startsWith("audio/")
                && !type.startsWith("video/")) {
            findings.refuse(
                    from.line(),
                    "object of type %s".formatted(type),
                    "only pictures, sound and video are embedded");
        }
    }

    /// Whether a QTI element is known and stands where it may; refuses it otherwise.
    private boolean belongs(Element from, Place place) {
        var name = from.name();
        var refusal = Vocabulary.refusal(name);
        if (refusal != null) {
            findings.refuse(from.line(), name, refusal);
            return false;
        }
        if (Vocabulary.entry(name) == null) {
            findings.refuse(from.line(), name, "this element is outside the QTI subset");
            return false;
        }
        boolean allowed =
                InteractionKind.of(name).isPresent()
                        ? place.interaction == null
                        : IN_FLOW.contains(name)
                                || (isIn(place, InteractionKind.GAP_MATCH)
                                        && IN_GAP_MATCH.contains(name))
                                || (isIn(place, InteractionKind.HOTTEXT)
                                        && IN_HOTTEXT.contains(name));
        if (!allowed) {
            findings.refuse(from.line(), name, "it has no place here");
        }
        return allowed;
    }

    private static boolean isIn(Place place, InteractionKind kind) {
        return place.interaction != null && place.interaction.kind == kind;
    }

    private Element qti(Element from, Place place) {
        var entry = Vocabulary.entry(from.name());
        var kind = InteractionKind.of(from.name());
        var inside = place;
        if (kind.isPresent()) {
            if (!takesInteractions) {
                findings.refuse(from.line(), from.name(), "interactions stand in an item's body");
            }
            inside = place.inside(new Gathering(kind.get()));
        }
        if (from.name().startsWith("qti-feedback")) {
            inside = inside.feedback();
        }
        remember(from, place);
        var kept = Attributes.keep(from, entry.attributes(), findings);
        var element = kept.withChildren(content(from, entry.content(), inside));
        if (kind.isPresent()) {
            var response = from.attribute("response-identifier").map(String::strip).orElse("");
            if (response.isEmpty()) {
                findings.refuse(
                        from.line(), from.name(), "attribute response-identifier is missing");
            }
            InteractionCheck.check(element, findings);
            interactions.add(
                    new Interaction(kind.get(), response, inside.interaction.identifiers, element));
        }
        return element;
    }

    /// Choices, hotspots and gaps are what a response may name.
    private void remember(Element from, Place place) {
        boolean isChoice =
                switch (from.name()) {
                    case "qti-simple-choice",
                            "qti-simple-associable-choice",
                            "qti-inline-choice",
                            "qti-hottext",
                            "qti-hotspot-choice",
                            "qti-associable-hotspot",
                            "qti-gap-text",
                            "qti-gap-img",
                            "qti-gap" ->
                            true;
                    default -> false;
                };
        if (!isChoice || place.interaction == null) {
            return;
        }
        var identifier = from.attribute("identifier").orElse("");
        if (identifier.isBlank() || identifier.chars().anyMatch(Character::isWhitespace)) {
            findings.refuse(
                    from.line(), from.name(), "attribute identifier is missing or has white space");
        } else if (!place.interaction.seen.add(identifier)) {
            findings.refuse(
                    from.line(),
                    from.name() + " " + identifier,
                    "the identifier is used twice in one interaction");
        } else {
            place.interaction.identifiers.add(identifier);
        }
    }

    private List<Node> content(Element from, Content content, Place place) {
        return switch (content) {
            case Content.Flow _ -> children(from, place, false);
            case Content.Blocks _ -> children(from, place, !hasInlineContent(from));
            case Content.Characters _ -> {
                for (var child : from.elements()) {
                    findings.refuse(
                            child.line(),
                            child.name(),
                            "%s holds no elements".formatted(from.name()));
                }
                yield List.of();
            }
            case Content.Only(var names) -> only(from, names, place);
        };
    }

    private List<Node> only(Element from, Set<String> names, Place place) {
        var children = new ArrayList<Node>();
        for (var child : from.children()) {
            switch (child) {
                case Text text -> {
                    if (!text.isBlank()) {
                        findings.refuse(from.line(), from.name(), "it holds no text of its own");
                    }
                }
                case Element element -> {
                    if (element.namespace().equals(Namespaces.QTI)
                            && names.contains(element.name())) {
                        if (element.name().startsWith("qti-")) {
                            children.add(qti(element, place));
                        } else {
                            html(element, place, children);
                        }
                    } else {
                        var refusal = Vocabulary.refusal(element.name());
                        findings.refuse(
                                element.line(),
                                element.name(),
                                refusal == null
                                        ? "it has no place in %s".formatted(from.name())
                                        : refusal);
                    }
                }
            }
        }
        return children;
    }

    private List<Node> children(Element from, Place place, boolean dropsSpace) {
        var children = new ArrayList<Node>();
        for (var child : from.children()) {
            if (!(dropsSpace && child instanceof Text text && text.isBlank())) {
                node(child, place, children);
            }
        }
        return children;
    }

    private static boolean hasInlineContent(Element from) {
        for (var child : from.children()) {
            switch (child) {
                case Text text -> {
                    if (!text.isBlank()) {
                        return true;
                    }
                }
                case Element element -> {
                    if (INLINE.contains(element.name())
                            || element.name().equals("qti-inline-choice-interaction")
                            || element.name().equals("qti-text-entry-interaction")
                            || element.name().equals("qti-feedback-inline")
                            || element.name().equals("qti-hottext")
                            || element.name().equals("qti-gap")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}

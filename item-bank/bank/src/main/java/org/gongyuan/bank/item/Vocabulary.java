package org.gongyuan.bank.item;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The QTI 3.0 elements that may stand in an item's content, with their attributes and with what
/// they may hold (`item-bank/spec/interchange.md`, section 5).
final class Vocabulary {

    /// What an element may hold.
    sealed interface Content {

        /// Text, HTML and what QTI allows among it.
        record Flow() implements Content {}

        /// Text only.
        record Characters() implements Content {}

        /// Only these elements; white space between them means nothing.
        record Only(Set<String> elements) implements Content {}

        /// The named QTI elements and HTML blocks; white space at its own level means nothing.
        record Blocks() implements Content {}
    }

    record Entry(Set<String> attributes, Content content) {}

    private static final Map<String, Entry> ENTRIES = new HashMap<>();

    /// What is known and refused, each with its reason.
    private static final Map<String, String> REFUSED =
            Map.ofEntries(
                    Map.entry("qti-portable-custom-interaction", "custom interactions run code"),
                    Map.entry("qti-custom-interaction", "custom interactions run code"),
                    Map.entry("qti-custom-operator", "custom operators run code"),
                    Map.entry(
                            "qti-end-attempt-interaction",
                            "adaptive items with several attempts are not delivered"),
                    Map.entry("qti-upload-interaction", "files are not taken from candidates"),
                    Map.entry("qti-drawing-interaction", "drawings are not taken from candidates"),
                    Map.entry(
                            "qti-media-interaction", "playing media is not a scored response here"),
                    Map.entry(
                            "qti-printed-variable", "values computed per candidate are not shown"),
                    Map.entry("qti-template-inline", "item templates are not carried out"),
                    Map.entry("qti-template-block", "item templates are not carried out"),
                    Map.entry("qti-template-declaration", "item templates are not carried out"),
                    Map.entry("qti-template-processing", "item templates are not carried out"),
                    Map.entry("qti-context-declaration", "context variables are not provided"),
                    Map.entry("qti-include", "nothing is included from elsewhere"));

    private static final String GRAPHIC = "response-identifier";
    private static final Set<String> PICTURE = Set.of("img", "object", "picture");

    static {
        flow("qti-prompt");
        blocks("qti-content-body");
        blocks("qti-item-body");
        blocks("qti-stimulus-body");
        only(
                "qti-choice-interaction",
                "response-identifier shuffle max-choices min-choices orientation",
                "qti-prompt qti-simple-choice");
        flow("qti-simple-choice", "identifier", "fixed");
        only(
                "qti-order-interaction",
                "response-identifier shuffle max-choices min-choices orientation",
                "qti-prompt qti-simple-choice");
        only(
                "qti-associate-interaction",
                "response-identifier shuffle max-associations min-associations",
                "qti-prompt qti-simple-associable-choice");
        only(
                "qti-match-interaction",
                "response-identifier shuffle max-associations min-associations",
                "qti-prompt qti-simple-match-set");
        only("qti-simple-match-set", "", "qti-simple-associable-choice");
        flow(
                "qti-simple-associable-choice",
                "identifier",
                "fixed",
                "match-max",
                "match-min",
                "match-group");
        mixed(
                "qti-gap-match-interaction",
                "response-identifier shuffle max-associations min-associations");
        flow("qti-gap-text", "identifier", "match-max", "match-min", "match-group");
        only(
                "qti-gap-img",
                "identifier match-max match-min match-group object-label top left",
                "img object picture");
        characters("qti-gap", "identifier", "required", "match-group");
        only(
                "qti-inline-choice-interaction",
                "response-identifier shuffle required min-choices",
                "qti-label qti-inline-choice");
        flow("qti-label");
        flow("qti-inline-choice", "identifier", "fixed");
        characters(
                "qti-text-entry-interaction",
                "response-identifier",
                "base",
                "string-identifier",
                "expected-length",
                "pattern-mask",
                "placeholder-text",
                "format");
        only(
                "qti-extended-text-interaction",
                "response-identifier base string-identifier expected-length pattern-mask"
                        + " placeholder-text max-strings min-strings expected-lines format",
                "qti-prompt");
        mixed("qti-hottext-interaction", "response-identifier max-choices min-choices");
        flow("qti-hottext", "identifier");
        only(
                "qti-hotspot-interaction",
                GRAPHIC + " max-choices min-choices",
                "qti-prompt img object picture qti-hotspot-choice");
        only(
                "qti-graphic-order-interaction",
                GRAPHIC + " max-choices min-choices",
                "qti-prompt img object picture qti-hotspot-choice");
        characters("qti-hotspot-choice", "identifier", "shape", "coords", "hotspot-label", "fixed");
        only(
                "qti-graphic-associate-interaction",
                GRAPHIC + " max-associations min-associations",
                "qti-prompt img object picture qti-associable-hotspot");
        characters(
                "qti-associable-hotspot",
                "identifier",
                "shape",
                "coords",
                "hotspot-label",
                "match-max",
                "match-min",
                "match-group",
                "fixed");
        only(
                "qti-graphic-gap-match-interaction",
                GRAPHIC + " max-associations min-associations",
                "qti-prompt img object picture qti-gap-img qti-gap-text qti-associable-hotspot");
        only(
                "qti-select-point-interaction",
                GRAPHIC + " max-choices min-choices",
                "qti-prompt img object picture");
        only(
                "qti-slider-interaction",
                GRAPHIC + " lower-bound upper-bound step step-label orientation reverse",
                "qti-prompt");
        only("qti-position-object-stage", "", "img object picture qti-position-object-interaction");
        only(
                "qti-position-object-interaction",
                GRAPHIC + " max-choices min-choices center-point",
                "qti-prompt img object picture");
        flow("qti-feedback-inline", "outcome-identifier", "show-hide", "identifier");
        mixed("qti-feedback-block", "outcome-identifier show-hide identifier");
        mixed("qti-modal-feedback", "outcome-identifier show-hide identifier");
        mixed("qti-rubric-block", "use view");
        only("qti-stylesheet", "href type media", "");
    }

    private Vocabulary() {}

    private static void flow(String name, String... attributes) {
        ENTRIES.put(name, new Entry(Set.of(attributes), new Content.Flow()));
    }

    private static void mixed(String name, String attributes) {
        ENTRIES.put(name, new Entry(words(attributes), new Content.Blocks()));
    }

    private static void blocks(String name) {
        ENTRIES.put(name, new Entry(Set.of(), new Content.Blocks()));
    }

    private static void characters(String name, String... attributes) {
        ENTRIES.put(name, new Entry(Set.of(attributes), new Content.Characters()));
    }

    private static void only(String name, String attributes, String elements) {
        ENTRIES.put(name, new Entry(words(attributes), new Content.Only(words(elements))));
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : new HashSet<>(List.of(text.split(" ", -1)));
    }

    /// What is known of an element; null if it is none of the subset.
    static Entry entry(String name) {
        return ENTRIES.get(name);
    }

    /// Why a known element is refused; null if it is not.
    static String refusal(String name) {
        return REFUSED.get(name);
    }

    /// Whether the element shows a picture.
    static boolean isPicture(String name) {
        return PICTURE.contains(name);
    }
}

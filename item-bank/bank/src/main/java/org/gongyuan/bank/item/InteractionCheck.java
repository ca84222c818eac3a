package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.scoring.BaseType;
import org.gongyuan.bank.scoring.Value;

import java.util.OptionalInt;

/// Checks one interaction on its own: the parts it needs are there and its numbers make sense
/// (`item-bank/spec/interchange.md`, section 5).
final class InteractionCheck {

    private final Element element;
    private final Findings findings;

    private InteractionCheck(Element element, Findings findings) {
        this.element = element;
        this.findings = findings;
    }

    static void check(Element element, Findings findings) {
        var check = new InteractionCheck(element, findings);
        check.numbers("min-choices", "max-choices");
        check.numbers("min-associations", "max-associations");
        check.numbers("min-strings", "max-strings");
        check.parts();
    }

    private void parts() {
        switch (element.name()) {
            case "qti-choice-interaction", "qti-order-interaction" -> needs("qti-simple-choice", 1);
            case "qti-inline-choice-interaction" -> needs("qti-inline-choice", 1);
            case "qti-associate-interaction" -> needs("qti-simple-associable-choice", 1);
            case "qti-match-interaction" -> {
                int sets = element.elements("qti-simple-match-set").size();
                if (sets != 2) {
                    refuse("it holds two qti-simple-match-set, not %d".formatted(sets));
                }
            }
            case "qti-gap-match-interaction" -> {
                if (element.elements("qti-gap-text").isEmpty()
                        && element.elements("qti-gap-img").isEmpty()) {
                    refuse("it has nothing to put into gaps");
                }
                if (element.all().noneMatch(e -> e.is("qti-gap"))) {
                    refuse("it has no gap");
                }
            }
            case "qti-hottext-interaction" -> {
                if (element.all().noneMatch(e -> e.is("qti-hottext"))) {
                    refuse("it has no qti-hottext");
                }
            }
            case "qti-hotspot-interaction", "qti-graphic-order-interaction" -> {
                needsPicture();
                needs("qti-hotspot-choice", 1);
                areas();
            }
            case "qti-graphic-associate-interaction", "qti-graphic-gap-match-interaction" -> {
                needsPicture();
                needs("qti-associable-hotspot", 1);
                areas();
            }
            case "qti-select-point-interaction", "qti-position-object-interaction" ->
                    needsPicture();
            case "qti-slider-interaction" -> slider();
            case "qti-text-entry-interaction", "qti-extended-text-interaction" -> base();
            default -> {
                // Nothing more is needed.
            }
        }
    }

    /// Digits to another base would be read as decimal ones and score wrong.
    private void base() {
        var base = element.attribute("base").map(String::strip).orElse("");
        if (!base.isEmpty() && !base.equals("10")) {
            refuse("numbers are read to base 10, not %s".formatted(base));
        }
    }

    private void slider() {
        var lower = bound("lower-bound");
        var upper = bound("upper-bound");
        if (!(lower <= upper)) {
            refuse("lower-bound %s is above upper-bound %s".formatted(lower, upper));
        }
    }

    private double bound(String attribute) {
        var text = element.attribute(attribute);
        try {
            if (text.isPresent()
                    && Value.parse(BaseType.FLOAT, text.get()) instanceof Value.Real(var number)) {
                return number;
            }
        } catch (IllegalArgumentException notANumber) {
            refuse("%s: %s".formatted(attribute, notANumber.getMessage()));
            return 0;
        }
        refuse("attribute %s is missing".formatted(attribute));
        return 0;
    }

    private void needs(String child, int least) {
        if (element.elements(child).size() < least) {
            refuse("it has no %s".formatted(child));
        }
    }

    private void needsPicture() {
        if (element.elements().stream().noneMatch(e -> Vocabulary.isPicture(e.name()))) {
            refuse("it has no picture (img or object)");
        }
    }

    private void areas() {
        for (var child : element.elements()) {
            if (child.attribute("shape").isPresent()) {
                try {
                    DeclarationReading.area(child);
                } catch (NotRead wrong) {
                    wrong.refuseIn(findings);
                }
            }
        }
    }

    private void numbers(String least, String most) {
        var low = whole(least);
        var high = whole(most);
        if (low.isPresent()
                && high.isPresent()
                && high.getAsInt() > 0
                && low.getAsInt() > high.getAsInt()) {
            refuse("%s %d is above %s %d".formatted(least, low.getAsInt(), most, high.getAsInt()));
        }
    }

    private OptionalInt whole(String attribute) {
        var text = element.attribute(attribute).map(String::strip).orElse("");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException notANumber) {
            // Told below with the value.
        }
        refuse("%s \"%s\" is not a whole number from 0 up".formatted(attribute, text));
        return OptionalInt.empty();
    }

    private void refuse(String why) {
        findings.refuse(
                element.line(),
                element.attribute("response-identifier")
                        .map(id -> element.name() + " " + id)
                        .orElse(element.name()),
                why);
    }
}

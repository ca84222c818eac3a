package org.gongyuan.bank.item;

import static org.gongyuan.bank.scoring.BaseType.DIRECTED_PAIR;
import static org.gongyuan.bank.scoring.BaseType.FLOAT;
import static org.gongyuan.bank.scoring.BaseType.IDENTIFIER;
import static org.gongyuan.bank.scoring.BaseType.INTEGER;
import static org.gongyuan.bank.scoring.BaseType.PAIR;
import static org.gongyuan.bank.scoring.BaseType.POINT;
import static org.gongyuan.bank.scoring.BaseType.STRING;
import static org.gongyuan.bank.scoring.Cardinality.MULTIPLE;
import static org.gongyuan.bank.scoring.Cardinality.ORDERED;
import static org.gongyuan.bank.scoring.Cardinality.SINGLE;

import org.gongyuan.bank.scoring.BaseType;
import org.gongyuan.bank.scoring.Cardinality;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A way in which a candidate responds, with the response variables it can fill
/// (`item-bank/spec/interchange.md`, section 5).
public enum InteractionKind {
    CHOICE("qti-choice-interaction"),
    INLINE_CHOICE("qti-inline-choice-interaction"),
    TEXT_ENTRY("qti-text-entry-interaction"),
    EXTENDED_TEXT("qti-extended-text-interaction"),
    MATCH("qti-match-interaction"),
    ORDER("qti-order-interaction"),
    HOTTEXT("qti-hottext-interaction"),
    GAP_MATCH("qti-gap-match-interaction"),
    ASSOCIATE("qti-associate-interaction"),
    HOTSPOT("qti-hotspot-interaction"),
    SELECT_POINT("qti-select-point-interaction"),
    GRAPHIC_ORDER("qti-graphic-order-interaction"),
    GRAPHIC_ASSOCIATE("qti-graphic-associate-interaction"),
    GRAPHIC_GAP_MATCH("qti-graphic-gap-match-interaction"),
    SLIDER("qti-slider-interaction"),
    POSITION_OBJECT("qti-position-object-interaction");

    private final String element;

    InteractionKind(String element) {
        this.element = element;
    }

    /// The QTI 3.0 element of this interaction.
    public String element() {
        return element;
    }

    /// The interaction of an element, empty if it is none of ours.
    public static Optional<InteractionKind> of(String element) {
        for (var kind : values()) {
            if (kind.element.equals(element)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// Cardinalities of the response this interaction gives.
    public Set<Cardinality> cardinalities() {
        return switch (this) {
            case INLINE_CHOICE, TEXT_ENTRY, SLIDER -> EnumSet.of(SINGLE);
            case ORDER, GRAPHIC_ORDER -> EnumSet.of(ORDERED);
            case EXTENDED_TEXT -> EnumSet.of(SINGLE, MULTIPLE, ORDERED);
            default -> EnumSet.of(SINGLE, MULTIPLE);
        };
    }

    /// Base types of the response this interaction gives.
    public Set<BaseType> baseTypes() {
        return switch (this) {
            case CHOICE, INLINE_CHOICE, ORDER, HOTTEXT, HOTSPOT, GRAPHIC_ORDER ->
                    EnumSet.of(IDENTIFIER);
            case TEXT_ENTRY, EXTENDED_TEXT -> EnumSet.of(STRING, INTEGER, FLOAT);
            case MATCH, GAP_MATCH, GRAPHIC_GAP_MATCH -> EnumSet.of(DIRECTED_PAIR);
            case ASSOCIATE, GRAPHIC_ASSOCIATE -> EnumSet.of(PAIR);
            case SELECT_POINT, POSITION_OBJECT -> EnumSet.of(POINT);
            case SLIDER -> EnumSet.of(INTEGER, FLOAT);
        };
    }

    /// Whether a response variable of that shape can hold what this interaction gives.
    boolean fits(Cardinality cardinality, Optional<BaseType> baseType) {
        return cardinalities().contains(cardinality)
                && baseType.map(baseTypes()::contains).orElse(false);
    }

    /// The shapes that fit, for an error sentence.
    String wanted() {
        return "%s of %s"
                .formatted(
                        cardinalities().stream()
                                .map(Cardinality::qtiName)
                                .collect(Collectors.joining(" or ")),
                        baseTypes().stream()
                                .map(BaseType::qtiName)
                                .collect(Collectors.joining(" or ")));
    }
}

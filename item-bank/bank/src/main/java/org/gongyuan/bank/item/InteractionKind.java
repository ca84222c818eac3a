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

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.gongyuan.bank.scoring.BaseType;
import org.gongyuan.bank.scoring.Cardinality;

/// A way in which a candidate responds, with the response variables it can fill
/// (`item-bank/spec/interchange.md`, section 5).
public enum InteractionKind {
    CHOICE("qti-choice-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(IDENTIFIER)),
    INLINE_CHOICE("qti-inline-choice-interaction", EnumSet.of(SINGLE), EnumSet.of(IDENTIFIER)),
    TEXT_ENTRY(
            "qti-text-entry-interaction", EnumSet.of(SINGLE), EnumSet.of(STRING, INTEGER, FLOAT)),
    EXTENDED_TEXT(
            "qti-extended-text-interaction",
            EnumSet.of(SINGLE, MULTIPLE, ORDERED),
            EnumSet.of(STRING, INTEGER, FLOAT)),
    MATCH("qti-match-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(DIRECTED_PAIR)),
    ORDER("qti-order-interaction", EnumSet.of(ORDERED), EnumSet.of(IDENTIFIER)),
    HOTTEXT("qti-hottext-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(IDENTIFIER)),
    GAP_MATCH(
            "qti-gap-match-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(DIRECTED_PAIR)),
    ASSOCIATE("qti-associate-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(PAIR)),
    HOTSPOT("qti-hotspot-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(IDENTIFIER)),
    SELECT_POINT("qti-select-point-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(POINT)),
    GRAPHIC_ORDER("qti-graphic-order-interaction", EnumSet.of(ORDERED), EnumSet.of(IDENTIFIER)),
    GRAPHIC_ASSOCIATE(
            "qti-graphic-associate-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(PAIR)),
    GRAPHIC_GAP_MATCH(
            "qti-graphic-gap-match-interaction",
            EnumSet.of(SINGLE, MULTIPLE),
            EnumSet.of(DIRECTED_PAIR)),
    SLIDER("qti-slider-interaction", EnumSet.of(SINGLE), EnumSet.of(INTEGER, FLOAT)),
    POSITION_OBJECT(
            "qti-position-object-interaction", EnumSet.of(SINGLE, MULTIPLE), EnumSet.of(POINT));

    private final String element;
    private final Set<Cardinality> cardinalities;
    private final Set<BaseType> baseTypes;

    InteractionKind(String element, Set<Cardinality> cardinalities, Set<BaseType> baseTypes) {
        this.element = element;
        this.cardinalities = cardinalities;
        this.baseTypes = baseTypes;
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

    /// Whether a response variable of that shape can hold what this interaction gives.
    boolean fits(Cardinality cardinality, Optional<BaseType> baseType) {
        return cardinalities.contains(cardinality) && baseType.map(baseTypes::contains).orElse(false);
    }

    /// The shapes that fit, for an error sentence.
    String wanted() {
        return cardinalities.stream().map(Cardinality::qtiName).toList()
                + " of "
                + baseTypes.stream().map(BaseType::qtiName).toList();
    }
}

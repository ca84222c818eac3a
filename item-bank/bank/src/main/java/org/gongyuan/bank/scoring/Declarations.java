package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What every declaration of a variable must keep to (RP 3).
final class Declarations {

    private Declarations() {}

    static void requireShape(
            String kind, String identifier, Cardinality cardinality, Optional<BaseType> baseType) {
        requireNonNull(identifier, "identifier");
        requireNonNull(cardinality, "cardinality");
        requireNonNull(baseType, "baseType");
        if (identifier.isBlank() || identifier.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException(
                    "%s identifier \"%s\" is empty or has white space".formatted(kind, identifier));
        }
        if (baseType.isEmpty() != (cardinality == Cardinality.RECORD)) {
            throw new IllegalArgumentException(
                    "%s \"%s\" of cardinality %s %s a base type"
                            .formatted(
                                    kind,
                                    identifier,
                                    cardinality.qtiName(),
                                    baseType.isEmpty() ? "needs" : "has no use for"));
        }
    }

    static void requireFits(
            String what,
            String identifier,
            Cardinality cardinality,
            Optional<BaseType> baseType,
            Value value) {
        requireNonNull(value, what);
        var fits =
                switch (value) {
                    case Value.Null _ -> true;
                    case Value.Scalar scalar ->
                            cardinality == Cardinality.SINGLE
                                    && scalar.type() == baseType.orElseThrow();
                    case Value.Container container ->
                            container.cardinality() == cardinality
                                    && container.type() == baseType.orElseThrow();
                    case Value.Fields _ -> cardinality == Cardinality.RECORD;
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "%s \"%s\" is not %s of type %s"
                            .formatted(
                                    what,
                                    identifier,
                                    cardinality.qtiName(),
                                    baseType.map(BaseType::qtiName).orElse("record")));
        }
    }
}

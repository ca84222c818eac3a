package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What kind of thing a single value is (RP 2.1).
public enum BaseType {
    IDENTIFIER("identifier"),
    BOOLEAN("boolean"),
    INTEGER("integer"),
    FLOAT("float"),
    STRING("string"),
    POINT("point"),
    PAIR("pair"),
    DIRECTED_PAIR("directedPair"),
    DURATION("duration"),
    URI("uri");

    private final String qtiName;

    BaseType(String qtiName) {
        this.qtiName = qtiName;
    }

    /// The name QTI gives to this type in its `base-type` attribute.
    public String qtiName() {
        return qtiName;
    }

    /// The type of a QTI name; empty for one we do not score (`file`, `intOrIdentifier`).
    public static Optional<BaseType> named(String qtiName) {
        requireNonNull(qtiName, "qtiName");
        for (var type : values()) {
            if (type.qtiName.equals(qtiName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// Integers and floats can be calculated with.
    public boolean isNumeric() {
        return this == INTEGER || this == FLOAT;
    }
}

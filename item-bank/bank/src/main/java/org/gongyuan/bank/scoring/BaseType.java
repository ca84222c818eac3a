package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What kind of thing a single value is (RP 2.1).
public enum BaseType {
    IDENTIFIER(1, "identifier"),
    BOOLEAN(2, "boolean"),
    INTEGER(3, "integer"),
    FLOAT(4, "float"),
    STRING(5, "string"),
    POINT(6, "point"),
    PAIR(7, "pair"),
    DIRECTED_PAIR(8, "directedPair"),
    DURATION(9, "duration"),
    URI(10, "uri");

    private final int code;
    private final String qtiName;

    BaseType(int code, String qtiName) {
        this.code = code;
        this.qtiName = qtiName;
    }

    /// The number of this type in an encoded sheet (RP 10.4).
    int code() {
        return code;
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

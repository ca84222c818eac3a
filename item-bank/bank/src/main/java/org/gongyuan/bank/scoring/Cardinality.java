package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/// How many single values a variable holds, and whether their order counts (RP 2.2).
public enum Cardinality {
    SINGLE(1),
    MULTIPLE(2),
    ORDERED(3),
    RECORD(4);

    private final int code;

    Cardinality(int code) {
        this.code = code;
    }

    /// The number of this cardinality in an encoded sheet (RP 10.4).
    int code() {
        return code;
    }

    /// The name QTI gives to this cardinality in its `cardinality` attribute.
    public String qtiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The cardinality of a QTI name.
    public static Optional<Cardinality> named(String qtiName) {
        requireNonNull(qtiName, "qtiName");
        for (var cardinality : values()) {
            if (cardinality.qtiName().equals(qtiName)) {
                return Optional.of(cardinality);
            }
        }
        return Optional.empty();
    }

    /// Multiple and ordered values are lists of one base type.
    public boolean isContainer() {
        return this == MULTIPLE || this == ORDERED;
    }
}

package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

/// A number an operator carries as an attribute: written down, or the name of a variable that holds
/// it (RP 5.1).
public sealed interface NumberRef {

    record Literal(double number) implements NumberRef {
        public Literal {
            if (Double.isNaN(number)) {
                throw new IllegalArgumentException("an attribute cannot be NaN");
            }
        }
    }

    record Variable(String identifier) implements NumberRef {
        public Variable {
            requireNonNull(identifier, "identifier");
        }
    }

    static NumberRef of(double number) {
        return new Literal(number);
    }

    /// Reads an attribute that is a number or the identifier of a variable.
    ///
    /// @throws IllegalArgumentException if it is neither
    static NumberRef parse(String attribute) {
        var text = attribute.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a number or the name of a variable is missing");
        }
        var first = text.charAt(0);
        if ((Character.isLetter(first) && !text.equals("INF")) || first == '_') {
            return new Variable(text);
        }
        if (Value.parse(BaseType.FLOAT, text) instanceof Value.Real(var number)) {
            return new Literal(number);
        }
        throw new IllegalStateException("a float was not read as one: " + text);
    }
}

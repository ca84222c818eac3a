package org.gongyuan.bank.item.markup;

import static java.util.Objects.requireNonNull;

/// Characters between two tags, entities and CDATA sections resolved.
public record Text(String value) implements Node {

    public Text {
        requireNonNull(value, "value");
    }

    /// Whether nothing but XML white space is here.
    public boolean isBlank() {
        return value.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\n' || c == '\r');
    }

    /// Item text is secret: the length only.
    @Override
    public String toString() {
        return "text of %d characters".formatted(value.length());
    }
}

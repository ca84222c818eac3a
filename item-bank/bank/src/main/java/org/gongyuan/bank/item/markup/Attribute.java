package org.gongyuan.bank.item.markup;

import static java.util.Objects.requireNonNull;

/// One attribute of an element; the namespace is empty for attributes without a prefix.
public record Attribute(String namespace, String name, String value) {

    public Attribute {
        requireNonNull(namespace, "namespace");
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    /// An attribute without a namespace.
    public static Attribute of(String name, String value) {
        return new Attribute("", name, value);
    }

    /// Values can be secret: the name only.
    @Override
    public String toString() {
        return name;
    }
}

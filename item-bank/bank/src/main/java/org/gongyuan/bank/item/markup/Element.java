package org.gongyuan.bank.item.markup;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One element of an XML tree, immutable, with the line it was read from. Two elements are equal
/// if they say the same; where they stood does not matter.
public final class Element implements Node {

    private static final Comparator<Attribute> CANONICAL_ORDER =
            Comparator.comparing(Attribute::namespace).thenComparing(Attribute::name);

    private final String namespace;
    private final String name;
    private final List<Attribute> attributes;
    private final List<Node> children;
    private final int line;

    /// Attributes are put into canonical order, so that equal content is equal in every order.
    public Element(
            String namespace,
            String name,
            List<Attribute> attributes,
            List<? extends Node> children,
            int line) {
        this.namespace = requireNonNull(namespace, "namespace");
        this.name = requireNonNull(name, "name");
        this.attributes = attributes.stream().sorted(CANONICAL_ORDER).toList();
        this.children = List.copyOf(children);
        this.line = line;
    }

    /// The namespace's URI, empty if there is none.
    public String namespace() {
        return namespace;
    }

    /// The name without prefix.
    public String name() {
        return name;
    }

    /// Attributes in canonical order.
    public List<Attribute> attributes() {
        return attributes;
    }

    /// Elements and text in document order.
    public List<Node> children() {
        return children;
    }

    /// Line of the start tag in the file it was read from; 0 for elements this program made.
    public int line() {
        return line;
    }

    /// Whether this is a QTI (or QTI-embedded HTML) element of that name.
    public boolean is(String qtiName) {
        return namespace.equals(Namespaces.QTI) && name.equals(qtiName);
    }

    /// The value of an attribute without namespace.
    public Optional<String> attribute(String attributeName) {
        return attribute("", attributeName);
    }

    /// The value of an attribute.
    public Optional<String> attribute(String attributeNamespace, String attributeName) {
        for (var attribute : attributes) {
            if (attribute.name().equals(attributeName)
                    && attribute.namespace().equals(attributeNamespace)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    /// Child elements in document order.
    public List<Element> elements() {
        var elements = new ArrayList<Element>();
        for (var child : children) {
            if (child instanceof Element element) {
                elements.add(element);
            }
        }
        return elements;
    }

    /// Child elements of one name, in this element's own namespace.
    public List<Element> elements(String childName) {
        return elements().stream()
                .filter(e -> e.name.equals(childName) && e.namespace.equals(namespace))
                .toList();
    }

    /// The first child element of one name, in this element's own namespace.
    public Optional<Element> first(String childName) {
        return elements(childName).stream().findFirst();
    }

    /// This element and all below it, in document order.
    public Stream<Element> all() {
        var found = new ArrayList<Element>();
        visit(found::add);
        return found.stream();
    }

    private void visit(Consumer<Element> visitor) {
        visitor.accept(this);
        for (var child : children) {
            if (child instanceof Element element) {
                element.visit(visitor);
            }
        }
    }

    /// All text below, in document order.
    public String text() {
        var text = new StringBuilder();
        appendText(text);
        return text.toString();
    }

    private void appendText(StringBuilder text) {
        for (var child : children) {
            switch (child) {
                case Text(var value) -> text.append(value);
                case Element element -> element.appendText(text);
            }
        }
    }

    /// The same element with other children.
    public Element withChildren(List<? extends Node> others) {
        return new Element(namespace, name, attributes, others, line);
    }

    /// The same element with other attributes.
    public Element withAttributes(List<Attribute> others) {
        return new Element(namespace, name, others, children, line);
    }

    /// The same element with one attribute set anew.
    public Element with(String attributeName, String value) {
        var others = new ArrayList<Attribute>();
        for (var attribute : attributes) {
            if (!(attribute.namespace().isEmpty() && attribute.name().equals(attributeName))) {
                others.add(attribute);
            }
        }
        others.add(Attribute.of(attributeName, value));
        return withAttributes(others);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Element that
                && namespace.equals(that.namespace)
                && name.equals(that.name)
                && attributes.equals(that.attributes)
                && children.equals(that.children);
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, name, attributes, children);
    }

    /// Item content is secret: name and line only.
    @Override
    public String toString() {
        return "<%s> at line %d".formatted(name, line);
    }
}

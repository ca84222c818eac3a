package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;
import org.gongyuan.trust.suite.Digest;
import org.gongyuan.trust.suite.Suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Content that several items share: a case, a text, a diagram. Like an asset it is named by its
/// content, `stimuli/<SHA-256>.xml`.
public final class Stimulus {

    private static final Set<String> KEPT = Set.of("identifier", "title", "label");

    private final Element root;
    private final Digest digest;

    private Stimulus(Element root) {
        this.root = requireNonNull(root, "root");
        this.digest = Suite.INTL_1.digest(CanonicalXml.bytes(root));
    }

    /// Reads a tree in QTI 3.0 names. Empty if anything refuses it; `findings` tells what.
    public static Optional<Stimulus> read(Element tree, Findings findings) {
        if (!tree.is("qti-assessment-stimulus")) {
            findings.refuse(tree.line(), tree.name(), "the file is not a QTI stimulus");
            return Optional.empty();
        }
        var kept = new ArrayList<Node>();
        for (var child : tree.elements()) {
            switch (child.namespace().equals(Namespaces.QTI) ? child.name() : "") {
                case "qti-stimulus-body" ->
                        kept.add(new ContentCheck(findings, false).check(child));
                case "qti-stylesheet" ->
                        kept.add(
                                Attributes.keep(
                                        child.withChildren(List.of()),
                                        Vocabulary.entry("qti-stylesheet").attributes(),
                                        findings));
                default ->
                        findings.note(
                                child.line(), child.name(), "it is not shown and was not kept");
            }
        }
        if (kept.stream().noneMatch(n -> n instanceof Element e && e.is("qti-stimulus-body"))) {
            findings.refuse(tree.line(), tree.name(), "it has no qti-stimulus-body");
        }
        if (findings.refused()) {
            return Optional.empty();
        }
        var attributes = new ArrayList<Attribute>();
        for (var attribute : tree.attributes()) {
            boolean language =
                    attribute.namespace().equals(Namespaces.XML) && attribute.name().equals("lang");
            if (language || (attribute.namespace().isEmpty() && KEPT.contains(attribute.name()))) {
                attributes.add(attribute);
            }
        }
        return Optional.of(new Stimulus(tree.withAttributes(attributes).withChildren(kept)));
    }

    /// The name items refer to it by.
    public String name() {
        return "stimuli/%s.xml".formatted(digest.hex());
    }

    /// The identifier its file carries.
    public String identifier() {
        return root.attribute("identifier").orElse("");
    }

    /// What people in the bank call it.
    public String title() {
        return root.attribute("title").orElse("");
    }

    /// The stimulus as a QTI 3.0 tree.
    public Element root() {
        return root;
    }

    /// Files it shows.
    public List<String> assets() {
        return References.assets(root);
    }

    /// The bytes its name is taken from.
    public byte[] canonicalBytes() {
        return CanonicalXml.bytes(root);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stimulus that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /// Content is secret: the name only.
    @Override
    public String toString() {
        return name();
    }
}

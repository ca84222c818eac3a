package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Markup;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.MarkupRefused;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;
import org.gongyuan.bank.scoring.OutcomeDeclaration;
import org.gongyuan.bank.scoring.ResponseDeclaration;
import org.gongyuan.bank.scoring.ResponseProcessing;

import java.util.ArrayList;
import java.util.List;

/// The part of an item that markers need and seats never get: declarations with their keys, rules,
/// and rubrics that are not for candidates (`item-bank/spec/interchange.md`, section 11). It is
/// itself a small QTI 3.0 item without interactions.
public final class MarkingItem {

    private final Item item;

    private MarkingItem(Item item) {
        this.item = item;
    }

    /// The marking part of an item.
    public static MarkingItem of(Item item) {
        var kept = new ArrayList<Node>();
        var rubrics = new ArrayList<Element>();
        for (var child : item.root().elements()) {
            switch (child.name()) {
                case "qti-response-declaration",
                        "qti-outcome-declaration",
                        "qti-response-processing" ->
                        kept.add(child);
                case "qti-item-body" -> {
                    child.all()
                            .filter(e -> e.is("qti-rubric-block"))
                            .filter(e -> !KeylessItem.isForCandidates(e))
                            .forEach(rubrics::add);
                    kept.add(new Element(Namespaces.QTI, child.name(), List.of(), rubrics, 0));
                }
                default -> {
                    // Content and feedback are for nobody who marks.
                }
            }
        }
        return read(item.root().withChildren(kept));
    }

    private static MarkingItem read(Element root) {
        var findings = new Findings(root.attribute("identifier").orElse(""), "marking part");
        return new MarkingItem(
                Item.read(root, findings)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "not a marking part: %s"
                                                        .formatted(findings.list().getFirst()))));
    }

    /// Reads what [#bytes] wrote.
    ///
    /// @throws IllegalArgumentException if the bytes are no marking part
    public static MarkingItem read(byte[] bytes) {
        try {
            return read(Markup.read(bytes, MarkupLimits.ITEM).root());
        } catch (MarkupRefused refused) {
            throw new IllegalArgumentException(
                    "not a marking part: %s".formatted(refused.getMessage()), refused);
        }
    }

    /// The item it belongs to.
    public ItemId id() {
        return item.id();
    }

    /// Response declarations with their keys.
    public List<ResponseDeclaration> responses() {
        return item.responses();
    }

    /// Outcome declarations.
    public List<OutcomeDeclaration> outcomes() {
        return item.outcomes();
    }

    /// The rules.
    public ResponseProcessing processing() {
        return item.processing();
    }

    /// What a marker reads: `qti-rubric-block` elements.
    public List<Element> guide() {
        return item.body().map(body -> body.elements("qti-rubric-block")).orElse(List.of());
    }

    /// Canonical XML, secret.
    public byte[] bytes() {
        return CanonicalXml.bytes(item.root());
    }

    @Override
    public String toString() {
        return "marking part of " + item;
    }
}

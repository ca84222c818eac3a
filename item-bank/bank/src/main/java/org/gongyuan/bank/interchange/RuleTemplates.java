package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Response processing that lies in a file of its own is put into the item
/// (`item-bank/spec/interchange.md`, section 7).
final class RuleTemplates {

    private RuleTemplates() {}

    /// The item with its rules; `files` gives the bytes a reference means, empty if there are none.
    static Element inline(Element tree, Function<String, Optional<byte[]>> files) {
        var children = new ArrayList<Node>();
        for (var child : tree.children()) {
            children.add(
                    child instanceof Element element && element.is("qti-response-processing")
                            ? withRules(element, files)
                            : child);
        }
        return tree.withChildren(children);
    }

    /// What an item refers to as its rules, besides the standard's own templates.
    static List<String> references(Element tree) {
        var references = new ArrayList<String>();
        for (var child : tree.elements()) {
            if (child.is("qti-response-processing") && child.elements().isEmpty()) {
                references.addAll(referencesOf(child));
            }
        }
        return references;
    }

    private static List<String> referencesOf(Element processing) {
        var references = new ArrayList<String>();
        for (var attribute : List.of("template-location", "template")) {
            processing
                    .attribute(attribute)
                    .filter(reference -> !reference.isBlank())
                    .filter(reference -> !Item.isStandardTemplate(reference))
                    .ifPresent(references::add);
        }
        return references;
    }

    private static Element withRules(Element processing, Function<String, Optional<byte[]>> files) {
        if (!processing.elements().isEmpty()) {
            return processing;
        }
        for (var reference : referencesOf(processing)) {
            var found = files.apply(reference);
            if (found.isPresent()
                    && Source.read(found.get(), reference, MarkupLimits.ITEM)
                            instanceof Source.Qti3(var rules, _)
                    && rules.is("qti-response-processing")) {
                return new Element(
                        Namespaces.QTI,
                        processing.name(),
                        List.of(),
                        rules.children(),
                        processing.line());
            }
        }
        return processing;
    }
}

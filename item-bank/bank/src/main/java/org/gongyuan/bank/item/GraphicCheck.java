package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;
import org.gongyuan.bank.item.markup.Text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Checks vector graphics, inside items and as files (`item-bank/spec/interchange.md`, section 6):
/// shapes, text and paint only. Scripts, foreign objects, links, embedded pictures and animation
/// are refused; what drawing programs add for themselves is left out with a note.
public final class GraphicCheck {

    private static final Set<String> SHOWN =
            Set.of(
                    "svg",
                    "g",
                    "defs",
                    "symbol",
                    "use",
                    "title",
                    "desc",
                    "switch",
                    "path",
                    "rect",
                    "circle",
                    "ellipse",
                    "line",
                    "polyline",
                    "polygon",
                    "text",
                    "tspan",
                    "textPath",
                    "marker",
                    "clipPath",
                    "mask",
                    "pattern",
                    "linearGradient",
                    "radialGradient",
                    "stop",
                    "style",
                    "filter",
                    "feBlend",
                    "feColorMatrix",
                    "feComponentTransfer",
                    "feComposite",
                    "feConvolveMatrix",
                    "feDiffuseLighting",
                    "feDisplacementMap",
                    "feDistantLight",
                    "feDropShadow",
                    "feFlood",
                    "feFuncA",
                    "feFuncB",
                    "feFuncG",
                    "feFuncR",
                    "feGaussianBlur",
                    "feMerge",
                    "feMergeNode",
                    "feMorphology",
                    "feOffset",
                    "fePointLight",
                    "feSpecularLighting",
                    "feSpotLight",
                    "feTile",
                    "feTurbulence");

    private static final Set<String> TEXTUAL =
            Set.of("text", "tspan", "textPath", "title", "desc", "style");

    private GraphicCheck() {}

    /// The graphic without what is left out, with every refusal and note in `findings`.
    public static Element clean(Element root, Findings findings) {
        if (!root.namespace().equals(Namespaces.SVG) || !root.name().equals("svg")) {
            findings.refuse(root.line(), root.name(), "a graphic begins with svg in its namespace");
            return root;
        }
        return element(root, findings);
    }

    private static Element element(Element from, Findings findings) {
        var attributes = new ArrayList<Attribute>();
        for (var attribute : from.attributes()) {
            if (keeps(from, attribute, findings)) {
                attributes.add(attribute);
            }
        }
        return from.withAttributes(attributes).withChildren(children(from, findings));
    }

    private static List<Node> children(Element from, Findings findings) {
        var children = new ArrayList<Node>();
        for (var child : from.children()) {
            switch (child) {
                case Text text -> {
                    if (TEXTUAL.contains(from.name())) {
                        children.add(text);
                    }
                }
                case Element element -> {
                    if (!element.namespace().equals(Namespaces.SVG)) {
                        findings.note(
                                element.line(),
                                element.name(),
                                "foreign elements in a graphic are not kept");
                    } else if (element.name().equals("metadata")) {
                        findings.note(element.line(), "metadata", "it is not kept in a graphic");
                    } else if (!SHOWN.contains(element.name())) {
                        findings.refuse(
                                element.line(),
                                "svg " + element.name(),
                                "only shapes, text and paint are taken in a graphic");
                    } else {
                        children.add(element(element, findings));
                    }
                }
            }
        }
        if (from.name().equals("style")) {
            StyleCheck.refused(from.text())
                    .ifPresent(
                            token ->
                                    findings.refuse(
                                            from.line(),
                                            "svg style",
                                            "%s can fetch or run something".formatted(token)));
        }
        return children;
    }

    private static boolean keeps(Element from, Attribute attribute, Findings findings) {
        var name = attribute.name();
        var where = "%s on svg %s".formatted(name, from.name());
        if (name.toLowerCase(Locale.ROOT).startsWith("on")) {
            findings.refuse(from.line(), where, "event attributes run code");
            return false;
        }
        if (name.equals("href")) {
            if (attribute.value().strip().startsWith("#")) {
                return true;
            }
            findings.refuse(from.line(), where, "a graphic may refer only to its own parts");
            return false;
        }
        if (Attributes.runs(attribute.value())) {
            findings.refuse(from.line(), where, "it would run code");
            return false;
        }
        var namespace = attribute.namespace();
        if (!namespace.isEmpty()) {
            return namespace.equals(Namespaces.XML) && name.matches("lang|space");
        }
        var refused = StyleCheck.refused(attribute.value());
        refused.ifPresent(
                token ->
                        findings.refuse(
                                from.line(),
                                where,
                                "%s can fetch or run something".formatted(token)));
        return refused.isEmpty();
    }
}

package org.gongyuan.bank.item.markup;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The one way an element tree is written as bytes (`item-bank/spec/interchange.md`, section 3):
/// UTF-8 without mark or declaration, attributes in order of namespace and name, no prefix but
/// `xml` and `xlink`, a default namespace declared where it changes, empty elements closed at
/// once. Equal trees give equal bytes.
public final class CanonicalXml {

    /// The first line of a written file; not a part of the canonical bytes.
    public static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private CanonicalXml() {}

    /// The canonical bytes.
    public static byte[] bytes(Element root) {
        return text(root).getBytes(StandardCharsets.UTF_8);
    }

    /// The canonical bytes after an XML declaration, as a file is written.
    public static byte[] file(Element root) {
        return (DECLARATION + text(root) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Element root) {
        var out = new StringBuilder();
        write(root, "", out);
        return out.toString();
    }

    private static void write(Element element, String around, StringBuilder out) {
        out.append('<').append(element.name());
        if (!element.namespace().equals(around)) {
            attribute("xmlns", element.namespace(), out);
        }
        var prefixes = prefixes(element);
        prefixes.forEach(
                (namespace, prefix) -> {
                    if (!namespace.equals(Namespaces.XML)) {
                        attribute("xmlns:" + prefix, namespace, out);
                    }
                });
        for (var attribute : element.attributes()) {
            var name =
                    attribute.namespace().isEmpty()
                            ? attribute.name()
                            : prefixes.get(attribute.namespace()) + ":" + attribute.name();
            attribute(name, attribute.value(), out);
        }
        if (element.children().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (var child : element.children()) {
            switch (child) {
                case Text(var value) -> escape(value, false, out);
                case Element inner -> write(inner, element.namespace(), out);
            }
        }
        out.append("</").append(element.name()).append('>');
    }

    private static Map<String, String> prefixes(Element element) {
        var prefixes = new LinkedHashMap<String, String>();
        for (var attribute : element.attributes()) {
            var namespace = attribute.namespace();
            if (!namespace.isEmpty() && !prefixes.containsKey(namespace)) {
                prefixes.put(
                        namespace,
                        switch (namespace) {
                            case Namespaces.XML -> "xml";
                            case Namespaces.XLINK -> "xlink";
                            default -> "n" + (prefixes.size() + 1);
                        });
            }
        }
        return prefixes;
    }

    private static void attribute(String name, String value, StringBuilder out) {
        out.append(' ').append(name).append("=\"");
        escape(value, true, out);
        out.append('"');
    }

    private static void escape(String value, boolean inAttribute, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#13;");
                case '"' -> out.append(inAttribute ? "&quot;" : "\"");
                case '\n' -> out.append(inAttribute ? "&#10;" : "\n");
                case '\t' -> out.append(inAttribute ? "&#9;" : "\t");
                default -> out.append(c);
            }
        }
    }
}

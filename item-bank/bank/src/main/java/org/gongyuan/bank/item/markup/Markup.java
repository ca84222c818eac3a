package org.gongyuan.bank.item.markup;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// One XML file, read.
///
/// The bytes are hostile until shown otherwise: no document type is read, no entity but the five of
/// XML and character references, nothing fetched from anywhere, sizes limited, bytes checked
/// against the declared encoding.
///
/// @param root the file's element
/// @param dropped comments and processing instructions that were not kept
/// @param firstDropped line of the first of them, 0 if there are none
/// @param doctype line of a document type that was not read, 0 if there is none
public record Markup(Element root, int dropped, int firstDropped, int doctype) {

    /// Reads one file, or says which line is refused and why.
    public static Markup read(byte[] bytes, MarkupLimits limits) throws MarkupRefused {
        return read(bytes, limits, UnaryOperator.identity());
    }

    /// Reads one HTML file under the same rules, after its spelling was brought to XML
    /// (`item-bank/spec/interchange.md`, section 9.1).
    public static Markup readHtml(byte[] bytes, MarkupLimits limits) throws MarkupRefused {
        return read(bytes, limits, HtmlText::asXml);
    }

    private static Markup read(byte[] bytes, MarkupLimits limits, UnaryOperator<String> spelling)
            throws MarkupRefused {
        if (bytes.length > limits.bytes()) {
            throw new MarkupRefused(
                    0,
                    "file of %d bytes".formatted(bytes.length),
                    "at most %d are read".formatted(limits.bytes()));
        }
        var text = spelling.apply(Encoding.decode(bytes));
        var found = Scan.look(text, limits);
        try {
            return new Markup(
                    build(found.text(), found.lines()),
                    found.dropped(),
                    found.firstDropped(),
                    found.doctype());
        } catch (XMLStreamException broken) {
            var where = broken.getLocation();
            throw new MarkupRefused(
                    where == null ? 0 : Math.max(0, where.getLineNumber()),
                    "XML is not well-formed",
                    reason(broken));
        }
    }

    private static Element build(String text, List<Integer> lines)
            throws XMLStreamException, MarkupRefused {
        XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
        var open = new ArrayDeque<Open>();
        Element root = null;
        int start = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (start >= lines.size()) {
                        throw new MarkupRefused(0, "XML", "start tags could not be counted");
                    }
                    open.push(new Open(reader, lines.get(start++)));
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.peek().text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    var element = open.pop().close();
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.peek().add(element);
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MarkupRefused(
                                reader.getLocation().getLineNumber(),
                                "entity or document type",
                                "only the five entities of XML and character references are read");
                default -> {
                    // Comments and processing instructions were counted by the scan.
                }
            }
        }
        if (root == null) {
            throw new MarkupRefused(0, "XML", "the file holds no element");
        }
        return root;
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty("javax.xml.stream.isSupportingExternalEntities", false);
        factory.setXMLResolver(
                (_, _, _, _) -> {
                    throw new XMLStreamException("nothing is fetched from outside the file");
                });
        return factory;
    }

    /// The parser's sentence without its position, which the line already tells.
    private static String reason(XMLStreamException broken) {
        var message = String.valueOf(broken.getMessage());
        int marker = message.indexOf("Message: ");
        return (marker < 0 ? message : message.substring(marker + "Message: ".length()))
                .replace('\n', ' ')
                .strip();
    }

    /// An element whose end has not been seen.
    private static final class Open {

        private final String namespace;
        private final String name;
        private final int line;
        private final List<Attribute> attributes = new ArrayList<>();
        private final List<Node> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Open(XMLStreamReader reader, int line) {
            this.namespace = orEmpty(reader.getNamespaceURI());
            this.name = reader.getLocalName();
            this.line = line;
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.add(
                        new Attribute(
                                orEmpty(reader.getAttributeNamespace(i)),
                                reader.getAttributeLocalName(i),
                                reader.getAttributeValue(i)));
            }
        }

        private static String orEmpty(String value) {
            return value == null ? "" : value;
        }

        void add(Element child) {
            flush();
            children.add(child);
        }

        private void flush() {
            if (!text.isEmpty()) {
                children.add(new Text(text.toString()));
                text.setLength(0);
            }
        }

        Element close() {
            flush();
            return new Element(namespace, name, attributes, children, line);
        }
    }
}

package org.gongyuan.bank.interchange;

import org.gongyuan.bank.item.Finding;
import org.gongyuan.bank.item.Findings;
import org.gongyuan.bank.item.Severity;
import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Markup;
import org.gongyuan.bank.item.markup.MarkupLimits;
import org.gongyuan.bank.item.markup.MarkupRefused;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.item.markup.Node;
import org.gongyuan.bank.item.markup.Text;
import org.gongyuan.trust.suite.Suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// An HTML file that items show as a passage, read as the shared stimulus it is
/// (`item-bank/spec/interchange.md`, section 9.1). What its body may hold is judged afterwards, by
/// the rules of every stimulus; here its head is judged.
final class HtmlPassage {

    private static final Pattern CHARSET =
            Pattern.compile("charset\\s*=\\s*[\"']?([^\"';\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNICODE = Pattern.compile("utf-?(?:8|16)");

    /// In these, bytes below 128 are not the characters of ASCII.
    private static final Pattern NOT_ASCII = Pattern.compile("utf-7|hz.*|iso-2022.*");

    private final byte[] bytes;
    private final Findings findings;
    private final List<Node> stylesheets = new ArrayList<>();
    private String title = "";

    private HtmlPassage(byte[] bytes, Findings findings) {
        this.bytes = bytes;
        this.findings = findings;
    }

    /// Whether a path ends as HTML files do.
    static boolean isNamedLikeOne(String path) {
        var lower = path.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".html") || lower.endsWith(".htm") || lower.endsWith(".xhtml");
    }

    /// The file as a stimulus in QTI 3.0 names, or why it is none.
    static Source read(byte[] bytes, String file) {
        Markup markup;
        try {
            markup = Markup.readHtml(bytes, MarkupLimits.PASSAGE);
        } catch (MarkupRefused refused) {
            return none(file, refused.line(), refused.what(), refused.why());
        }
        var root = markup.root();
        if (!root.namespace().isEmpty() && !root.namespace().equals(Namespaces.XHTML)) {
            return none(
                    file,
                    root.line(),
                    root.name(),
                    "a passage is HTML, not of namespace \"%s\"".formatted(root.namespace()));
        }
        var identifier = "passage-" + Suite.INTL_1.digest(bytes).hex().substring(0, 16);
        var findings = Source.begun(markup, identifier, file);
        return new Source.Qti3(
                new HtmlPassage(bytes, findings).stimulus(root, identifier), findings);
    }

    private static Source none(String file, int line, String what, String why) {
        return new Source.NoQti(new Finding(Severity.REFUSED, "", file, line, what, why), false);
    }

    private Element stimulus(Element root, String identifier) {
        var content = root.name().equals("html") ? document(root) : List.of(content(root));
        var attributes = new ArrayList<Attribute>();
        attributes.add(Attribute.of("identifier", identifier));
        attributes.add(Attribute.of("title", title));
        root.attribute(Namespaces.XML, "lang")
                .or(() -> root.attribute("lang"))
                .filter(language -> !language.isBlank())
                .ifPresent(
                        language ->
                                attributes.add(new Attribute(Namespaces.XML, "lang", language)));
        var children = new ArrayList<Node>(stylesheets);
        children.add(
                new Element(Namespaces.QTI, "qti-stimulus-body", List.of(), content, root.line()));
        return new Element(
                Namespaces.QTI, "qti-assessment-stimulus", attributes, children, root.line());
    }

    private List<Element> document(Element html) {
        refuseEvents(html);
        var content = new ArrayList<Element>();
        for (var part : html.elements()) {
            switch (part.name()) {
                case "head" -> head(part);
                case "body" -> content.add(content(part));
                default ->
                        findings.refuse(
                                part.line(), part.name(), "a passage has a head and a body only");
            }
        }
        if (content.size() != 1) {
            findings.refuse(
                    html.line(),
                    "html",
                    "a passage has one body, this has %d".formatted(content.size()));
        }
        return content;
    }

    /// What is shown, as one block; the body's own attributes become those of the block.
    private Element content(Element from) {
        if (!from.name().equals("body")) {
            return Conversion.html(from);
        }
        refuseEvents(from);
        return Conversion.html(
                new Element(
                        from.namespace(), "div", from.attributes(), from.children(), from.line()));
    }

    private void head(Element head) {
        refuseEvents(head);
        for (var part : head.elements()) {
            refuseEvents(part);
            switch (part.name()) {
                case "title" -> title = text(part);
                case "meta" -> meta(part);
                case "link" -> link(part);
                default ->
                        findings.refuse(
                                part.line(),
                                part.name(),
                                "the head of a passage holds a title, stylesheets in files of the"
                                        + " package and meta");
            }
        }
    }

    private static String text(Element element) {
        return element.children().stream()
                .map(child -> child instanceof Text text ? text.value() : "")
                .collect(Collectors.joining())
                .strip()
                .replaceAll("\\s+", " ");
    }

    private void meta(Element meta) {
        var means = meta.attribute("http-equiv").orElse("").strip().toLowerCase(Locale.ROOT);
        if (!means.isEmpty() && !means.equals("content-type")) {
            if (means.equals("refresh")) {
                findings.refuse(meta.line(), "meta refresh", "it leads elsewhere");
                return;
            }
        } else {
            declared(meta)
                    .filter(charset -> !agrees(charset))
                    .ifPresent(
                            charset ->
                                    findings.refuse(
                                            meta.line(),
                                            "encoding",
                                            "the file declares \"%s\" but its bytes are UTF-8 or"
                                                            .formatted(charset)
                                                    + " UTF-16; save it as UTF-8"));
        }
        findings.note(meta.line(), "meta", "it is not shown and was not kept");
    }

    private static Optional<String> declared(Element meta) {
        var content = CHARSET.matcher(meta.attribute("content").orElse(""));
        return meta.attribute("charset")
                .or(() -> content.find() ? Optional.of(content.group(1)) : Optional.empty());
    }

    /// The bytes were found to be valid Unicode; another name is right only if they are all ASCII.
    private boolean agrees(String charset) {
        var name = charset.strip().toLowerCase(Locale.ROOT);
        if (UNICODE.matcher(name).matches()) {
            return true;
        }
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return !NOT_ASCII.matcher(name).matches();
    }

    private void link(Element link) {
        var kinds = link.attribute("rel").orElse("").strip().toLowerCase(Locale.ROOT);
        if (List.of(kinds.split("\\s+")).contains("stylesheet")) {
            stylesheets.add(
                    new Element(
                            Namespaces.QTI,
                            "qti-stylesheet",
                            List.of(
                                    Attribute.of("href", link.attribute("href").orElse("")),
                                    Attribute.of("type", "text/css")),
                            List.of(),
                            link.line()));
        } else {
            findings.note(link.line(), "link", "only stylesheets are used; it was not kept");
        }
    }

    private void refuseEvents(Element element) {
        for (var attribute : element.attributes()) {
            if (attribute.name().toLowerCase(Locale.ROOT).startsWith("on")) {
                findings.refuse(
                        element.line(),
                        "%s on %s".formatted(attribute.name(), element.name()),
                        "event attributes run code");
            }
        }
    }
}

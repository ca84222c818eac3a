package org.gongyuan.bank.item.markup;

import java.util.Locale;
import java.util.Set;

/// Brings the text of an HTML file to XML where the two say the same in different spelling: names
/// of characters, elements without an end, names in capitals (`item-bank/spec/interchange.md`,
/// section 9.1). Lines stay lines. What is still not well-formed after it is refused by the parser;
/// nothing is guessed or mended.
final class HtmlText {

    private static final Set<String> WITHOUT_END =
            Set.of(
                    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                    "param", "source", "track", "wbr");

    private static final int LONGEST_REFERENCE = 12;

    private final String html;
    private final StringBuilder xml;
    private int at;

    private HtmlText(String html) {
        this.html = html;
        this.xml = new StringBuilder(html.length() + 64);
    }

    static String asXml(String html) {
        var text = new HtmlText(html);
        text.run();
        return text.xml.toString();
    }

    private void run() {
        while (at < html.length()) {
            if (html.startsWith("<!--", at)) {
                copyPast("-->");
            } else if (html.startsWith("<![CDATA[", at)) {
                copyPast("]]>");
            } else if (html.startsWith("<?", at)) {
                copyPast("?>");
            } else if (html.regionMatches(true, at, "<!DOCTYPE", 0, 9)) {
                xml.append("<!DOCTYPE");
                at += 9;
                copyPast(">");
            } else if (isTag()) {
                tag();
            } else if (html.charAt(at) == '&') {
                reference();
            } else {
                xml.append(html.charAt(at++));
            }
        }
    }

    private void copyPast(String end) {
        int found = html.indexOf(end, at);
        int to = found < 0 ? html.length() : found + end.length();
        xml.append(html, at, to);
        at = to;
    }

    private boolean isTag() {
        if (html.charAt(at) != '<' || at + 1 >= html.length()) {
            return false;
        }
        char next = html.charAt(at + 1);
        return next == '/' || Character.isLetter(next);
    }

    private void tag() {
        boolean ends = html.charAt(at + 1) == '/';
        xml.append(html, at, at + (ends ? 2 : 1));
        at += ends ? 2 : 1;
        int from = at;
        while (at < html.length() && isOfAName(html.charAt(at))) {
            at++;
        }
        var written = html.substring(from, at);
        var lower = written.toLowerCase(Locale.ROOT);
        // Names of SVG and MathML have capitals of their own.
        xml.append(written.equals(written.toUpperCase(Locale.ROOT)) ? lower : written);
        attributes();
        if (at < html.length()) {
            if (!ends && WITHOUT_END.contains(lower) && xml.charAt(xml.length() - 1) != '/') {
                xml.append('/');
            }
            xml.append('>');
            at++;
        }
    }

    /// Up to the `>` of the tag.
    private void attributes() {
        char quote = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (quote == 0 && c == '>') {
                return;
            }
            if (c == '&') {
                reference();
                continue;
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
            xml.append(c);
            at++;
        }
    }

    private static boolean isOfAName(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == ':' || c == '.';
    }

    private void reference() {
        int end = html.indexOf(';', at);
        if (end > at && end - at <= LONGEST_REFERENCE) {
            var character = HtmlCharacters.named(html.substring(at + 1, end));
            if (character.isPresent()) {
                xml.append((char) character.getAsInt());
                at = end + 1;
                return;
            }
        }
        xml.append('&');
        at++;
    }
}

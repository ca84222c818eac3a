package org.gongyuan.bank.item.markup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A first look at the characters of an XML file, before any parser sees them: finds the line of
/// every start tag, refuses a document type and whatever exceeds the limits. It does not check
/// well-formedness; the parser after it does.
final class Scan {

    /// Only a name, or a public type of the W3C, whose address is never asked.
    private static final Pattern HARMLESS =
            Pattern.compile(
                    "<!DOCTYPE\\s+[\\w:.-]{1,100}"
                        + "(?:\\s+PUBLIC\\s+\"-//W3C//[^\"\\[<]{1,100}\"\\s+\"[^\"\\[<]{0,200}\")?"
                        + "\\s*>");

    /// A picture in a `data:` address is as long as its file.
    private static final String PICTURE = "data:image/";

    private final String text;
    private final MarkupLimits limits;
    private int at;
    private int line = 1;
    private int depth;
    private final List<Integer> lines = new ArrayList<>();
    private int dropped;
    private int firstDropped;
    private int doctype;
    private int doctypeFrom;
    private int doctypeTo;

    private Scan(String text, MarkupLimits limits) {
        this.text = text;
        this.limits = limits;
    }

    /// What the look found: the line of every start tag, what is not kept, the line of a document
    /// type (0 if there is none) and the text without it.
    record Found(List<Integer> lines, int dropped, int firstDropped, int doctype, String text) {}

    static Found look(String text, MarkupLimits limits) throws MarkupRefused {
        var scan = new Scan(text, limits);
        scan.run();
        return new Found(
                scan.lines, scan.dropped, scan.firstDropped, scan.doctype, scan.withoutDoctype());
    }

    private void run() throws MarkupRefused {
        while (at < text.length()) {
            if (text.charAt(at) != '<') {
                characters();
            } else if (text.startsWith("<!--", at)) {
                drop();
                skipPast("-->", "comment");
            } else if (text.startsWith("<![CDATA[", at)) {
                int from = at;
                skipPast("]]>", "CDATA section");
                checkLength(at - from, limits.textLength(), "text");
            } else if (text.startsWith("<!DOCTYPE", at)) {
                documentType();
            } else if (text.startsWith("<?", at)) {
                if (!text.startsWith("<?xml ", at) || at > 0) {
                    drop();
                }
                skipPast("?>", "processing instruction");
            } else if (text.startsWith("</", at)) {
                depth--;
                skipPast(">", "end tag");
            } else {
                startTag();
            }
        }
    }

    /// A document type without anything of its own and without an address to fetch it from says
    /// nothing that is used: it is left out. Every other one is refused.
    private void documentType() throws MarkupRefused {
        int end = text.indexOf('>', at);
        var declared = end < 0 ? "" : text.substring(at, end + 1);
        if (doctype > 0 || !lines.isEmpty() || !HARMLESS.matcher(declared).matches()) {
            throw new MarkupRefused(
                    line,
                    "DOCTYPE",
                    "document types and entity declarations are not read; remove the line and"
                            + " write characters instead of entities");
        }
        doctype = line;
        doctypeFrom = at;
        doctypeTo = end + 1;
        advanceTo(end + 1);
    }

    /// The parser gets blanks in its place, so that lines and places stay.
    private String withoutDoctype() {
        if (doctype == 0) {
            return text;
        }
        var blank = text.substring(doctypeFrom, doctypeTo).replaceAll("[^\n]", " ");
        return text.substring(0, doctypeFrom) + blank + text.substring(doctypeTo);
    }

    private void drop() {
        if (dropped++ == 0) {
            firstDropped = line;
        }
    }

    private void characters() throws MarkupRefused {
        int end = text.indexOf('<', at);
        if (end < 0) {
            end = text.length();
        }
        checkLength(end - at, limits.textLength(), "text");
        advanceTo(end);
    }

    private void startTag() throws MarkupRefused {
        if (lines.size() >= limits.elements()) {
            throw new MarkupRefused(
                    line,
                    "too many elements",
                    "a file may hold at most %d".formatted(limits.elements()));
        }
        lines.add(line);
        depth++;
        if (depth > limits.depth()) {
            throw new MarkupRefused(
                    line, "nesting", "elements may lie at most %d deep".formatted(limits.depth()));
        }
        at++;
        int attributes = 0;
        int wordStart = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '>') {
                checkLength(at - wordStart, limits.nameLength(), "name");
                if (text.charAt(at - 1) == '/') {
                    depth--;
                }
                at++;
                return;
            }
            if (c == '"' || c == '\'') {
                attributes++;
                if (attributes > limits.attributes()) {
                    throw new MarkupRefused(
                            line,
                            "too many attributes",
                            "an element may have at most %d".formatted(limits.attributes()));
                }
                checkLength(at - wordStart, limits.nameLength(), "name");
                int end = text.indexOf(c, at + 1);
                if (end < 0) {
                    throw new MarkupRefused(line, "attribute", "its value does not end");
                }
                int longest =
                        text.startsWith(PICTURE, at + 1)
                                ? limits.bytes()
                                : limits.attributeLength();
                checkLength(end - at - 1, longest, "attribute value");
                advanceTo(end + 1);
                wordStart = at;
            } else {
                if (c == '\n') {
                    line++;
                }
                if (c == '\n' || c == ' ' || c == '\t') {
                    checkLength(at - wordStart, limits.nameLength(), "name");
                    wordStart = at + 1;
                }
                at++;
            }
        }
        throw new MarkupRefused(line, "start tag", "it does not end");
    }

    private void skipPast(String end, String what) throws MarkupRefused {
        int found = text.indexOf(end, at + 2);
        if (found < 0) {
            throw new MarkupRefused(line, what, "it does not end");
        }
        advanceTo(found + end.length());
    }

    private void advanceTo(int next) {
        for (int i = at; i < next; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        at = next;
    }

    private void checkLength(int length, int longest, String what) throws MarkupRefused {
        if (length > longest) {
            throw new MarkupRefused(
                    line,
                    what + " of %d characters".formatted(length),
                    "at most %d are read".formatted(longest));
        }
    }
}

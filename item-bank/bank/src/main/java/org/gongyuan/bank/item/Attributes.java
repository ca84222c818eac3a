package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Attribute;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks the attributes of content elements (`item-bank/spec/interchange.md`, section 6): what
/// runs code or leads outside is refused, what is not known is left out with a note, the rest is
/// kept.
final class Attributes {

    private static final Set<String> ADDRESSES =
            Set.of("href", "src", "data", "longdesc", "cite", "srcset", "poster", "usemap");
    private static final Pattern HIDING = Pattern.compile("[\\s\\p{Cntrl}]");
    private static final Pattern SCHEME =
            Pattern.compile("^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\).*");
    private static final List<String> RUNNING = List.of("javascript:", "vbscript:", "data:");

    private Attributes() {}

    static Element keep(Element from, Set<String> known, Findings findings) {
        var kept = new ArrayList<Attribute>();
        for (var attribute : from.attributes()) {
            if (keeps(from, attribute, known, findings)) {
                kept.add(attribute);
            }
        }
        return from.withAttributes(kept);
    }

    private static boolean keeps(
            Element from, Attribute attribute, Set<String> known, Findings findings) {
        var name = attribute.name();
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("on")) {
            findings.refuse(
                    from.line(),
                    "%s on %s".formatted(name, from.name()),
                    "event attributes run code");
            return false;
        }
        if (runs(attribute.value())
                && (ADDRESSES.contains(name) || !startsWithData(attribute.value()))) {
            findings.refuse(
                    from.line(),
                    "%s on %s".formatted(name, from.name()),
                    "addresses with javascript:, vbscript: or data: are not taken; put media into"
                            + " files of the package");
            return false;
        }
        if (!attribute.namespace().isEmpty()) {
            return keepsForeign(from, attribute, findings);
        }
        if (lower.equals("style")) {
            var refused = StyleCheck.refused(attribute.value());
            refused.ifPresent(
                    token ->
                            findings.refuse(
                                    from.line(),
                                    "style on %s".formatted(from.name()),
                                    "%s can fetch or run something".formatted(token)));
            return refused.isEmpty();
        }
        if (name.equals("template-identifier")) {
            findings.refuse(
                    from.line(),
                    "template-identifier on %s".formatted(from.name()),
                    "item templates are not carried out");
            return false;
        }
        if (name.startsWith("data-") || name.startsWith("aria-")) {
            return true;
        }
        if (!known.contains(name) && !Html.EVERYWHERE.contains(name)) {
            findings.note(
                    from.line(),
                    "attribute %s on %s".formatted(name, from.name()),
                    "it is not known and was not kept");
            return false;
        }
        return !ADDRESSES.contains(name) || keepsAddress(from, attribute, findings);
    }

    /// Whether a value would run or carry code as an address, however it is spaced.
    static boolean runs(String value) {
        var plain = HIDING.matcher(value).replaceAll("").toLowerCase(Locale.ROOT);
        return RUNNING.stream().anyMatch(plain::startsWith);
    }

    /// A title may well begin with "Data:"; an address may not.
    private static boolean startsWithData(String value) {
        return value.strip().toLowerCase(Locale.ROOT).startsWith("data:");
    }

    /// Whether an address leads out of the package.
    static boolean isRemote(String address) {
        return SCHEME.matcher(address.strip()).matches();
    }

    private static boolean keepsForeign(Element from, Attribute attribute, Findings findings) {
        if (attribute.namespace().equals(Namespaces.XSI)) {
            return false;
        }
        if (attribute.namespace().equals(Namespaces.XML)) {
            switch (attribute.name()) {
                case "lang" -> {
                    return true;
                }
                case "base" ->
                        findings.refuse(
                                from.line(),
                                "xml:base on %s".formatted(from.name()),
                                "addresses are relative to their file; write them out");
                default -> {
                    // xml:space and xml:id say nothing about what a candidate sees.
                }
            }
            return false;
        }
        findings.note(
                from.line(),
                "attribute %s on %s".formatted(attribute.name(), from.name()),
                "its namespace %s is not known; it was not kept".formatted(attribute.namespace()));
        return false;
    }

    private static boolean keepsAddress(Element from, Attribute attribute, Findings findings) {
        var where = "%s on %s".formatted(attribute.name(), from.name());
        return switch (attribute.name()) {
            case "src", "data", "poster" -> keepsMedia(from, attribute, where, findings);
            case "href" -> keepsLink(from, attribute, where, findings);
            default -> {
                findings.note(from.line(), where, "it is not used in an exam and was not kept");
                yield false;
            }
        };
    }

    private static boolean keepsMedia(
            Element from, Attribute attribute, String where, Findings findings) {
        if (attribute.value().isBlank()) {
            findings.warn(from.line(), where, "it is empty");
            return false;
        }
        if (isRemote(attribute.value())) {
            findings.refuse(
                    from.line(), where, "media by remote address; put the file into the package");
            return false;
        }
        return true;
    }

    private static boolean keepsLink(
            Element from, Attribute attribute, String where, Findings findings) {
        if (from.is("qti-stylesheet")) {
            return keepsMedia(from, attribute, where, findings);
        }
        if (attribute.value().strip().startsWith("#")) {
            return true;
        }
        findings.warn(from.line(), where, "links lead nowhere in an exam; its target was not kept");
        return false;
    }
}

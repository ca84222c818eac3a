package org.gongyuan.bank.item;

import java.util.Map;
import java.util.Set;

/// The part of HTML that may stand in an item, element by element with its attributes
/// (`item-bank/spec/interchange.md`, section 6). What is not listed here is refused by name.
public final class Html {

    /// Attributes every body element may have.
    static final Set<String> EVERYWHERE =
            Set.of("id", "class", "title", "lang", "dir", "label", "style", "role", "tabindex");

    private static final Set<String> NONE = Set.of();
    private static final Set<String> CELL =
            Set.of(
                    "colspan", "rowspan", "headers", "scope", "abbr", "axis", "align", "valign",
                    "width", "height", "char", "charoff");
    private static final Set<String> ROWS = Set.of("align", "valign", "char", "charoff");
    private static final Set<String> COLUMNS =
            Set.of("span", "width", "align", "valign", "char", "charoff");
    private static final Set<String> MEDIA =
            Set.of(
                    "src",
                    "width",
                    "height",
                    "controls",
                    "autoplay",
                    "loop",
                    "muted",
                    "preload",
                    "poster",
                    "type",
                    "media",
                    "kind",
                    "srclang",
                    "default");

    private static final Map<String, Set<String>> ELEMENTS =
            Map.ofEntries(
                    Map.entry("a", Set.of("href", "type", "name", "target", "rel")),
                    Map.entry("abbr", NONE),
                    Map.entry("acronym", NONE),
                    Map.entry("address", NONE),
                    Map.entry("article", NONE),
                    Map.entry("aside", NONE),
                    Map.entry("audio", MEDIA),
                    Map.entry("b", NONE),
                    Map.entry("bdi", NONE),
                    Map.entry("bdo", NONE),
                    Map.entry("big", NONE),
                    Map.entry("blockquote", Set.of("cite")),
                    Map.entry("br", NONE),
                    Map.entry("caption", Set.of("align")),
                    Map.entry("cite", NONE),
                    Map.entry("code", NONE),
                    Map.entry("col", COLUMNS),
                    Map.entry("colgroup", COLUMNS),
                    Map.entry("dd", NONE),
                    Map.entry("del", NONE),
                    Map.entry("details", Set.of("open")),
                    Map.entry("dfn", NONE),
                    Map.entry("div", Set.of("align")),
                    Map.entry("dl", NONE),
                    Map.entry("dt", NONE),
                    Map.entry("em", NONE),
                    Map.entry("figcaption", NONE),
                    Map.entry("figure", NONE),
                    Map.entry("footer", NONE),
                    Map.entry("h1", NONE),
                    Map.entry("h2", NONE),
                    Map.entry("h3", NONE),
                    Map.entry("h4", NONE),
                    Map.entry("h5", NONE),
                    Map.entry("h6", NONE),
                    Map.entry("header", NONE),
                    Map.entry("hr", Set.of("size", "width", "noshade", "align")),
                    Map.entry("i", NONE),
                    Map.entry(
                            "img",
                            Set.of(
                                    "src",
                                    "alt",
                                    "longdesc",
                                    "width",
                                    "height",
                                    "align",
                                    "border",
                                    "hspace",
                                    "vspace",
                                    "usemap")),
                    Map.entry("ins", NONE),
                    Map.entry("kbd", NONE),
                    Map.entry("label", Set.of("for")),
                    Map.entry("li", Set.of("value", "type")),
                    Map.entry("main", NONE),
                    Map.entry("mark", NONE),
                    Map.entry("nav", NONE),
                    Map.entry(
                            "object",
                            Set.of("data", "type", "width", "height", "name", "alt", "align")),
                    Map.entry("ol", Set.of("start", "type", "reversed", "compact")),
                    Map.entry("p", Set.of("align")),
                    Map.entry("param", Set.of("name", "value", "valuetype", "type")),
                    Map.entry("picture", NONE),
                    Map.entry("pre", Set.of("width")),
                    Map.entry("q", Set.of("cite")),
                    Map.entry("rb", NONE),
                    Map.entry("rp", NONE),
                    Map.entry("rt", NONE),
                    Map.entry("rtc", NONE),
                    Map.entry("ruby", NONE),
                    Map.entry("s", NONE),
                    Map.entry("samp", NONE),
                    Map.entry("section", NONE),
                    Map.entry("small", NONE),
                    Map.entry("source", Set.of("src", "type", "media", "srcset", "sizes")),
                    Map.entry("span", NONE),
                    Map.entry("strong", NONE),
                    Map.entry("sub", NONE),
                    Map.entry("summary", NONE),
                    Map.entry("sup", NONE),
                    Map.entry(
                            "table",
                            Set.of(
                                    "summary",
                                    "width",
                                    "border",
                                    "frame",
                                    "rules",
                                    "cellspacing",
                                    "cellpadding",
                                    "align",
                                    "bgcolor")),
                    Map.entry("tbody", ROWS),
                    Map.entry("td", CELL),
                    Map.entry("tfoot", ROWS),
                    Map.entry("th", CELL),
                    Map.entry("thead", ROWS),
                    Map.entry("time", Set.of("datetime")),
                    Map.entry("tr", ROWS),
                    Map.entry("track", MEDIA),
                    Map.entry("tt", NONE),
                    Map.entry("u", NONE),
                    Map.entry("ul", Set.of("type", "compact")),
                    Map.entry("var", NONE),
                    Map.entry("video", MEDIA),
                    Map.entry("wbr", NONE));

    /// HTML names that are known and refused.
    private static final Set<String> REFUSED =
            Set.of(
                    "applet",
                    "area",
                    "base",
                    "body",
                    "button",
                    "canvas",
                    "center",
                    "datalist",
                    "dialog",
                    "embed",
                    "fieldset",
                    "font",
                    "form",
                    "frame",
                    "frameset",
                    "head",
                    "html",
                    "iframe",
                    "input",
                    "legend",
                    "link",
                    "map",
                    "marquee",
                    "menu",
                    "meta",
                    "meter",
                    "noframes",
                    "noscript",
                    "optgroup",
                    "option",
                    "output",
                    "portal",
                    "progress",
                    "script",
                    "select",
                    "slot",
                    "strike",
                    "style",
                    "template",
                    "textarea");

    private Html() {}

    /// Whether the name is one of HTML's, inside the subset or not.
    public static boolean isName(String name) {
        return ELEMENTS.containsKey(name) || REFUSED.contains(name);
    }

    /// Whether the name is an HTML element of the subset.
    public static boolean isElement(String name) {
        return ELEMENTS.containsKey(name);
    }

    /// Attributes of an HTML element beyond those allowed everywhere.
    static Set<String> attributes(String name) {
        return ELEMENTS.get(name);
    }
}

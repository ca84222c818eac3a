package org.gongyuan.bank.item;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks through CSS for whatever could fetch or run something. CSS is kept as it is or refused.
public final class StyleCheck {

    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:([0-9a-fA-F]{1,6})\\s?|(.))", Pattern.DOTALL);
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final Pattern LOCAL_FRAGMENT = Pattern.compile("url\\([\"']?#[\\w.-]+[\"']?\\)");
    private static final List<String> REFUSED =
            List.of(
                    "url(",
                    "image-set(",
                    "src(",
                    "@import",
                    "expression(",
                    "behavior:",
                    "-moz-binding",
                    "javascript:",
                    "vbscript:",
                    "</",
                    "<!");

    private StyleCheck() {}

    /// What in the CSS is refused; empty if nothing is.
    public static Optional<String> refused(String css) {
        var plain = withoutComments(unescaped(css));
        plain = SPACE.matcher(plain).replaceAll("").toLowerCase(Locale.ROOT);
        plain = LOCAL_FRAGMENT.matcher(plain).replaceAll("");
        for (var token : REFUSED) {
            if (plain.contains(token)) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    /// The CSS without comments, which are for authors.
    static String withoutComments(String css) {
        var kept = new StringBuilder();
        int from = 0;
        for (int open = css.indexOf("/*"); open >= 0; open = css.indexOf("/*", from)) {
            kept.append(css, from, open);
            int close = css.indexOf("*/", open + 2);
            if (close < 0) {
                return kept.toString();
            }
            from = close + 2;
        }
        return kept.append(css, from, css.length()).toString();
    }

    /// CSS escapes could spell any of the refused words.
    private static String unescaped(String css) {
        return ESCAPE.matcher(css)
                .replaceAll(
                        match -> {
                            if (match.group(1) == null) {
                                return Matcher.quoteReplacement(match.group(2));
                            }
                            int point = Integer.parseInt(match.group(1), 16);
                            return Matcher.quoteReplacement(
                                    Character.isValidCodePoint(point)
                                            ? Character.toString(point)
                                            : "?");
                        });
    }
}

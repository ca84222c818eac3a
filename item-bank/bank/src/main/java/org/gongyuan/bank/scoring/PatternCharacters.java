package org.gongyuan.bank.scoring;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/// Reads what stands for one character in a pattern (RP 5.7): a character, an escape, a class in
/// brackets, a dot.
final class PatternCharacters {

    private static final int DEEPEST = 20;

    private final String pattern;
    private int at;
    private int depth;

    PatternCharacters(String pattern, int at) {
        this.pattern = pattern;
        this.at = at;
    }

    /// Reads one and tells where it ended.
    IntPredicate readAnd(IntConsumer end) {
        var character = next();
        var reads =
                switch (character) {
                    case '.' -> (IntPredicate) any -> any != '\n' && any != '\r';
                    case '[' -> bracketed();
                    case '\\' -> escape();
                    default -> (IntPredicate) read -> read == character;
                };
        end.accept(at);
        return reads;
    }

    /// After `[`: ranges and escapes up to `]`, possibly all but these, possibly less another
    /// class.
    private IntPredicate bracketed() {
        if (++depth > DEEPEST) {
            throw wrong(pattern, at, "classes are nested deeper than " + DEEPEST);
        }
        var negated = peek() == '^';
        if (negated) {
            at++;
        }
        IntPredicate members = null;
        IntPredicate less = null;
        while (peek() != ']' || members == null) {
            if (peek() == '-' && at + 1 < pattern.length() && pattern.charAt(at + 1) == '[') {
                at += 2;
                less = bracketed();
                if (peek() != ']') {
                    throw wrong(pattern, at, "nothing may follow what is subtracted from a class");
                }
                break;
            }
            var member = member();
            members = members == null ? member : members.or(member);
        }
        at++;
        depth--;
        if (members == null) {
            throw wrong(pattern, at, "a class is empty");
        }
        var all = negated ? members.negate() : members;
        return less == null ? all : all.and(less.negate());
    }

    private IntPredicate member() {
        var first = next();
        if (first == '[') {
            throw wrong(pattern, at - 1, "[ must be written \\[ inside a class");
        }
        if (first == ']') {
            throw wrong(pattern, at - 1, "a class is empty");
        }
        int from;
        if (first == '\\') {
            var single = singleEscape();
            if (single < 0) {
                return multiEscape();
            }
            from = single;
        } else {
            from = first;
        }
        var isRange =
                peek() == '-'
                        && at + 1 < pattern.length()
                        && pattern.charAt(at + 1) != ']'
                        && pattern.charAt(at + 1) != '[';
        if (!isRange) {
            return read -> read == from;
        }
        at++;
        var to = next();
        if (to == '\\') {
            to = singleEscape();
            if (to < 0) {
                throw wrong(pattern, at, "a range cannot end in a class of characters");
            }
        }
        if (to < from) {
            throw wrong(pattern, at, "a range runs backwards");
        }
        var last = to;
        return read -> from <= read && read <= last;
    }

    private IntPredicate escape() {
        var single = singleEscape();
        return single >= 0 ? read -> read == single : multiEscape();
    }

    /// The character an escape stands for, or -1 when it stands for many.
    private int singleEscape() {
        var character = peek();
        var single =
                switch (character) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case '\\',
                            '|',
                            '.',
                            '?',
                            '*',
                            '+',
                            '(',
                            ')',
                            '{',
                            '}',
                            '-',
                            '[',
                            ']',
                            '^',
                            '$',
                            '/',
                            '"',
                            '\'',
                            ',',
                            ':',
                            ';',
                            '=',
                            '!',
                            '#',
                            '%',
                            '&',
                            '<',
                            '>',
                            '@',
                            '_',
                            '~',
                            '`',
                            ' ' ->
                            character;
                    default -> -1;
                };
        if (single >= 0) {
            at++;
        }
        return single;
    }

    private IntPredicate multiEscape() {
        var character = next();
        return switch (character) {
            case 's' -> PatternCharacters::isSpace;
            case 'S' -> read -> !isSpace(read);
            case 'd' -> Character::isDigit;
            case 'D' -> read -> !Character.isDigit(read);
            case 'w' -> PatternCharacters::isWord;
            case 'W' -> read -> !isWord(read);
            case 'i' -> PatternCharacters::isNameStart;
            case 'I' -> read -> !isNameStart(read);
            case 'c' -> PatternCharacters::isName;
            case 'C' -> read -> !isName(read);
            case 'p' -> property();
            case 'P' -> property().negate();
            default ->
                    throw wrong(
                            pattern,
                            at - 1,
                            "\\%s is not an escape".formatted(Character.toString(character)));
        };
    }

    /// `{Lu}`, `{L}` or `{IsCJKUnifiedIdeographs}`.
    private IntPredicate property() {
        var end = pattern.indexOf('}', at);
        if (peek() != '{' || end < 0) {
            throw wrong(pattern, at, "\\p needs a name in braces");
        }
        var name = pattern.substring(at + 1, end);
        var from = at;
        at = end + 1;
        if (name.startsWith("Is")) {
            try {
                var block = Character.UnicodeBlock.forName(name.substring(2));
                return read -> block.equals(Character.UnicodeBlock.of(read));
            } catch (IllegalArgumentException _) {
                throw wrong(pattern, from, "no Unicode block is called " + name.substring(2));
            }
        }
        var category = UnicodeCategory.named(name);
        if (category == null) {
            throw wrong(pattern, from, "no Unicode category is called " + name);
        }
        return category;
    }

    private static boolean isSpace(int read) {
        return read == ' ' || read == '\t' || read == '\n' || read == '\r';
    }

    /// Everything but punctuation, separators and other (appendix F).
    private static boolean isWord(int read) {
        return switch (UnicodeCategory.of(read).charAt(0)) {
            case 'P', 'Z', 'C' -> false;
            default -> true;
        };
    }

    private static boolean isNameStart(int read) {
        return read == '_' || read == ':' || Character.isLetter(read);
    }

    private static boolean isName(int read) {
        return isNameStart(read)
                || read == '-'
                || read == '.'
                || Character.isDigit(read)
                || UnicodeCategory.of(read).charAt(0) == 'M';
    }

    private int peek() {
        if (at >= pattern.length()) {
            throw wrong(pattern, at, "it ends too soon");
        }
        return pattern.codePointAt(at);
    }

    private int next() {
        var character = peek();
        at += Character.charCount(character);
        return character;
    }

    static IllegalArgumentException wrong(String pattern, int at, String because) {
        return new IllegalArgumentException(
                "pattern \"%s\", at character %d: %s"
                        .formatted(BadToken.shown(pattern), at + 1, because));
    }
}

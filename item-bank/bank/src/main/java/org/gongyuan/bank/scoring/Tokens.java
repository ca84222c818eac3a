package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Value.Scalar;

/// Single values as text, both ways (RP 2.3): "A", "A B", "3.5", "12 80".
final class Tokens {

    /// A number may not be longer than this (RP 2.3); a double needs at most 25 characters.
    private static final int LONGEST_NUMBER = 64;

    private Tokens() {}

    static Scalar parse(BaseType type, String token) {
        return switch (type) {
            case IDENTIFIER -> new Value.Identifier(identifier(type, token, token.strip()));
            case BOOLEAN ->
                    switch (token.strip()) {
                        case "true", "1" -> new Value.Bool(true);
                        case "false", "0" -> new Value.Bool(false);
                        default -> throw new BadToken(type, token, "write true or false");
                    };
            case INTEGER -> new Value.Int(integer(type, token, number(token)));
            case FLOAT -> new Value.Real(real(type, token, number(token)));
            case STRING -> new Value.Text(token);
            case POINT -> {
                var parts = parts(type, token);
                yield new Value.Point(
                        integer(type, token, number(parts[0])),
                        integer(type, token, number(parts[1])));
            }
            case PAIR -> {
                var parts = parts(type, token);
                yield new Value.Pair(
                        identifier(type, token, parts[0]), identifier(type, token, parts[1]));
            }
            case DIRECTED_PAIR -> {
                var parts = parts(type, token);
                yield new Value.DirectedPair(
                        identifier(type, token, parts[0]), identifier(type, token, parts[1]));
            }
            case DURATION -> {
                var seconds = real(type, token, number(token));
                if (seconds < 0 || Double.isInfinite(seconds)) {
                    throw new BadToken(type, token, "seconds from 0 up are needed");
                }
                yield new Value.Seconds(seconds);
            }
            case URI -> {
                var uri = token.strip();
                if (uri.isEmpty() || uri.chars().anyMatch(Tokens::isSpace)) {
                    throw new BadToken(type, token, "a URI has no white space and is not empty");
                }
                yield new Value.Uri(uri);
            }
        };
    }

    /// The token that reads back as the same value; numbers in their one canonical form (RP 2.5).
    static String print(Scalar value) {
        return switch (value) {
            case Value.Identifier(var name) -> name;
            case Value.Bool(var holds) -> Boolean.toString(holds);
            case Value.Int(var number) -> Long.toString(number);
            case Value.Real(var number) -> number(number);
            case Value.Text(var text) -> text;
            case Value.Point(var x, var y) -> x + " " + y;
            case Value.Pair(var first, var second) -> first + " " + second;
            case Value.DirectedPair(var source, var target) -> source + " " + target;
            case Value.Seconds(var seconds) -> number(seconds);
            case Value.Uri(var uri) -> uri;
        };
    }

    /// The shortest decimal that reads back as the same double.
    static String number(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "INF" : "-INF";
        }
        return Double.toString(number);
    }

    private static String[] parts(BaseType type, String token) {
        var parts = token.strip().split("[ \t\r\n]+", 3);
        if (parts.length != 2) {
            throw new BadToken(type, token, "two parts with a space between are needed");
        }
        return parts;
    }

    private static String identifier(BaseType type, String token, String name) {
        if (name.isEmpty() || name.chars().anyMatch(Tokens::isSpace)) {
            throw new BadToken(
                    type, token, "an identifier is not empty and has no white space or controls");
        }
        return name;
    }

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character) || Character.isISOControl(character);
    }

    private static int integer(BaseType type, String token, String digits) {
        var at = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        if (at == digits.length() || !digits.chars().skip(at).allMatch(Tokens::isDigit)) {
            throw new BadToken(type, token, "a whole number is needed");
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException _) {
            throw new BadToken(
                    type,
                    token,
                    "an integer lies in %d..%d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
    }

    private static double real(BaseType type, String token, String number) {
        if (number.equals("INF")) {
            return Double.POSITIVE_INFINITY;
        }
        if (number.equals("-INF")) {
            return Double.NEGATIVE_INFINITY;
        }
        if (!isDecimal(number)) {
            throw new BadToken(type, token, "a number such as 2.5 or -1e3 is needed");
        }
        var real = Double.parseDouble(number);
        if (Double.isInfinite(real)) {
            throw new BadToken(type, token, "the number is too large");
        }
        return real;
    }

    /// `[+-] digits [. digits] [e [+-] digits]`, with a digit before or after the point.
    private static boolean isDecimal(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return false;
        }
        var at = afterSign(text, 0);
        var whole = afterDigits(text, at);
        var digits = whole - at;
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            var fraction = afterDigits(text, at + 1);
            digits += fraction - at - 1;
            at = fraction;
        }
        if (digits == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            var exponent = afterSign(text, at + 1);
            at = afterDigits(text, exponent);
            if (at == exponent) {
                return false;
            }
        }
        return at == text.length();
    }

    private static int afterSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')
                ? at + 1
                : at;
    }

    private static int afterDigits(String text, int from) {
        var at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }

    /// Numbers typed with a Chinese input method come in full-width characters; they are the same
    /// numbers (RP 2.3). White space around them is no part of them.
    private static String number(String token) {
        var stripped = token.strip();
        if (stripped.chars().allMatch(character -> character < 0x80)) {
            return stripped;
        }
        var ascii = new StringBuilder(stripped.length());
        for (var at = 0; at < stripped.length(); at++) {
            var character = stripped.charAt(at);
            if (character >= '\uFF01' && character <= '\uFF5E') {
                ascii.append((char) (character - 0xFEE0));
            } else if (character == '\u2212') {
                ascii.append('-');
            } else {
                ascii.append(character);
            }
        }
        return ascii.toString();
    }
}

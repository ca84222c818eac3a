package org.gongyuan.protocol.record;

/// Bounds every entry keeps (`exam-record.md` section 2.4).
final class Bound {

    private static final int LONGEST_TEXT = 200;

    private Bound() {}

    static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }

    static void text(String name, String value) {
        if (value.isEmpty() || value.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters, has %d"
                            .formatted(name, LONGEST_TEXT, value.length()));
        }
    }

    static void rehearsal(String value) {
        if (!value.matches("rehearsal-[0-9a-f]{16}")) {
            throw new IllegalArgumentException(
                    "a rehearsal is named rehearsal- and 16 hexadecimal digits, not \"%s\""
                            .formatted(value));
        }
    }
}

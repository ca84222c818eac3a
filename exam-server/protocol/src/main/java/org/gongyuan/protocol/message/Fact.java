package org.gongyuan.protocol.message;

import org.gongyuan.trust.encoding.CborWriter;

/// One line about a candidate as the roster has it (subject, level, room …), for his own
/// confirmation. Not for logs.
///
/// @param zh what it is, in Chinese
/// @param en what it is, in English
/// @param value what it says
public record Fact(String zh, String en, String value) {

    /// The most facts about one candidate.
    public static final int MOST = 10;

    private static final int LONGEST_LABEL = 40;
    private static final int LONGEST_VALUE = 100;

    public Fact {
        within("a label", zh, LONGEST_LABEL);
        within("a label", en, LONGEST_LABEL);
        within("a fact", value, LONGEST_VALUE);
    }

    private static void within(String what, String text, int longest) {
        if (text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(
                    "%s has 1 to %d characters, not %d".formatted(what, longest, text.length()));
        }
    }

    void write(CborWriter to) {
        to.array(3).text(zh).text(en).text(value);
    }

    static Fact read(Fields field) {
        field.array(3, "fact");
        return new Fact(field.text(), field.text(), field.text());
    }

    @Override
    public String toString() {
        return "Fact[" + en + "]";
    }
}

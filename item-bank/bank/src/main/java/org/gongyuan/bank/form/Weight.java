package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/// What the score of a placement is multiplied by (`forms.md` 1.5). Zero marks a pilot item:
/// delivered, not scored. Equal weights are written alike.
public record Weight(BigDecimal value) {

    private static final BigDecimal LARGEST = BigDecimal.valueOf(1000);
    private static final int DIGITS = 6;
    private static final int LONGEST_TEXT = 32;

    /// The weight of an item for which nothing else is said.
    public static final Weight ONE = new Weight(BigDecimal.ONE);

    /// The weight of a pilot item.
    public static final Weight PILOT = new Weight(BigDecimal.ZERO);

    public Weight {
        requireNonNull(value, "value");
        value = plain(value);
        if (value.signum() < 0 || value.compareTo(LARGEST) > 0 || value.scale() > DIGITS) {
            throw new IllegalArgumentException(
                    "weight %s is outside 0..%s with at most %d digits after the point"
                            .formatted(value.toString(), LARGEST, DIGITS));
        }
    }

    /// Reads a weight as QTI writes it.
    public static Weight parse(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "a weight has at most %d characters".formatted(LONGEST_TEXT));
        }
        try {
            return new Weight(new BigDecimal(text.strip()));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "weight \"%s\" is not a number".formatted(text), notANumber);
        }
    }

    /// Whether responses to a placement of this weight count.
    public boolean counts() {
        return value.signum() > 0;
    }

    private static BigDecimal plain(BigDecimal value) {
        if (value.precision() - (long) value.scale() > 9 || value.scale() > 40) {
            return value;
        }
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}

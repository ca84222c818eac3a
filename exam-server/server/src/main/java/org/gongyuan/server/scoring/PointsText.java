package org.gongyuan.server.scoring;

import org.gongyuan.bank.scoring.Points;

import java.math.BigDecimal;

/// Points as documents write them (`scoring.md` 2.1): one text for one amount.
final class PointsText {

    private static final int LONGEST = 30;

    private PointsText() {}

    /// Reads the one text of an amount.
    static Points parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "points have at most %d characters".formatted(LONGEST));
        }
        Points points;
        try {
            points = Points.of(new BigDecimal(text));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "points \"%s\" are not a number".formatted(text), notANumber);
        }
        if (!points.toString().equals(text)) {
            throw new IllegalArgumentException(
                    "points \"%s\" are written \"%s\"".formatted(text, points));
        }
        return points;
    }
}

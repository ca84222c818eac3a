package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of points, exact to a billionth, so that sums come out the same in any order and ten
/// tenths are one (RP 10.2).
public record Points(long billionths) implements Comparable<Points> {

    private static final int PLACES = 9;

    /// No points.
    public static final Points NONE = new Points(0);

    /// Points of a decimal number, rounded half to even at the ninth place.
    ///
    /// @throws IllegalArgumentException if it is beyond 9.2 billion
    public static Points of(BigDecimal number) {
        requireNonNull(number, "number");
        var rounded = number.setScale(PLACES, RoundingMode.HALF_EVEN).unscaledValue();
        if (rounded.bitLength() > 63) {
            throw new IllegalArgumentException("too many points: " + number);
        }
        return new Points(rounded.longValueExact());
    }

    /// These and those.
    ///
    /// @throws ArithmeticException beyond 9.2 billion
    public Points plus(Points other) {
        return new Points(Math.addExact(billionths, other.billionths));
    }

    /// These points under a weight.
    public Points times(BigDecimal weight) {
        return of(toDecimal().multiply(weight));
    }

    /// The same amount as a decimal number without needless zeros.
    public BigDecimal toDecimal() {
        var decimal = BigDecimal.valueOf(billionths, PLACES).stripTrailingZeros();
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    @Override
    public int compareTo(Points other) {
        return Long.compare(billionths, other.billionths);
    }

    @Override
    public String toString() {
        return toDecimal().toPlainString();
    }
}

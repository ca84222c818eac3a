package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Expression.Tolerance;
import org.gongyuan.bank.scoring.Value.Scalar;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// When two values are the same (RP 5.3).
final class Comparison {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// More figures change no double (RP 5.4).
    private static final int MOST_FIGURES = 400;

    private Comparison() {}

    /// `match` of two values that are not NULL.
    static boolean same(Value first, Value second) {
        return switch (first) {
            case Scalar one when second instanceof Scalar other -> sameScalar(one, other);
            case Value.Container one when second instanceof Value.Container other ->
                    sameContainer(one, other);
            case Value.Fields(var one) when second instanceof Value.Fields(var other) ->
                    one.keySet().equals(other.keySet())
                            && one.entrySet().stream()
                                    .allMatch(
                                            field ->
                                                    sameScalar(
                                                            field.getValue(),
                                                            other.get(field.getKey())));
            default ->
                    throw new UnsupportedProcessing(
                            "%s cannot be compared with %s".formatted(shape(first), shape(second)));
        };
    }

    static boolean sameScalar(Scalar first, Scalar second) {
        if (first.type() == second.type()) {
            return first.equals(second);
        }
        if (first.type().isNumeric() && second.type().isNumeric()) {
            return compare(first, second) == 0;
        }
        if (isName(first.type()) && isName(second.type())) {
            return Tokens.print(first).equals(Tokens.print(second));
        }
        throw new UnsupportedProcessing(
                "%s cannot be compared with %s".formatted(shape(first), shape(second)));
    }

    private static boolean isName(BaseType type) {
        return type == BaseType.IDENTIFIER || type == BaseType.STRING || type == BaseType.URI;
    }

    private static boolean sameContainer(Value.Container first, Value.Container second) {
        if (first.cardinality() != second.cardinality()) {
            throw new UnsupportedProcessing(
                    "%s cannot be compared with %s".formatted(shape(first), shape(second)));
        }
        if (first.elements().size() != second.elements().size()) {
            return false;
        }
        return first.cardinality() == Cardinality.ORDERED
                ? isAt(0, first.elements(), second.elements())
                : holdsAll(first.elements(), second.elements());
    }

    /// Whether `part` stands in `whole` from that place on.
    static boolean isAt(int from, List<Scalar> whole, List<Scalar> part) {
        for (var at = 0; at < part.size(); at++) {
            if (!sameScalar(whole.get(from + at), part.get(at))) {
                return false;
            }
        }
        return true;
    }

    /// Whether `whole` holds every element of `part`, a repeated one as often.
    static boolean holdsAll(List<Scalar> whole, List<Scalar> part) {
        var left = new ArrayList<>(whole);
        for (var element : part) {
            if (!removeOne(left, element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean removeOne(List<Scalar> elements, Scalar wanted) {
        for (var at = 0; at < elements.size(); at++) {
            if (sameScalar(elements.get(at), wanted)) {
                elements.remove(at);
                return true;
            }
        }
        return false;
    }

    /// Compares two numbers exactly, also an integer with a float.
    static int compare(Scalar first, Scalar second) {
        if (first instanceof Value.Int(var one) && second instanceof Value.Int(var other)) {
            return Long.compare(one, other);
        }
        var one = Arithmetic.real(first);
        var other = Arithmetic.real(second);
        if (Double.isInfinite(one) || Double.isInfinite(other)) {
            return Double.compare(one, other);
        }
        return decimal(first).compareTo(decimal(second));
    }

    /// `equal`: whether the second number lies in the tolerance around the first. Bounds are worked
    /// out in decimals, so that 3.13 lies within 0.01 of 3.14 (RP 5.3).
    static boolean isNear(Scalar first, Scalar second, Tolerance tolerance, NumberReading numbers) {
        return switch (tolerance) {
            case Tolerance.Exact() -> compare(first, second) == 0;
            case Tolerance.Absolute(var below, var above, var includeLower, var includeUpper) ->
                    isBetween(
                            first,
                            second,
                            decimal(numbers.of(below)),
                            decimal(numbers.of(above)),
                            includeLower,
                            includeUpper);
            case Tolerance.Relative(var below, var above, var includeLower, var includeUpper) -> {
                if (Double.isInfinite(Arithmetic.real(first))) {
                    yield compare(first, second) == 0;
                }
                var size = decimal(first).abs();
                yield isBetween(
                        first,
                        second,
                        size.multiply(decimal(numbers.of(below))).divide(HUNDRED),
                        size.multiply(decimal(numbers.of(above))).divide(HUNDRED),
                        includeLower,
                        includeUpper);
            }
        };
    }

    private static boolean isBetween(
            Scalar middle,
            Scalar number,
            BigDecimal below,
            BigDecimal above,
            boolean includeLower,
            boolean includeUpper) {
        if (Double.isInfinite(Arithmetic.real(middle))
                || Double.isInfinite(Arithmetic.real(number))) {
            return compare(middle, number) == 0;
        }
        var lower = decimal(number).compareTo(decimal(middle).subtract(below));
        var upper = decimal(number).compareTo(decimal(middle).add(above));
        return (includeLower ? lower >= 0 : lower > 0) && (includeUpper ? upper <= 0 : upper < 0);
    }

    /// A number rounded by its decimal digits, halves away from zero (RP 5.4); empty figures give
    /// NULL.
    static Value rounded(Scalar number, Expression.RoundingMode mode, long figures) {
        var real = Arithmetic.real(number);
        if (Double.isInfinite(real)) {
            return new Value.Real(real);
        }
        var least = mode == Expression.RoundingMode.SIGNIFICANT_FIGURES ? 1 : 0;
        if (figures < least) {
            return Value.NULL;
        }
        var places = (int) Math.min(figures, MOST_FIGURES);
        var decimal = decimal(number);
        var rounded =
                switch (mode) {
                    case SIGNIFICANT_FIGURES ->
                            decimal.round(new MathContext(places, RoundingMode.HALF_UP));
                    case DECIMAL_PLACES -> decimal.setScale(places, RoundingMode.HALF_UP);
                };
        return new Value.Real(rounded.doubleValue());
    }

    static BigDecimal decimal(Scalar number) {
        return switch (number) {
            case Value.Int(var whole) -> BigDecimal.valueOf(whole);
            case Value.Real(var real) -> BigDecimal.valueOf(real);
            default -> throw Arithmetic.noNumber(number);
        };
    }

    private static BigDecimal decimal(double number) {
        if (Double.isInfinite(number)) {
            throw new UnsupportedProcessing("a tolerance cannot be infinite");
        }
        return BigDecimal.valueOf(number);
    }

    static String shape(Value value) {
        return switch (value) {
            case Value.Null _ -> "NULL";
            case Scalar scalar -> "a single " + scalar.type().qtiName();
            case Value.Container(var cardinality, var type, _) ->
                    (cardinality == Cardinality.ORDERED ? "an ordered" : "a multiple")
                            + " container of "
                            + type.qtiName();
            case Value.Fields _ -> "a record";
        };
    }

    /// Reads numbers given as attributes.
    interface NumberReading {
        double of(NumberRef number);
    }
}

package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Expression.Statistic;
import org.gongyuan.bank.scoring.Value.Scalar;

import java.util.List;

/// Calculating with numbers that are not NULL (RP 5.4). Whole numbers stay whole while all operands
/// are; what leaves the range of its type gives NULL.
final class Arithmetic {

    private Arithmetic() {}

    static double real(Scalar number) {
        return switch (number) {
            case Value.Int(var whole) -> whole;
            case Value.Real(var real) -> real;
            default -> throw noNumber(number);
        };
    }

    static long whole(Scalar number) {
        if (number instanceof Value.Int(var whole)) {
            return whole;
        }
        throw new UnsupportedProcessing("an integer is needed, not " + Comparison.shape(number));
    }

    static UnsupportedProcessing noNumber(Value value) {
        return new UnsupportedProcessing("a number is needed, not " + Comparison.shape(value));
    }

    /// A float, or NULL if it is no number.
    static Value realOrNull(double number) {
        return Double.isNaN(number) ? Value.NULL : new Value.Real(number);
    }

    /// A float, or NULL if it is no number or infinite.
    static Value finiteOrNull(double number) {
        return Double.isInfinite(number) ? Value.NULL : realOrNull(number);
    }

    private static boolean allWhole(List<Scalar> numbers) {
        var all = true;
        for (var number : numbers) {
            if (!number.type().isNumeric()) {
                throw noNumber(number);
            }
            all &= number.type() == BaseType.INTEGER;
        }
        return all;
    }

    static Value sum(List<Scalar> numbers) {
        if (allWhole(numbers)) {
            try {
                var sum = 0L;
                for (var number : numbers) {
                    sum = Math.addExact(sum, whole(number));
                }
                return new Value.Int(sum);
            } catch (ArithmeticException _) {
                return Value.NULL;
            }
        }
        var sum = 0.0;
        for (var number : numbers) {
            sum += real(number);
        }
        return realOrNull(sum);
    }

    static Value product(List<Scalar> numbers) {
        if (allWhole(numbers)) {
            try {
                var product = 1L;
                for (var number : numbers) {
                    product = Math.multiplyExact(product, whole(number));
                }
                return new Value.Int(product);
            } catch (ArithmeticException _) {
                return Value.NULL;
            }
        }
        var product = 1.0;
        for (var number : numbers) {
            product *= real(number);
        }
        return realOrNull(product);
    }

    static Value subtract(Scalar first, Scalar second) {
        if (first instanceof Value.Int(var one) && second instanceof Value.Int(var other)) {
            try {
                return new Value.Int(Math.subtractExact(one, other));
            } catch (ArithmeticException _) {
                return Value.NULL;
            }
        }
        return realOrNull(real(first) - real(second));
    }

    static Value divide(Scalar first, Scalar second) {
        return real(second) == 0 ? Value.NULL : finiteOrNull(real(first) / real(second));
    }

    static Value integerDivide(Scalar first, Scalar second) {
        var divisor = whole(second);
        var number = whole(first);
        return divisor == 0 || (number == Long.MIN_VALUE && divisor == -1)
                ? Value.NULL
                : new Value.Int(Math.floorDiv(number, divisor));
    }

    static Value integerModulus(Scalar first, Scalar second) {
        var divisor = whole(second);
        return divisor == 0 ? Value.NULL : new Value.Int(Math.floorMod(whole(first), divisor));
    }

    static Value power(Scalar first, Scalar second) {
        return finiteOrNull(StrictMath.pow(real(first), real(second)));
    }

    static Value truncate(Scalar number) {
        var real = real(number);
        return number instanceof Value.Int
                ? number
                : whole(real < 0 ? StrictMath.ceil(real) : StrictMath.floor(real));
    }

    /// The whole number n with n - 0.5 <= x < n + 0.5: halves go up, also below zero.
    static Value round(Scalar number) {
        var real = real(number);
        if (number instanceof Value.Int) {
            return number;
        }
        var floor = StrictMath.floor(real);
        return whole(real - floor >= 0.5 ? floor + 1 : floor);
    }

    /// A float that has no fraction as an integer; infinite ones stay floats.
    private static Value whole(double real) {
        if (Double.isInfinite(real)) {
            return new Value.Real(real);
        }
        return Math.abs(real) >= 0x1p63 ? Value.NULL : new Value.Int((long) real);
    }

    static Value extreme(List<Scalar> numbers, int sign) {
        for (var number : numbers) {
            if (!number.type().isNumeric()) {
                return Value.NULL;
            }
        }
        var best = numbers.getFirst();
        for (var number : numbers) {
            if (Comparison.compare(number, best) * sign > 0) {
                best = number;
            }
        }
        return allWhole(numbers) ? best : new Value.Real(real(best));
    }

    static Value gcd(List<Scalar> numbers) {
        var divisor = 0L;
        for (var number : numbers) {
            divisor = gcd(divisor, Math.abs(whole(number)));
        }
        return new Value.Int(divisor);
    }

    static Value lcm(List<Scalar> numbers) {
        try {
            var multiple = 1L;
            for (var number : numbers) {
                var next = Math.absExact(whole(number));
                if (next == 0) {
                    return new Value.Int(0);
                }
                multiple = Math.multiplyExact(multiple / gcd(multiple, next), next);
            }
            return new Value.Int(multiple);
        } catch (ArithmeticException _) {
            return Value.NULL;
        }
    }

    private static long gcd(long first, long second) {
        return second == 0 ? first : gcd(second, first % second);
    }

    static Value function(MathFunction function, List<Scalar> numbers) {
        var x = real(numbers.getFirst());
        if (function == MathFunction.ABS && numbers.getFirst() instanceof Value.Int(var whole)) {
            return whole == Long.MIN_VALUE ? Value.NULL : new Value.Int(Math.abs(whole));
        }
        var result = function.apply(x, numbers.size() > 1 ? real(numbers.get(1)) : 0);
        if (Double.isNaN(result)) {
            return Value.NULL;
        }
        return function.givesInteger() ? whole(result) : new Value.Real(result);
    }

    static Value statistic(Statistic statistic, List<Scalar> numbers) {
        allWhole(numbers);
        var count = numbers.size();
        var sum = 0.0;
        for (var number : numbers) {
            sum += real(number);
        }
        var mean = sum / count;
        if (statistic == Statistic.MEAN) {
            return finiteOrNull(mean);
        }
        var squares = 0.0;
        for (var number : numbers) {
            squares += (real(number) - mean) * (real(number) - mean);
        }
        return finiteOrNull(
                switch (statistic) {
                    case MEAN -> mean;
                    case SAMPLE_VARIANCE -> squares / (count - 1);
                    case SAMPLE_SD -> StrictMath.sqrt(squares / (count - 1));
                    case POP_VARIANCE -> squares / count;
                    case POP_SD -> StrictMath.sqrt(squares / count);
                });
    }
}

package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// The functions of `mathOperator` (RP 5.4). All run on StrictMath, so every machine gets the same
/// bits.
public enum MathFunction {
    SIN("sin", StrictMath::sin),
    COS("cos", StrictMath::cos),
    TAN("tan", StrictMath::tan),
    SEC("sec", x -> reciprocal(StrictMath.cos(x))),
    CSC("csc", x -> reciprocal(StrictMath.sin(x))),
    COT("cot", x -> reciprocal(StrictMath.tan(x))),
    ASIN("asin", StrictMath::asin),
    ACOS("acos", StrictMath::acos),
    ATAN("atan", StrictMath::atan),
    ATAN2("atan2", StrictMath::atan2),
    ASEC("asec", x -> StrictMath.acos(1 / x)),
    ACSC("acsc", x -> StrictMath.asin(1 / x)),
    ACOT("acot", x -> x == 0 ? Math.PI / 2 : StrictMath.atan(1 / x)),
    SINH("sinh", StrictMath::sinh),
    COSH("cosh", StrictMath::cosh),
    TANH("tanh", StrictMath::tanh),
    SECH("sech", x -> reciprocal(StrictMath.cosh(x))),
    CSCH("csch", x -> reciprocal(StrictMath.sinh(x))),
    COTH("coth", x -> reciprocal(StrictMath.tanh(x))),
    LOG("log", x -> x == 0 ? Double.NaN : StrictMath.log10(x)),
    LN("ln", x -> x == 0 ? Double.NaN : StrictMath.log(x)),
    EXP("exp", StrictMath::exp),
    ABS("abs", StrictMath::abs),
    SIGNUM("signum", StrictMath::signum),
    FLOOR("floor", StrictMath::floor),
    CEIL("ceil", StrictMath::ceil),
    TO_DEGREES("toDegrees", StrictMath::toDegrees),
    TO_RADIANS("toRadians", StrictMath::toRadians);

    private final String qtiName;
    private final int operands;

    /// A method reference or a lambda that captures nothing changeable.
    @SuppressWarnings("ImmutableEnumChecker")
    private final DoubleBinaryOperator function;

    MathFunction(String qtiName, DoubleUnaryOperator function) {
        this.qtiName = qtiName;
        this.operands = 1;
        this.function = (x, _) -> function.applyAsDouble(x);
    }

    MathFunction(String qtiName, DoubleBinaryOperator function) {
        this.qtiName = qtiName;
        this.operands = 2;
        this.function = function;
    }

    /// Where the function below is 0, QTI gives no value, not an infinite one.
    private static double reciprocal(double x) {
        return x == 0 ? Double.NaN : 1 / x;
    }

    /// The function of a QTI name.
    public static Optional<MathFunction> named(String qtiName) {
        requireNonNull(qtiName, "qtiName");
        for (var function : values()) {
            if (function.qtiName.equals(qtiName)) {
                return Optional.of(function);
            }
        }
        return Optional.empty();
    }

    /// The name QTI gives to this function.
    public String qtiName() {
        return qtiName;
    }

    /// How many operands it takes.
    public int operands() {
        return operands;
    }

    /// Signum, floor and ceil give an integer.
    boolean givesInteger() {
        return this == SIGNUM || this == FLOOR || this == CEIL;
    }

    double apply(double x, double y) {
        return function.applyAsDouble(x, y);
    }
}

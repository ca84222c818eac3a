package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Expression.RoundingMode;
import org.gongyuan.bank.scoring.Expression.Statistic;
import org.gongyuan.bank.scoring.Expression.Tolerance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Expressions written as in the vectors: `(sum 1 2.5)`, `'A` an identifier, `"text"`, `true`,
/// `null`, `(pair A B)`, `(directedPair A B)`, `(point 3 4)`, `(duration 1.5)`, `(uri a:b)`.
/// Words before a colon are attributes: `(index n: 2 (ordered 'A 'B))`.
final class Notation {

    private final String text;
    private int at;

    private Notation(String text) {
        this.text = text;
    }

    static Expression read(String text) {
        var notation = new Notation(text);
        var expression = notation.expression();
        notation.space();
        if (notation.at != text.length()) {
            throw new IllegalArgumentException("more follows at " + notation.at + " in " + text);
        }
        return expression;
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private String word() {
        space();
        var from = at;
        while (at < text.length() && " ()".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private Expression expression() {
        space();
        if (text.charAt(at) == '"') {
            var end = text.indexOf('"', at + 1);
            var string = text.substring(at + 1, end);
            at = end + 1;
            return base(new Value.Text(string));
        }
        if (text.charAt(at) != '(') {
            return scalar(word());
        }
        at++;
        var expression = operator(word());
        space();
        if (text.charAt(at) != ')') {
            throw new IllegalArgumentException("no ) at " + at + " in " + text);
        }
        at++;
        return expression;
    }

    private static Expression scalar(String word) {
        return switch (word) {
            case "null" -> new Expression.NullValue();
            case "true" -> base(new Value.Bool(true));
            case "false" -> base(new Value.Bool(false));
            default ->
                    word.startsWith("'")
                            ? base(new Value.Identifier(word.substring(1)))
                            : base(
                                    Value.parse(
                                            word.matches("[+-]?\\d+")
                                                    ? BaseType.INTEGER
                                                    : BaseType.FLOAT,
                                            word));
        };
    }

    private static Expression base(Value.Scalar value) {
        return new Expression.BaseValue(value);
    }

    private Expression base(BaseType type, int words) {
        var parts = new ArrayList<String>();
        for (var word = 0; word < words; word++) {
            parts.add(word());
        }
        return base(Value.parse(type, String.join(" ", parts)));
    }

    private Optional<String> attribute(String name) {
        space();
        if (!text.startsWith(name + ":", at)) {
            return Optional.empty();
        }
        at += name.length() + 1;
        space();
        if (text.charAt(at) == '`') {
            var end = text.indexOf('`', at + 1);
            var value = text.substring(at + 1, end);
            at = end + 1;
            return Optional.of(value);
        }
        return Optional.of(word());
    }

    private NumberRef number(String name) {
        return NumberRef.parse(attribute(name).orElseThrow());
    }

    private boolean flag(String name, boolean otherwise) {
        return attribute(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    private List<Expression> rest() {
        var all = new ArrayList<Expression>();
        space();
        while (text.charAt(at) != ')') {
            all.add(expression());
            space();
        }
        return all;
    }

    private RoundingMode mode() {
        return attribute("mode").orElseThrow().equals("significantFigures")
                ? RoundingMode.SIGNIFICANT_FIGURES
                : RoundingMode.DECIMAL_PLACES;
    }

    private Tolerance tolerance() {
        var mode = attribute("mode").orElse("exact");
        if (mode.equals("exact")) {
            return new Tolerance.Exact();
        }
        var below = number("below");
        var above = number("above");
        var lower = flag("lower", true);
        var upper = flag("upper", true);
        return mode.equals("absolute")
                ? new Tolerance.Absolute(below, above, lower, upper)
                : new Tolerance.Relative(below, above, lower, upper);
    }

    private Expression operator(String name) {
        return switch (name) {
            case "pair" -> base(BaseType.PAIR, 2);
            case "directedPair" -> base(BaseType.DIRECTED_PAIR, 2);
            case "point" -> base(BaseType.POINT, 2);
            case "duration" -> base(BaseType.DURATION, 1);
            case "uri" -> base(BaseType.URI, 1);
            case "float" -> base(BaseType.FLOAT, 1);
            case "variable" -> new Expression.Variable(word());
            case "correct" -> new Expression.Correct(word());
            case "default" -> new Expression.Default(word());
            case "mapResponse" -> new Expression.MapResponse(word());
            case "mapResponsePoint" -> new Expression.MapResponsePoint(word());
            case "pi" -> new Expression.MathConstant(Expression.MathConstant.Constant.PI);
            case "e" -> new Expression.MathConstant(Expression.MathConstant.Constant.E);
            case "and" -> new Expression.And(rest());
            case "or" -> new Expression.Or(rest());
            case "not" -> new Expression.Not(expression());
            case "anyN" -> new Expression.AnyN(number("min"), number("max"), rest());
            case "isNull" -> new Expression.IsNull(expression());
            case "match" -> new Expression.Match(expression(), expression());
            case "equal" -> {
                var tolerance = tolerance();
                yield new Expression.Equal(expression(), expression(), tolerance);
            }
            case "equalRounded" -> {
                var mode = mode();
                var figures = number("figures");
                yield new Expression.EqualRounded(expression(), expression(), mode, figures);
            }
            case "gt" -> new Expression.GreaterThan(expression(), expression());
            case "gte" -> new Expression.GreaterOrEqual(expression(), expression());
            case "lt" -> new Expression.LessThan(expression(), expression());
            case "lte" -> new Expression.LessOrEqual(expression(), expression());
            case "durationLT" -> new Expression.DurationLessThan(expression(), expression());
            case "durationGTE" -> new Expression.DurationGreaterOrEqual(expression(), expression());
            case "sum" -> new Expression.Sum(rest());
            case "product" -> new Expression.Product(rest());
            case "subtract" -> new Expression.Subtract(expression(), expression());
            case "divide" -> new Expression.Divide(expression(), expression());
            case "integerDivide" -> new Expression.IntegerDivide(expression(), expression());
            case "integerModulus" -> new Expression.IntegerModulus(expression(), expression());
            case "power" -> new Expression.Power(expression(), expression());
            case "truncate" -> new Expression.Truncate(expression());
            case "round" -> new Expression.Round(expression());
            case "roundTo" -> {
                var mode = mode();
                var figures = number("figures");
                yield new Expression.RoundTo(expression(), mode, figures);
            }
            case "integerToFloat" -> new Expression.IntegerToFloat(expression());
            case "min" -> new Expression.Min(rest());
            case "max" -> new Expression.Max(rest());
            case "gcd" -> new Expression.Gcd(rest());
            case "lcm" -> new Expression.Lcm(rest());
            case "mathOperator" ->
                    new Expression.MathOperator(
                            MathFunction.named(attribute("name").orElseThrow()).orElseThrow(),
                            rest());
            case "statsOperator" -> {
                var statistic =
                        switch (attribute("name").orElseThrow()) {
                            case "mean" -> Statistic.MEAN;
                            case "sampleVariance" -> Statistic.SAMPLE_VARIANCE;
                            case "sampleSD" -> Statistic.SAMPLE_SD;
                            case "popVariance" -> Statistic.POP_VARIANCE;
                            default -> Statistic.POP_SD;
                        };
                yield new Expression.StatsOperator(statistic, expression());
            }
            case "multiple" -> new Expression.Multiple(rest());
            case "ordered" -> new Expression.Ordered(rest());
            case "containerSize" -> new Expression.ContainerSize(expression());
            case "contains" -> new Expression.Contains(expression(), expression());
            case "member" -> new Expression.Member(expression(), expression());
            case "delete" -> new Expression.Delete(expression(), expression());
            case "index" -> new Expression.Index(number("n"), expression());
            case "repeat" -> new Expression.Repeat(number("times"), rest());
            case "fieldValue" ->
                    new Expression.FieldValue(attribute("field").orElseThrow(), expression());
            case "inside" -> {
                var shape = attribute("shape").orElseThrow();
                var coords =
                        List.of(attribute("coords").orElse("").split(",", 50)).stream()
                                .filter(part -> !part.isEmpty())
                                .map(Double::valueOf)
                                .toList();
                yield new Expression.Inside(Area.of(shape, coords), expression());
            }
            case "substring" -> {
                var caseSensitive = flag("caseSensitive", true);
                yield new Expression.Substring(expression(), expression(), caseSensitive);
            }
            case "stringMatch" -> {
                var caseSensitive = flag("caseSensitive", true);
                var substring = flag("substring", false);
                yield new Expression.StringMatch(
                        expression(), expression(), caseSensitive, substring);
            }
            case "patternMatch" -> {
                var pattern = SafePattern.of(attribute("pattern").orElseThrow());
                yield new Expression.PatternMatch(expression(), pattern);
            }
            case "random" -> new Expression.Random(expression());
            case "randomInteger" ->
                    new Expression.RandomInteger(number("min"), number("max"), number("step"));
            case "randomFloat" -> new Expression.RandomFloat(number("min"), number("max"));
            default -> throw new IllegalArgumentException("no operator is called " + name);
        };
    }
}

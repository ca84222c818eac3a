package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.util.ArrayList;
import java.util.List;

/// Evaluates expressions (RP 5.2 to 5.5), one line for each; what is longer stands below.
final class Evaluation {

    /// No rule makes a longer container than this (RP 5.5).
    private static final int LONGEST_CONTAINER = 10_000;

    /// Expressions evaluated for one item at most (RP 5.8).
    private static final int MOST_STEPS = 1_000_000;

    private final Variables variables;
    private int steps;

    Evaluation(Variables variables) {
        this.variables = variables;
    }

    Value of(Expression expression) {
        if (++steps > MOST_STEPS) {
            throw new UnsupportedProcessing(
                    "the rules take more than %d steps".formatted(MOST_STEPS));
        }
        return switch (expression) {
            case Expression.BaseValue(var value) -> value;
            case Expression.NullValue() -> Value.NULL;
            case Expression.Variable variable -> variables.value(variable);
            case Expression.Default(var identifier) -> variables.defaultOf(identifier);
            case Expression.Correct(var identifier) ->
                    variables.response(identifier).correctResponse();
            case Expression.MapResponse(var identifier) ->
                    Worth.mapped(variables.response(identifier), value(identifier));
            case Expression.MapResponsePoint(var identifier) ->
                    Worth.mappedPoints(variables.response(identifier), value(identifier));
            case Expression.MathConstant(var constant) ->
                    new Value.Real(
                            switch (constant) {
                                case PI -> Math.PI;
                                case E -> Math.E;
                            });
            case Expression.RandomInteger(var min, var max, var step) ->
                    Chance.integer(variables, whole(min), whole(max), whole(step));
            case Expression.RandomFloat(var min, var max) ->
                    Chance.real(variables, number(min), number(max));
            case Expression.Random(var container) ->
                    of(container) instanceof Value.Container(_, _, var elements)
                                    && !elements.isEmpty()
                            ? Chance.element(variables, elements)
                            : Value.NULL;

            case Expression.And(var operands) -> all(operands);
            case Expression.Or(var operands) -> any(operands);
            case Expression.Not(var operand) -> not(of(operand));
            case Expression.AnyN(var min, var max, var operands) ->
                    anyN(whole(min), whole(max), operands);
            case Expression.IsNull(var operand) -> new Value.Bool(of(operand).isNull());

            case Expression.Match(var first, var second) ->
                    two(first, second, (a, b) -> new Value.Bool(Comparison.same(a, b)));
            case Expression.Equal(var first, var second, var tolerance) ->
                    numbers(
                            first,
                            second,
                            (a, b) ->
                                    new Value.Bool(
                                            Comparison.isNear(a, b, tolerance, this::number)));
            case Expression.EqualRounded(var first, var second, var mode, var figures) ->
                    numbers(first, second, (a, b) -> equalRounded(a, b, mode, whole(figures)));
            case Expression.GreaterThan(var first, var second) ->
                    numbers(first, second, (a, b) -> holds(Comparison.compare(a, b) > 0));
            case Expression.GreaterOrEqual(var first, var second) ->
                    numbers(first, second, (a, b) -> holds(Comparison.compare(a, b) >= 0));
            case Expression.LessThan(var first, var second) ->
                    numbers(first, second, (a, b) -> holds(Comparison.compare(a, b) < 0));
            case Expression.LessOrEqual(var first, var second) ->
                    numbers(first, second, (a, b) -> holds(Comparison.compare(a, b) <= 0));
            case Expression.DurationLessThan(var first, var second) ->
                    two(first, second, (a, b) -> holds(seconds(a) < seconds(b)));
            case Expression.DurationGreaterOrEqual(var first, var second) ->
                    two(first, second, (a, b) -> holds(seconds(a) >= seconds(b)));

            case Expression.Sum(var operands) -> listed(operands, Arithmetic::sum);
            case Expression.Product(var operands) -> listed(operands, Arithmetic::product);
            case Expression.Subtract(var first, var second) ->
                    numbers(first, second, Arithmetic::subtract);
            case Expression.Divide(var first, var second) ->
                    numbers(first, second, Arithmetic::divide);
            case Expression.IntegerDivide(var first, var second) ->
                    numbers(first, second, Arithmetic::integerDivide);
            case Expression.IntegerModulus(var first, var second) ->
                    numbers(first, second, Arithmetic::integerModulus);
            case Expression.Power(var first, var second) ->
                    numbers(first, second, Arithmetic::power);
            case Expression.Truncate(var operand) -> one(operand, Arithmetic::truncate);
            case Expression.Round(var operand) -> one(operand, Arithmetic::round);
            case Expression.RoundTo(var operand, var mode, var figures) ->
                    one(operand, a -> Comparison.rounded(a, mode, whole(figures)));
            case Expression.IntegerToFloat(var operand) ->
                    one(operand, a -> new Value.Real(Arithmetic.whole(a)));
            case Expression.Min(var operands) ->
                    listed(operands, numbers -> Arithmetic.extreme(numbers, -1));
            case Expression.Max(var operands) ->
                    listed(operands, numbers -> Arithmetic.extreme(numbers, 1));
            case Expression.Gcd(var operands) -> listed(operands, Arithmetic::gcd);
            case Expression.Lcm(var operands) -> listed(operands, Arithmetic::lcm);
            case Expression.MathOperator(var function, var operands) ->
                    singles(operands, numbers -> Arithmetic.function(function, numbers));
            case Expression.StatsOperator(var statistic, var operand) -> {
                var numbers = container("statsOperator", of(operand));
                yield numbers.isEmpty() ? Value.NULL : Arithmetic.statistic(statistic, numbers);
            }

            case Expression.Multiple(var operands) -> gather(Cardinality.MULTIPLE, 1, operands);
            case Expression.Ordered(var operands) -> gather(Cardinality.ORDERED, 1, operands);
            case Expression.ContainerSize(var operand) ->
                    new Value.Int(container("containerSize", of(operand)).size());
            case Expression.Contains(var whole, var part) -> two(whole, part, Evaluation::contains);
            case Expression.Member(var element, var container) ->
                    two(element, container, Evaluation::member);
            case Expression.Delete(var element, var container) ->
                    two(element, container, Evaluation::delete);
            case Expression.Index(var n, var container) -> index(whole(n), of(container));
            case Expression.Repeat(var times, var operands) ->
                    gather(Cardinality.ORDERED, whole(times), operands);
            case Expression.FieldValue(var field, var container) -> field(field, of(container));
            case Expression.Inside(var area, var point) -> inside(area, of(point));

            case Expression.Substring(var part, var whole, var caseSensitive) ->
                    two(
                            part,
                            whole,
                            (a, b) ->
                                    holds(text(b, caseSensitive).contains(text(a, caseSensitive))));
            case Expression.StringMatch(var first, var second, var caseSensitive, var substring) ->
                    two(
                            first,
                            second,
                            (a, b) -> {
                                var whole = text(a, caseSensitive);
                                var part = text(b, caseSensitive);
                                return holds(substring ? whole.contains(part) : whole.equals(part));
                            });
            case Expression.PatternMatch(var operand, var pattern) -> {
                var value = of(operand);
                yield value.isNull() ? Value.NULL : holds(pattern.matches(text(value, true)));
            }

            case Expression.TestVariables _,
                    Expression.NumberOfItems _,
                    Expression.OutcomeBound _ ->
                    variables.ofTest(expression);
        };
    }

    /// A condition: NULL is not true.
    boolean holds(Expression condition) {
        return switch (of(condition)) {
            case Value.Bool(var holds) -> holds;
            case Value.Null _ -> false;
            case Value other -> throw noBoolean(other);
        };
    }

    double number(NumberRef reference) {
        return switch (reference) {
            case NumberRef.Literal(var number) -> number;
            case NumberRef.Variable(var identifier) ->
                    switch (value(identifier)) {
                        case Scalar scalar -> Arithmetic.real(scalar);
                        case Value other -> throw Arithmetic.noNumber(other);
                    };
        };
    }

    private long whole(NumberRef reference) {
        var number = number(reference);
        if (number != StrictMath.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            throw new UnsupportedProcessing("an integer is needed, not " + number);
        }
        return (long) number;
    }

    private Value value(String identifier) {
        return variables.value(new Expression.Variable(identifier));
    }

    private static Value holds(boolean claim) {
        return new Value.Bool(claim);
    }

    // How operands are taken: any NULL gives NULL

    private interface OfTwo<T> {
        Value of(T first, T second);
    }

    private interface OfOne {
        Value of(Scalar number);
    }

    private interface OfMany {
        Value of(List<Scalar> numbers);
    }

    private Value two(Expression first, Expression second, OfTwo<Value> operator) {
        var a = of(first);
        var b = of(second);
        return a.isNull() || b.isNull() ? Value.NULL : operator.of(a, b);
    }

    private Value numbers(Expression first, Expression second, OfTwo<Scalar> operator) {
        return two(first, second, (a, b) -> operator.of(number(a), number(b)));
    }

    private Value one(Expression operand, OfOne operator) {
        var value = of(operand);
        return value.isNull() ? Value.NULL : operator.of(number(value));
    }

    private static Scalar number(Value value) {
        if (value instanceof Scalar scalar && scalar.type().isNumeric()) {
            return scalar;
        }
        throw Arithmetic.noNumber(value);
    }

    /// All operands in one list, containers taken apart.
    private Value listed(List<Expression> operands, OfMany operator) {
        var all = new ArrayList<Scalar>(operands.size());
        for (var operand : operands) {
            var value = of(operand);
            if (value.isNull()) {
                return Value.NULL;
            }
            switch (value) {
                case Scalar scalar -> all.add(scalar);
                case Value.Container container -> all.addAll(container.elements());
                case Value other -> throw Arithmetic.noNumber(other);
            }
        }
        return operator.of(all);
    }

    /// All operands, each a single number.
    private Value singles(List<Expression> operands, OfMany operator) {
        var all = new ArrayList<Scalar>(operands.size());
        for (var operand : operands) {
            var value = of(operand);
            if (value.isNull()) {
                return Value.NULL;
            }
            all.add(number(value));
        }
        return operator.of(all);
    }

    // Logic with three values

    private Value all(List<Expression> operands) {
        var unknown = false;
        for (var operand : operands) {
            switch (of(operand)) {
                case Value.Bool(var holds) -> {
                    if (!holds) {
                        return holds(false);
                    }
                }
                case Value.Null _ -> unknown = true;
                case Value other -> throw noBoolean(other);
            }
        }
        return unknown ? Value.NULL : holds(true);
    }

    private Value any(List<Expression> operands) {
        var unknown = false;
        for (var operand : operands) {
            switch (of(operand)) {
                case Value.Bool(var holds) -> {
                    if (holds) {
                        return holds(true);
                    }
                }
                case Value.Null _ -> unknown = true;
                case Value other -> throw noBoolean(other);
            }
        }
        return unknown ? Value.NULL : holds(false);
    }

    private static Value not(Value value) {
        return switch (value) {
            case Value.Bool(var holds) -> holds(!holds);
            case Value.Null _ -> Value.NULL;
            case Value other -> throw noBoolean(other);
        };
    }

    private Value anyN(long min, long max, List<Expression> operands) {
        var yes = 0L;
        var unknown = 0L;
        for (var operand : operands) {
            switch (of(operand)) {
                case Value.Bool(var holds) -> yes += holds ? 1 : 0;
                case Value.Null _ -> unknown++;
                case Value other -> throw noBoolean(other);
            }
        }
        if (yes > max || yes + unknown < min) {
            return holds(false);
        }
        return yes >= min && yes + unknown <= max ? holds(true) : Value.NULL;
    }

    private static UnsupportedProcessing noBoolean(Value value) {
        return new UnsupportedProcessing("a boolean is needed, not " + Comparison.shape(value));
    }

    private static Value equalRounded(
            Scalar first, Scalar second, Expression.RoundingMode mode, long figures) {
        var a = Comparison.rounded(first, mode, figures);
        var b = Comparison.rounded(second, mode, figures);
        return a.isNull() || b.isNull() ? Value.NULL : holds(Comparison.same(a, b));
    }

    private static double seconds(Value value) {
        if (value instanceof Value.Seconds(var seconds)) {
            return seconds;
        }
        throw new UnsupportedProcessing("a duration is needed, not " + Comparison.shape(value));
    }

    private static String text(Value value, boolean caseSensitive) {
        var text =
                switch (value) {
                    case Value.Text(var string) -> string;
                    case Value.Identifier(var name) -> name;
                    case Value.Uri(var uri) -> uri;
                    default ->
                            throw new UnsupportedProcessing(
                                    "a string is needed, not " + Comparison.shape(value));
                };
        return caseSensitive ? text : Worth.folded(text);
    }

    // Containers

    private static List<Scalar> container(String operator, Value value) {
        return switch (value) {
            case Value.Container(_, _, var elements) -> elements;
            case Value.Null _ -> List.of();
            default ->
                    throw new UnsupportedProcessing(
                            "%s needs a container, not %s"
                                    .formatted(operator, Comparison.shape(value)));
        };
    }

    /// `multiple`, `ordered` and `repeat`: the operands so many times, containers of the same
    /// cardinality taken apart. What is NULL is left out; nothing left is NULL.
    private Value gather(Cardinality cardinality, long times, List<Expression> operands) {
        var all = new ArrayList<Scalar>();
        for (var time = 0L; time < times; time++) {
            for (var operand : operands) {
                add(all, cardinality, of(operand));
            }
        }
        return contained(cardinality, all);
    }

    private static void add(List<Scalar> all, Cardinality cardinality, Value value) {
        switch (value) {
            case Scalar scalar when !scalar.isNull() -> all.add(scalar);
            case Value.Container container when container.cardinality() == cardinality ->
                    all.addAll(container.elements());
            case Value.Container _, Value.Fields _ ->
                    throw new UnsupportedProcessing(
                            "%s cannot go into a container that is %s"
                                    .formatted(Comparison.shape(value), cardinality.qtiName()));
            default -> {}
        }
        if (all.size() > LONGEST_CONTAINER) {
            throw new UnsupportedProcessing(
                    "a container of more than %d elements is not made"
                            .formatted(LONGEST_CONTAINER));
        }
    }

    private static Value contained(Cardinality cardinality, List<Scalar> elements) {
        if (elements.isEmpty()) {
            return Value.NULL;
        }
        var type = elements.getFirst().type();
        for (var element : elements) {
            if (element.type() != type) {
                throw new UnsupportedProcessing(
                        "a container cannot hold both %s and %s"
                                .formatted(type.qtiName(), element.type().qtiName()));
            }
        }
        return new Value.Container(cardinality, type, elements);
    }

    private static Value contains(Value whole, Value part) {
        var all = container("contains", whole);
        var wanted = container("contains", part);
        var cardinality = ((Value.Container) whole).cardinality();
        if (cardinality != ((Value.Container) part).cardinality()) {
            throw new UnsupportedProcessing(
                    "contains cannot compare %s with %s"
                            .formatted(Comparison.shape(whole), Comparison.shape(part)));
        }
        if (cardinality == Cardinality.MULTIPLE) {
            return holds(Comparison.holdsAll(all, wanted));
        }
        for (var from = 0; from + wanted.size() <= all.size(); from++) {
            if (Comparison.isAt(from, all, wanted)) {
                return holds(true);
            }
        }
        return holds(false);
    }

    private static Scalar single(String operator, Value value) {
        if (value instanceof Scalar scalar) {
            return scalar;
        }
        throw new UnsupportedProcessing(
                "%s needs a single value, not %s".formatted(operator, Comparison.shape(value)));
    }

    private static Value member(Value element, Value container) {
        var wanted = single("member", element);
        var all =
                container instanceof Scalar scalar
                        ? List.of(scalar)
                        : container("member", container);
        for (var each : all) {
            if (Comparison.sameScalar(each, wanted)) {
                return holds(true);
            }
        }
        return holds(false);
    }

    private static Value delete(Value element, Value container) {
        var unwanted = single("delete", element);
        var left = new ArrayList<Scalar>();
        for (var each : container("delete", container)) {
            if (!Comparison.sameScalar(each, unwanted)) {
                left.add(each);
            }
        }
        return contained(((Value.Container) container).cardinality(), left);
    }

    private static Value index(long n, Value value) {
        var elements = container("index", value);
        if (value instanceof Value.Container(var cardinality, _, _)
                && cardinality != Cardinality.ORDERED) {
            throw new UnsupportedProcessing(
                    "index needs an ordered container, not " + Comparison.shape(value));
        }
        return n < 1 || n > elements.size() ? Value.NULL : elements.get((int) n - 1);
    }

    private static Value field(String field, Value value) {
        return switch (value) {
            case Value.Null _ -> Value.NULL;
            case Value.Fields(var fields) -> {
                Value found = fields.get(field);
                yield found == null ? Value.NULL : found;
            }
            default ->
                    throw new UnsupportedProcessing(
                            "fieldValue needs a record, not " + Comparison.shape(value));
        };
    }

    private static Value inside(Area area, Value value) {
        if (value.isNull()) {
            return Value.NULL;
        }
        var points = value instanceof Scalar scalar ? List.of(scalar) : container("inside", value);
        for (var element : points) {
            if (!(element instanceof Value.Point point)) {
                throw new UnsupportedProcessing(
                        "inside needs points, not " + Comparison.shape(element));
            }
            if (area.contains(point)) {
                return holds(true);
            }
        }
        return holds(false);
    }
}

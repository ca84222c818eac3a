package org.gongyuan.bank.scoring;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks rules by their declarations before anybody answers (RP 7.1): what an operator is given
/// must have a cardinality and a base type it can work on, and what is set must fit its outcome. It
/// refuses only what would be refused on every response that is not NULL.
///
/// One check belongs to one item. Expressions are checked from the inside out; what an inner one
/// gives is remembered.
public final class TypeCheck {

    /// What is known of a value: an unknown part is null. NULL itself fits everywhere.
    private record Type(Cardinality cardinality, BaseType base) {

        static final Type UNKNOWN = new Type(null, null);
        static final Type BOOLEAN = single(BaseType.BOOLEAN);
        static final Type INTEGER = single(BaseType.INTEGER);
        static final Type FLOAT = single(BaseType.FLOAT);

        static Type single(BaseType base) {
            return new Type(Cardinality.SINGLE, base);
        }

        static Type of(Cardinality cardinality, Optional<BaseType> base) {
            return new Type(cardinality, base.orElse(null));
        }

        boolean is(Cardinality wanted) {
            return cardinality == null || cardinality == wanted;
        }

        boolean isContainer() {
            return cardinality == null || cardinality.isContainer();
        }

        boolean isNumeric() {
            return base == null || base.isNumeric();
        }

        Type element() {
            return single(base);
        }

        /// For a sentence: "a single float", "a multiple container of identifier".
        String told() {
            if (cardinality == null) {
                return "a value";
            }
            var type = base == null ? "value" : base.qtiName();
            return switch (cardinality) {
                case SINGLE -> "a single " + type;
                case MULTIPLE -> "a multiple container of " + type;
                case ORDERED -> "an ordered container of " + type;
                case RECORD -> "a record";
            };
        }
    }

    private final Map<String, ResponseDeclaration> responses = new HashMap<>();
    private final Map<String, OutcomeDeclaration> outcomes = new HashMap<>();
    private final IdentityHashMap<Expression, Type> known = new IdentityHashMap<>();

    /// A check by what an item declares.
    public TypeCheck(
            Collection<ResponseDeclaration> responses, Collection<OutcomeDeclaration> outcomes) {
        responses.forEach(response -> this.responses.put(response.identifier(), response));
        outcomes.forEach(outcome -> this.outcomes.put(outcome.identifier(), outcome));
        this.outcomes.putIfAbsent(ItemScoring.COMPLETION_STATUS, ItemScoring.COMPLETION);
    }

    /// Checks an expression; its operands are checked before.
    ///
    /// @throws UnsupportedProcessing naming the operator, what it needs and what it is given
    public void check(Expression expression) {
        type(expression);
    }

    /// Checks what a rule itself does with its expressions; not the rules inside it.
    ///
    /// @throws UnsupportedProcessing naming what is needed and what is given
    public void check(Rule rule) {
        switch (rule) {
            case Rule.Condition(var branches, _) -> {
                for (var branch : branches) {
                    need(isBoolean(type(branch.when())), "a condition", "a boolean", branch.when());
                }
            }
            case Rule.SetOutcomeValue(var identifier, var value) -> {
                var outcome = outcomes.get(identifier);
                if (outcome != null && !fits(outcome, type(value))) {
                    throw new UnsupportedProcessing(
                            "outcome %s is %s, it cannot be set to %s"
                                    .formatted(
                                            identifier,
                                            Type.of(outcome.cardinality(), outcome.baseType())
                                                    .told(),
                                            type(value).told()));
                }
            }
            case Rule.LookupOutcomeValue(_, var number) ->
                    need(isNumber(type(number)), "a lookup", "a single number", number);
            case Rule.Fragment _, Rule.Exit _ -> {
                // Nothing of their own.
            }
        }
    }

    /// Checks rules with all rules and expressions inside them.
    ///
    /// @throws UnsupportedProcessing for the first one that does not fit
    public void checkAll(List<Rule> rules) {
        ExpressionParts.all(rules)
                .forEach(
                        rule -> {
                            ExpressionParts.expressions(rule).forEach(this::check);
                            check(rule);
                        });
    }

    private Type type(Expression expression) {
        var type = known.get(expression);
        if (type == null) {
            type = given(expression);
            known.put(expression, type);
        }
        return type;
    }

    private Type given(Expression expression) {
        ExpressionParts.attributes(expression).forEach(this::checkAttribute);
        return switch (expression) {
            case Expression.BaseValue(var value) -> Type.single(value.type());
            case Expression.NullValue _ -> Type.UNKNOWN;
            case Expression.Variable(var identifier, _) -> declared(identifier);
            case Expression.Default(var identifier) -> declared(identifier);
            case Expression.Correct(var identifier) -> declared(identifier);
            case Expression.MapResponse(var identifier) -> {
                if (declared(identifier).cardinality == Cardinality.RECORD) {
                    throw new UnsupportedProcessing("mapResponse cannot map a record");
                }
                yield Type.FLOAT;
            }
            case Expression.MapResponsePoint(var identifier) -> {
                var mapped = declared(identifier);
                if (mapped.base != null && mapped.base != BaseType.POINT) {
                    throw new UnsupportedProcessing(
                            "mapResponsePoint needs points, not " + mapped.told());
                }
                yield Type.FLOAT;
            }
            case Expression.MathConstant _ -> Type.FLOAT;
            case Expression.RandomInteger _ -> Type.INTEGER;
            case Expression.RandomFloat _ -> Type.FLOAT;
            case Expression.Random(var container) -> container("random", container).element();

            case Expression.And(var operands) -> logic("and", operands);
            case Expression.Or(var operands) -> logic("or", operands);
            case Expression.AnyN(_, _, var operands) -> logic("anyN", operands);
            case Expression.Not(var operand) -> logic("not", List.of(operand));
            case Expression.IsNull(var operand) -> {
                type(operand);
                yield Type.BOOLEAN;
            }

            case Expression.Match(var first, var second) -> match(first, second);
            case Expression.Equal(var first, var second, _) -> comparing("equal", first, second);
            case Expression.EqualRounded(var first, var second, _, _) ->
                    comparing("equalRounded", first, second);
            case Expression.GreaterThan(var first, var second) -> comparing("gt", first, second);
            case Expression.GreaterOrEqual(var first, var second) ->
                    comparing("gte", first, second);
            case Expression.LessThan(var first, var second) -> comparing("lt", first, second);
            case Expression.LessOrEqual(var first, var second) -> comparing("lte", first, second);
            case Expression.DurationLessThan(var first, var second) ->
                    durations("durationLT", first, second);
            case Expression.DurationGreaterOrEqual(var first, var second) ->
                    durations("durationGTE", first, second);

            case Expression.Sum(var operands) -> numbers("sum", operands);
            case Expression.Product(var operands) -> numbers("product", operands);
            case Expression.Subtract(var first, var second) ->
                    two("subtract", first, second, false);
            case Expression.Divide(var first, var second) -> {
                two("divide", first, second, false);
                yield Type.FLOAT;
            }
            case Expression.IntegerDivide(var first, var second) ->
                    two("integerDivide", first, second, true);
            case Expression.IntegerModulus(var first, var second) ->
                    two("integerModulus", first, second, true);
            case Expression.Power(var first, var second) -> {
                two("power", first, second, false);
                yield Type.FLOAT;
            }
            case Expression.Truncate(var operand) -> {
                need(isNumber(type(operand)), "truncate", "a single number", operand);
                yield Type.INTEGER;
            }
            case Expression.Round(var operand) -> {
                need(isNumber(type(operand)), "round", "a single number", operand);
                yield Type.INTEGER;
            }
            case Expression.RoundTo(var operand, _, _) -> {
                need(isNumber(type(operand)), "roundTo", "a single number", operand);
                yield Type.FLOAT;
            }
            case Expression.IntegerToFloat(var operand) -> {
                need(isInteger(type(operand)), "integerToFloat", "a single integer", operand);
                yield Type.FLOAT;
            }
            case Expression.Min(var operands) -> extreme("min", operands);
            case Expression.Max(var operands) -> extreme("max", operands);
            case Expression.Gcd(var operands) -> integers("gcd", operands);
            case Expression.Lcm(var operands) -> integers("lcm", operands);
            case Expression.MathOperator(var function, var operands) -> {
                for (var operand : operands) {
                    need(isNumber(type(operand)), function.qtiName(), "single numbers", operand);
                }
                var given = common(operands);
                yield function.givesInteger()
                        ? Type.INTEGER
                        : function == MathFunction.ABS ? given : Type.FLOAT;
            }
            case Expression.StatsOperator(_, var operand) -> {
                container("statsOperator", operand);
                numbers("statsOperator", List.of(operand));
                yield Type.FLOAT;
            }

            case Expression.Multiple(var operands) ->
                    gathered("multiple", Cardinality.MULTIPLE, operands);
            case Expression.Ordered(var operands) ->
                    gathered("ordered", Cardinality.ORDERED, operands);
            case Expression.Repeat(_, var operands) ->
                    gathered("repeat", Cardinality.ORDERED, operands);
            case Expression.ContainerSize(var operand) -> {
                container("containerSize", operand);
                yield Type.INTEGER;
            }
            case Expression.Contains(var whole, var part) -> {
                sameCardinality(
                        "contains", container("contains", whole), container("contains", part));
                comparable("contains", type(whole), type(part));
                yield Type.BOOLEAN;
            }
            case Expression.Member(var element, var container) -> {
                need(type(element).is(Cardinality.SINGLE), "member", "a single value", element);
                need(
                        type(container).cardinality != Cardinality.RECORD,
                        "member",
                        "a container",
                        container);
                comparable("member", type(element), type(container));
                yield Type.BOOLEAN;
            }
            case Expression.Delete(var element, var container) -> {
                need(type(element).is(Cardinality.SINGLE), "delete", "a single value", element);
                comparable("delete", type(element), container("delete", container));
                yield type(container);
            }
            case Expression.Index(_, var container) -> {
                need(
                        type(container).is(Cardinality.ORDERED),
                        "index",
                        "an ordered container",
                        container);
                yield type(container).element();
            }
            case Expression.FieldValue(_, var container) -> {
                need(type(container).is(Cardinality.RECORD), "fieldValue", "a record", container);
                yield new Type(Cardinality.SINGLE, null);
            }
            case Expression.Inside(_, var point) -> {
                var given = type(point);
                need(
                        given.cardinality != Cardinality.RECORD
                                && (given.base == null || given.base == BaseType.POINT),
                        "inside",
                        "points",
                        point);
                yield Type.BOOLEAN;
            }
            case Expression.Substring(var part, var whole, _) -> texts("substring", part, whole);
            case Expression.StringMatch(var first, var second, _, _) ->
                    texts("stringMatch", first, second);
            case Expression.PatternMatch(var operand, _) -> texts("patternMatch", operand, operand);

            case Expression.TestVariables _,
                    Expression.NumberOfItems _,
                    Expression.OutcomeBound _ ->
                    Type.UNKNOWN;
        };
    }

    private void checkAttribute(NumberRef number) {
        if (number instanceof NumberRef.Variable(var identifier)
                && !isNumber(declared(identifier))) {
            throw new UnsupportedProcessing(
                    "an attribute names %s, which is %s, not a single number"
                            .formatted(identifier, declared(identifier).told()));
        }
    }

    private Type declared(String identifier) {
        var response = responses.get(identifier);
        if (response != null) {
            return Type.of(response.cardinality(), response.baseType());
        }
        var outcome = outcomes.get(identifier);
        if (outcome != null) {
            return Type.of(outcome.cardinality(), outcome.baseType());
        }
        return switch (identifier) {
            case ItemScoring.NUM_ATTEMPTS -> Type.INTEGER;
            case ItemScoring.DURATION -> Type.single(BaseType.DURATION);
            default -> Type.UNKNOWN;
        };
    }

    private static boolean isBoolean(Type type) {
        return type.is(Cardinality.SINGLE) && (type.base == null || type.base == BaseType.BOOLEAN);
    }

    private static boolean isNumber(Type type) {
        return type.is(Cardinality.SINGLE) && type.isNumeric();
    }

    private static boolean isInteger(Type type) {
        return type.is(Cardinality.SINGLE) && (type.base == null || type.base == BaseType.INTEGER);
    }

    private static boolean isName(BaseType base) {
        return base == BaseType.STRING || base == BaseType.IDENTIFIER || base == BaseType.URI;
    }

    private void need(boolean holds, String operator, String wanted, Expression given) {
        if (!holds) {
            throw new UnsupportedProcessing(
                    "%s needs %s, not %s".formatted(operator, wanted, type(given).told()));
        }
    }

    private Type logic(String operator, List<Expression> operands) {
        for (var operand : operands) {
            need(isBoolean(type(operand)), operator, "booleans", operand);
        }
        return Type.BOOLEAN;
    }

    private Type match(Expression first, Expression second) {
        sameCardinality("match", type(first), type(second));
        comparable("match", type(first), type(second));
        return Type.BOOLEAN;
    }

    private static void sameCardinality(String operator, Type one, Type other) {
        if (one.cardinality != null
                && other.cardinality != null
                && one.cardinality != other.cardinality) {
            throw new UnsupportedProcessing(
                    "%s cannot compare %s with %s".formatted(operator, one.told(), other.told()));
        }
    }

    private static void comparable(String operator, Type one, Type other) {
        var same =
                one.base == null
                        || other.base == null
                        || one.base == other.base
                        || (one.base.isNumeric() && other.base.isNumeric())
                        || (isName(one.base) && isName(other.base));
        if (!same) {
            throw new UnsupportedProcessing(
                    "%s cannot compare %s with %s".formatted(operator, one.told(), other.told()));
        }
    }

    private Type comparing(String operator, Expression first, Expression second) {
        two(operator, first, second, false);
        return Type.BOOLEAN;
    }

    private Type durations(String operator, Expression first, Expression second) {
        for (var operand : List.of(first, second)) {
            var given = type(operand);
            need(
                    given.is(Cardinality.SINGLE)
                            && (given.base == null || given.base == BaseType.DURATION),
                    operator,
                    "durations",
                    operand);
        }
        return Type.BOOLEAN;
    }

    private Type two(String operator, Expression first, Expression second, boolean whole) {
        for (var operand : List.of(first, second)) {
            var given = type(operand);
            need(
                    whole ? isInteger(given) : isNumber(given),
                    operator,
                    whole ? "single integers" : "single numbers",
                    operand);
        }
        return common(List.of(first, second));
    }

    private Type numbers(String operator, List<Expression> operands) {
        for (var operand : operands) {
            var given = type(operand);
            need(
                    given.cardinality != Cardinality.RECORD && given.isNumeric(),
                    operator,
                    "numbers",
                    operand);
        }
        return common(operands);
    }

    private Type integers(String operator, List<Expression> operands) {
        for (var operand : operands) {
            var given = type(operand);
            need(
                    given.cardinality != Cardinality.RECORD
                            && (given.base == null || given.base == BaseType.INTEGER),
                    operator,
                    "integers",
                    operand);
        }
        return Type.INTEGER;
    }

    /// The least or greatest of what are no numbers is NULL (RP 5.4).
    private Type extreme(String operator, List<Expression> operands) {
        for (var operand : operands) {
            need(type(operand).cardinality != Cardinality.RECORD, operator, "numbers", operand);
        }
        return operands.stream().allMatch(operand -> type(operand).isNumeric())
                ? common(operands)
                : Type.UNKNOWN;
    }

    private Type common(List<Expression> operands) {
        if (operands.stream().anyMatch(operand -> type(operand).base == BaseType.FLOAT)) {
            return Type.FLOAT;
        }
        return operands.stream().anyMatch(operand -> type(operand).base == null)
                ? Type.single(null)
                : Type.INTEGER;
    }

    private Type container(String operator, Expression operand) {
        need(type(operand).isContainer(), operator, "a container", operand);
        return type(operand);
    }

    private Type gathered(String operator, Cardinality into, List<Expression> operands) {
        BaseType base = null;
        for (var operand : operands) {
            var given = type(operand);
            need(
                    given.is(Cardinality.SINGLE) || given.cardinality == into,
                    operator,
                    "single values and containers that are " + into.qtiName(),
                    operand);
            if (base != null && given.base != null && base != given.base) {
                throw new UnsupportedProcessing(
                        "%s cannot hold both %s and %s"
                                .formatted(operator, base.qtiName(), given.base.qtiName()));
            }
            base = base == null ? given.base : base;
        }
        return new Type(into, base);
    }

    private Type texts(String operator, Expression first, Expression second) {
        for (var operand : List.of(first, second)) {
            var given = type(operand);
            need(
                    given.is(Cardinality.SINGLE) && (given.base == null || isName(given.base)),
                    operator,
                    "strings",
                    operand);
        }
        return Type.BOOLEAN;
    }

    /// The conversions of RP 5.6.
    private static boolean fits(OutcomeDeclaration outcome, Type value) {
        if (value.cardinality == null) {
            return true;
        }
        if (outcome.cardinality() == Cardinality.RECORD
                || value.cardinality == Cardinality.RECORD) {
            return outcome.cardinality() == value.cardinality;
        }
        if (outcome.cardinality() == Cardinality.SINGLE && value.cardinality.isContainer()) {
            return false;
        }
        var wanted = outcome.baseType().orElseThrow();
        if (value.base == null || value.base == wanted) {
            return true;
        }
        return switch (wanted) {
            case FLOAT, INTEGER -> value.base.isNumeric();
            case STRING -> isName(value.base);
            case IDENTIFIER -> value.base == BaseType.STRING;
            default -> false;
        };
    }
}

package org.gongyuan.bank.scoring;

import java.util.List;
import java.util.stream.Stream;

/// What an expression is made of, so that an item can be checked before anybody answers it (RP 7).
final class ExpressionParts {

    private ExpressionParts() {}

    /// The operands of an expression, in order.
    static List<Expression> operands(Expression expression) {
        return switch (expression) {
            case Expression.And(var operands) -> operands;
            case Expression.Or(var operands) -> operands;
            case Expression.AnyN(_, _, var operands) -> operands;
            case Expression.Sum(var operands) -> operands;
            case Expression.Product(var operands) -> operands;
            case Expression.Min(var operands) -> operands;
            case Expression.Max(var operands) -> operands;
            case Expression.Gcd(var operands) -> operands;
            case Expression.Lcm(var operands) -> operands;
            case Expression.MathOperator(_, var operands) -> operands;
            case Expression.Multiple(var operands) -> operands;
            case Expression.Ordered(var operands) -> operands;
            case Expression.Repeat(_, var operands) -> operands;
            case Expression.Not(var operand) -> List.of(operand);
            case Expression.IsNull(var operand) -> List.of(operand);
            case Expression.Truncate(var operand) -> List.of(operand);
            case Expression.Round(var operand) -> List.of(operand);
            case Expression.RoundTo(var operand, _, _) -> List.of(operand);
            case Expression.IntegerToFloat(var operand) -> List.of(operand);
            case Expression.StatsOperator(_, var operand) -> List.of(operand);
            case Expression.ContainerSize(var operand) -> List.of(operand);
            case Expression.Index(_, var operand) -> List.of(operand);
            case Expression.FieldValue(_, var operand) -> List.of(operand);
            case Expression.Inside(_, var operand) -> List.of(operand);
            case Expression.PatternMatch(var operand, _) -> List.of(operand);
            case Expression.Random(var operand) -> List.of(operand);
            case Expression.Match(var first, var second) -> List.of(first, second);
            case Expression.Equal(var first, var second, _) -> List.of(first, second);
            case Expression.EqualRounded(var first, var second, _, _) -> List.of(first, second);
            case Expression.GreaterThan(var first, var second) -> List.of(first, second);
            case Expression.GreaterOrEqual(var first, var second) -> List.of(first, second);
            case Expression.LessThan(var first, var second) -> List.of(first, second);
            case Expression.LessOrEqual(var first, var second) -> List.of(first, second);
            case Expression.DurationLessThan(var first, var second) -> List.of(first, second);
            case Expression.DurationGreaterOrEqual(var first, var second) -> List.of(first, second);
            case Expression.Subtract(var first, var second) -> List.of(first, second);
            case Expression.Divide(var first, var second) -> List.of(first, second);
            case Expression.IntegerDivide(var first, var second) -> List.of(first, second);
            case Expression.IntegerModulus(var first, var second) -> List.of(first, second);
            case Expression.Power(var first, var second) -> List.of(first, second);
            case Expression.Contains(var first, var second) -> List.of(first, second);
            case Expression.Member(var first, var second) -> List.of(first, second);
            case Expression.Delete(var first, var second) -> List.of(first, second);
            case Expression.Substring(var first, var second, _) -> List.of(first, second);
            case Expression.StringMatch(var first, var second, _, _) -> List.of(first, second);
            case Expression.BaseValue _,
                    Expression.NullValue _,
                    Expression.Variable _,
                    Expression.Default _,
                    Expression.Correct _,
                    Expression.MapResponse _,
                    Expression.MapResponsePoint _,
                    Expression.MathConstant _,
                    Expression.RandomInteger _,
                    Expression.RandomFloat _,
                    Expression.TestVariables _,
                    Expression.NumberOfItems _,
                    Expression.OutcomeBound _ ->
                    List.of();
        };
    }

    /// The numbers an expression carries as attributes.
    static Stream<NumberRef> attributes(Expression expression) {
        return switch (expression) {
            case Expression.AnyN(var min, var max, _) -> Stream.of(min, max);
            case Expression.RandomInteger(var min, var max, var step) -> Stream.of(min, max, step);
            case Expression.RandomFloat(var min, var max) -> Stream.of(min, max);
            case Expression.RoundTo(_, _, var figures) -> Stream.of(figures);
            case Expression.EqualRounded(_, _, _, var figures) -> Stream.of(figures);
            case Expression.Index(var n, _) -> Stream.of(n);
            case Expression.Repeat(var times, _) -> Stream.of(times);
            case Expression.Equal(
                            _,
                            _,
                            Expression.Tolerance.Absolute(var below, var above, _, _)) ->
                    Stream.of(below, above);
            case Expression.Equal(
                            _,
                            _,
                            Expression.Tolerance.Relative(var below, var above, _, _)) ->
                    Stream.of(below, above);
            default -> Stream.empty();
        };
    }

    /// The expression and all below it.
    static Stream<Expression> all(Expression expression) {
        return Stream.concat(
                Stream.of(expression), operands(expression).stream().flatMap(ExpressionParts::all));
    }

    /// The rules and all rules inside them.
    static Stream<Rule> all(List<Rule> rules) {
        return rules.stream().flatMap(rule -> Stream.concat(Stream.of(rule), inside(rule)));
    }

    private static Stream<Rule> inside(Rule rule) {
        return switch (rule) {
            case Rule.Condition(var branches, var otherwise) ->
                    Stream.concat(
                            branches.stream().flatMap(branch -> all(branch.then())),
                            all(otherwise));
            case Rule.Fragment(var rules) -> all(rules);
            default -> Stream.empty();
        };
    }

    /// The expressions a rule itself holds.
    static Stream<Expression> expressions(Rule rule) {
        return switch (rule) {
            case Rule.Condition(var branches, _) ->
                    branches.stream().flatMap(branch -> all(branch.when()));
            case Rule.SetOutcomeValue(_, var value) -> all(value);
            case Rule.LookupOutcomeValue(_, var number) -> all(number);
            case Rule.Fragment _, Rule.Exit _ -> Stream.empty();
        };
    }
}

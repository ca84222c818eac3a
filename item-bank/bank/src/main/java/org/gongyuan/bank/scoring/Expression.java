package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Something that gives a value when an item is scored, each named as QTI names it (RP 5.2 to 5.5).
/// An operator with an operand that is NULL gives NULL unless its own line in RP says otherwise.
public sealed interface Expression {

    // RP 5.2: values and variables

    record BaseValue(Value.Scalar value) implements Expression {
        public BaseValue {
            requireNonNull(value, "value");
        }
    }

    record NullValue() implements Expression {}

    /// A variable's value; for a variable of an item in a test, `ITEM.SCORE`, it may be weighted.
    record Variable(String identifier, Optional<String> weightIdentifier) implements Expression {
        public Variable {
            requireNonNull(identifier, "identifier");
            requireNonNull(weightIdentifier, "weightIdentifier");
        }

        public Variable(String identifier) {
            this(identifier, Optional.empty());
        }
    }

    record Default(String identifier) implements Expression {}

    record Correct(String identifier) implements Expression {}

    record MapResponse(String identifier) implements Expression {}

    record MapResponsePoint(String identifier) implements Expression {}

    record MathConstant(Constant constant) implements Expression {
        public enum Constant {
            PI,
            E
        }
    }

    // RP 5.2: chance, only with a generator handed in

    record RandomInteger(NumberRef min, NumberRef max, NumberRef step) implements Expression {}

    record RandomFloat(NumberRef min, NumberRef max) implements Expression {}

    /// One of the elements of a container, by chance.
    record Random(Expression container) implements Expression {}

    // RP 5.3: logic

    record And(List<Expression> operands) implements Expression {
        public And {
            operands = atLeastOne("and", operands);
        }
    }

    record Or(List<Expression> operands) implements Expression {
        public Or {
            operands = atLeastOne("or", operands);
        }
    }

    record Not(Expression operand) implements Expression {}

    record AnyN(NumberRef min, NumberRef max, List<Expression> operands) implements Expression {
        public AnyN {
            operands = atLeastOne("anyN", operands);
        }
    }

    record IsNull(Expression operand) implements Expression {}

    // RP 5.3: comparison

    record Match(Expression first, Expression second) implements Expression {}

    record Equal(Expression first, Expression second, Tolerance tolerance) implements Expression {}

    record EqualRounded(Expression first, Expression second, RoundingMode mode, NumberRef figures)
            implements Expression {}

    record GreaterThan(Expression first, Expression second) implements Expression {}

    record GreaterOrEqual(Expression first, Expression second) implements Expression {}

    record LessThan(Expression first, Expression second) implements Expression {}

    record LessOrEqual(Expression first, Expression second) implements Expression {}

    record DurationLessThan(Expression first, Expression second) implements Expression {}

    record DurationGreaterOrEqual(Expression first, Expression second) implements Expression {}

    // RP 5.4: arithmetic

    record Sum(List<Expression> operands) implements Expression {
        public Sum {
            operands = atLeastOne("sum", operands);
        }
    }

    record Product(List<Expression> operands) implements Expression {
        public Product {
            operands = atLeastOne("product", operands);
        }
    }

    record Subtract(Expression first, Expression second) implements Expression {}

    record Divide(Expression first, Expression second) implements Expression {}

    record IntegerDivide(Expression first, Expression second) implements Expression {}

    record IntegerModulus(Expression first, Expression second) implements Expression {}

    record Power(Expression first, Expression second) implements Expression {}

    record Truncate(Expression operand) implements Expression {}

    record Round(Expression operand) implements Expression {}

    record RoundTo(Expression operand, RoundingMode mode, NumberRef figures)
            implements Expression {}

    record IntegerToFloat(Expression operand) implements Expression {}

    record Min(List<Expression> operands) implements Expression {
        public Min {
            operands = atLeastOne("min", operands);
        }
    }

    record Max(List<Expression> operands) implements Expression {
        public Max {
            operands = atLeastOne("max", operands);
        }
    }

    record Gcd(List<Expression> operands) implements Expression {
        public Gcd {
            operands = atLeastOne("gcd", operands);
        }
    }

    record Lcm(List<Expression> operands) implements Expression {
        public Lcm {
            operands = atLeastOne("lcm", operands);
        }
    }

    record MathOperator(MathFunction function, List<Expression> operands) implements Expression {
        public MathOperator {
            requireNonNull(function, "function");
            operands = List.copyOf(operands);
            if (operands.size() != function.operands()) {
                throw new IllegalArgumentException(
                        "%s takes %d operands, not %d"
                                .formatted(
                                        function.qtiName(), function.operands(), operands.size()));
            }
        }
    }

    record StatsOperator(Statistic statistic, Expression operand) implements Expression {}

    // RP 5.5: containers, records, points

    record Multiple(List<Expression> operands) implements Expression {
        public Multiple {
            operands = List.copyOf(operands);
        }
    }

    record Ordered(List<Expression> operands) implements Expression {
        public Ordered {
            operands = List.copyOf(operands);
        }
    }

    record ContainerSize(Expression operand) implements Expression {}

    record Contains(Expression whole, Expression part) implements Expression {}

    record Member(Expression element, Expression container) implements Expression {}

    record Delete(Expression element, Expression container) implements Expression {}

    record Index(NumberRef n, Expression container) implements Expression {}

    record Repeat(NumberRef numberRepeats, List<Expression> operands) implements Expression {
        public Repeat {
            operands = atLeastOne("repeat", operands);
        }
    }

    record FieldValue(String fieldIdentifier, Expression container) implements Expression {}

    record Inside(Area area, Expression point) implements Expression {}

    // RP 5.5: strings

    /// Whether the first string occurs in the second.
    record Substring(Expression part, Expression whole, boolean caseSensitive)
            implements Expression {}

    /// Whether two strings agree, or, with the outdated `substring`, the first holds the second.
    record StringMatch(
            Expression first, Expression second, boolean caseSensitive, boolean substring)
            implements Expression {}

    record PatternMatch(Expression operand, SafePattern pattern) implements Expression {
        public PatternMatch {
            requireNonNull(pattern, "pattern");
        }
    }

    // RP 8: only where the outcomes of a test are processed

    /// The values one outcome has in the items of a test, weighted, as one container.
    record TestVariables(
            ItemSubset subset, String variableIdentifier, Optional<String> weightIdentifier)
            implements Expression {}

    /// How many items of a test are in a certain state.
    record NumberOfItems(ItemCount count, ItemSubset subset) implements Expression {}

    /// The sum of the least or greatest values an outcome can normally have.
    record OutcomeBound(
            boolean greatest,
            ItemSubset subset,
            String outcomeIdentifier,
            Optional<String> weightIdentifier)
            implements Expression {}

    /// Which items of a test are looked at; an empty section or category set limits nothing.
    record ItemSubset(
            Optional<String> sectionIdentifier,
            Set<String> includeCategories,
            Set<String> excludeCategories) {

        /// Every item of the test.
        public static final ItemSubset ALL = new ItemSubset(Optional.empty(), Set.of(), Set.of());

        public ItemSubset {
            requireNonNull(sectionIdentifier, "sectionIdentifier");
            includeCategories = Set.copyOf(includeCategories);
            excludeCategories = Set.copyOf(excludeCategories);
        }
    }

    /// What `numberCorrect` and its kin count.
    enum ItemCount {
        CORRECT,
        INCORRECT,
        PRESENTED,
        RESPONDED,
        SELECTED
    }

    /// How close two numbers must come to count as equal.
    sealed interface Tolerance {

        record Exact() implements Tolerance {}

        /// By so much below and above.
        record Absolute(
                NumberRef below, NumberRef above, boolean includeLower, boolean includeUpper)
                implements Tolerance {}

        /// By so many per cent below and above.
        record Relative(
                NumberRef below, NumberRef above, boolean includeLower, boolean includeUpper)
                implements Tolerance {}
    }

    /// What the figures of a rounding count.
    enum RoundingMode {
        SIGNIFICANT_FIGURES,
        DECIMAL_PLACES
    }

    /// What `statsOperator` calculates.
    enum Statistic {
        MEAN,
        SAMPLE_VARIANCE,
        SAMPLE_SD,
        POP_VARIANCE,
        POP_SD
    }

    private static List<Expression> atLeastOne(String operator, List<Expression> operands) {
        if (operands.isEmpty()) {
            throw new IllegalArgumentException(operator + " needs at least one operand");
        }
        return List.copyOf(operands);
    }
}

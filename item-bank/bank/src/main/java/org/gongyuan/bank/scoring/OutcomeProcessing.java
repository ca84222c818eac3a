package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// The rules of a whole test over its scored items (RP 8): usually one that sums their scores.
public final class OutcomeProcessing {

    private final SequencedMap<String, OutcomeDeclaration> outcomes = new LinkedHashMap<>();
    private final List<Rule> rules;

    /// Rules that set these outcomes of the test.
    ///
    /// @throws UnsupportedProcessing if a rule sets an outcome that is not declared
    public OutcomeProcessing(List<OutcomeDeclaration> outcomes, List<Rule> rules) {
        for (var outcome : outcomes) {
            this.outcomes.put(outcome.identifier(), outcome);
        }
        this.rules = List.copyOf(rules);
        ExpressionParts.all(this.rules).forEach(this::requireOutcome);
    }

    private void requireOutcome(Rule rule) {
        switch (rule) {
            case Rule.SetOutcomeValue(var identifier, _) -> requireOutcome(identifier);
            case Rule.LookupOutcomeValue(var identifier, _) -> requireOutcome(identifier);
            default -> {}
        }
    }

    private void requireOutcome(String identifier) {
        if (!outcomes.containsKey(identifier)) {
            throw new UnsupportedProcessing(
                    "a rule sets outcome %s, which the test does not declare"
                            .formatted(identifier));
        }
    }

    /// The outcomes of a test with these items, in the order of its form.
    public Outcomes process(List<TestedItem> items) {
        var run = new RuleRun(outcomes, new TestVariables(items));
        run.run(rules);
        return run.outcomes();
    }

    /// What a test knows of its items.
    private final class TestVariables implements Variables {

        private final List<TestedItem> items;

        TestVariables(List<TestedItem> items) {
            this.items = items;
        }

        /// `ITEM.SCORE`, weighted if asked for.
        @Override
        public Value value(Expression.Variable variable) {
            for (var item : items) {
                if (variable.identifier().startsWith(item.identifier() + ".")) {
                    var name = variable.identifier().substring(item.identifier().length() + 1);
                    var value = variable(item, name);
                    return value instanceof Scalar scalar && scalar.type().isNumeric()
                            ? weighted(item, scalar, variable.weightIdentifier())
                            : value;
                }
            }
            throw new UnsupportedProcessing(
                    "variable %s belongs to no item of the test".formatted(variable.identifier()));
        }

        private static Value variable(TestedItem item, String name) {
            var outcome = item.outcomes().value(name);
            return outcome.isNull()
                    ? item.responses().values().getOrDefault(name, Value.NULL)
                    : outcome;
        }

        private static Scalar weighted(TestedItem item, Scalar number, Optional<String> weight) {
            if (weight.isEmpty()) {
                return number;
            }
            return new Value.Real(Arithmetic.real(number) * weight(item, weight));
        }

        private static double weight(TestedItem item, Optional<String> weight) {
            return weight.map(name -> item.weights().getOrDefault(name, 1.0)).orElse(1.0);
        }

        @Override
        public Value defaultOf(String identifier) {
            var outcome = outcomes.get(identifier);
            return outcome == null ? Value.NULL : outcome.defaultValue();
        }

        @Override
        public ResponseDeclaration response(String identifier) {
            throw new UnsupportedProcessing("a test has no response, so none called " + identifier);
        }

        @Override
        public Optional<RandomGenerator> chance() {
            return Optional.empty();
        }

        @Override
        public Value ofTest(Expression expression) {
            return switch (expression) {
                case Expression.TestVariables(var subset, var name, var weight) ->
                        gathered(subset, name, weight);
                case Expression.NumberOfItems(var count, var subset) ->
                        new Value.Int(
                                items.stream()
                                        .filter(item -> item.isIn(subset) && counts(count, item))
                                        .count());
                case Expression.OutcomeBound(var greatest, var subset, var name, var weight) ->
                        bound(greatest, subset, name, weight);
                default -> throw new UnsupportedProcessing("not an expression of a test");
            };
        }

        /// Numbers of all items; floats as soon as one is a float or weighted. NULL is left out.
        private Value gathered(Expression.ItemSubset subset, String name, Optional<String> weight) {
            var numbers = new ArrayList<Scalar>();
            for (var item : items) {
                if (item.isIn(subset)
                        && item.outcomes().value(name) instanceof Scalar scalar
                        && scalar.type().isNumeric()) {
                    numbers.add(weighted(item, scalar, weight));
                }
            }
            if (numbers.isEmpty()) {
                return Value.NULL;
            }
            if (numbers.stream().allMatch(number -> number.type() == BaseType.INTEGER)) {
                return new Value.Container(Cardinality.MULTIPLE, BaseType.INTEGER, numbers);
            }
            return new Value.Container(
                    Cardinality.MULTIPLE,
                    BaseType.FLOAT,
                    numbers.stream()
                            .<Scalar>map(number -> new Value.Real(Arithmetic.real(number)))
                            .toList());
        }

        private static boolean counts(Expression.ItemCount count, TestedItem item) {
            return switch (count) {
                case CORRECT -> item.isCorrect();
                case INCORRECT -> !item.isCorrect();
                case RESPONDED -> item.isResponded();
                case PRESENTED, SELECTED -> true;
            };
        }

        /// The sum of the bounds; NULL if an item does not declare one.
        private Value bound(
                boolean greatest,
                Expression.ItemSubset subset,
                String name,
                Optional<String> weight) {
            var sum = 0.0;
            for (var item : items) {
                if (!item.isIn(subset)) {
                    continue;
                }
                var bound = bound(greatest, item, name);
                if (bound.isEmpty()) {
                    return Value.NULL;
                }
                sum += bound.getAsDouble() * weight(item, weight);
            }
            return new Value.Real(sum);
        }

        private static OptionalDouble bound(boolean greatest, TestedItem item, String name) {
            for (var outcome : item.item().outcomes()) {
                if (outcome.identifier().equals(name)) {
                    return greatest ? outcome.normalMaximum() : outcome.normalMinimum();
                }
            }
            return OptionalDouble.empty();
        }
    }
}

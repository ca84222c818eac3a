package org.gongyuan.bank.scoring;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Rules being run once, and the outcomes they set (RP 5.6).
final class RuleRun {

    private final Map<String, OutcomeDeclaration> declared;
    private final SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    private final Set<String> set = new HashSet<>();
    private final Evaluation evaluation;

    /// Outcomes start at their initial values; rules see them before anything in `others`.
    RuleRun(SequencedMap<String, OutcomeDeclaration> declared, Variables others) {
        this.declared = declared;
        declared.forEach((identifier, outcome) -> outcomes.put(identifier, outcome.initial()));
        evaluation = new Evaluation(new Seen(others));
    }

    /// Gives an outcome its last value unless a rule has set it.
    void endWith(String identifier, Value value) {
        if (!set.contains(identifier)) {
            outcomes.put(identifier, value);
        }
    }

    Outcomes outcomes() {
        return new Outcomes(outcomes);
    }

    Value evaluate(Expression expression) {
        return evaluation.of(expression);
    }

    /// Runs rules in order; false once an exit was reached.
    boolean run(List<Rule> rules) {
        for (var rule : rules) {
            if (!run(rule)) {
                return false;
            }
        }
        return true;
    }

    private boolean run(Rule rule) {
        return switch (rule) {
            case Rule.Condition(var branches, var otherwise) -> {
                for (var branch : branches) {
                    if (evaluation.holds(branch.when())) {
                        yield run(branch.then());
                    }
                }
                yield run(otherwise);
            }
            case Rule.SetOutcomeValue(var identifier, var value) -> {
                set(identifier, evaluation.of(value));
                yield true;
            }
            case Rule.LookupOutcomeValue(var identifier, var number) -> {
                set(
                        identifier,
                        Assignment.lookedUp(declared.get(identifier), evaluation.of(number)));
                yield true;
            }
            case Rule.Fragment(var inner) -> run(inner);
            case Rule.Exit() -> false;
        };
    }

    private void set(String identifier, Value value) {
        set.add(identifier);
        outcomes.put(identifier, Assignment.fitted(declared.get(identifier), value));
    }

    /// The outcomes as they stand, then all else.
    private final class Seen implements Variables {

        private final Variables others;

        Seen(Variables others) {
            this.others = others;
        }

        @Override
        public Value value(Expression.Variable variable) {
            var outcome = outcomes.get(variable.identifier());
            return outcome == null ? others.value(variable) : outcome;
        }

        @Override
        public Value defaultOf(String identifier) {
            return others.defaultOf(identifier);
        }

        @Override
        public ResponseDeclaration response(String identifier) {
            return others.response(identifier);
        }

        @Override
        public Optional<RandomGenerator> chance() {
            return others.chance();
        }

        @Override
        public Value ofTest(Expression expression) {
            return others.ofTest(expression);
        }
    }
}

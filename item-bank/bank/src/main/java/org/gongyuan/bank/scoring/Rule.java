package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// One step of response processing, or of outcome processing in a test (RP 5.6).
public sealed interface Rule {

    /// `responseIf`, `responseElseIf` …, `responseElse`: the first branch whose condition is true
    /// runs; if none is, `otherwise` runs. A condition that is NULL is not true.
    record Condition(List<Branch> branches, List<Rule> otherwise) implements Rule {
        public Condition {
            branches = List.copyOf(branches);
            otherwise = List.copyOf(otherwise);
            if (branches.isEmpty()) {
                throw new IllegalArgumentException("a condition needs at least its first branch");
            }
        }
    }

    /// What to do when something holds.
    record Branch(Expression when, List<Rule> then) {
        public Branch {
            requireNonNull(when, "when");
            then = List.copyOf(then);
        }
    }

    record SetOutcomeValue(String identifier, Expression value) implements Rule {
        public SetOutcomeValue {
            requireNonNull(identifier, "identifier");
            requireNonNull(value, "value");
        }
    }

    /// Sets an outcome to what its lookup table gives for the number.
    record LookupOutcomeValue(String identifier, Expression number) implements Rule {
        public LookupOutcomeValue {
            requireNonNull(identifier, "identifier");
            requireNonNull(number, "number");
        }
    }

    /// Several rules kept together.
    record Fragment(List<Rule> rules) implements Rule {
        public Fragment {
            rules = List.copyOf(rules);
        }
    }

    /// `exitResponse` and `exitTest`: no further rule runs.
    record Exit() implements Rule {}
}

package org.gongyuan.bank.scoring;

import java.util.Optional;
import java.util.random.RandomGenerator;

/// What rules can see while they run: the variables of one item, or of a test.
interface Variables {

    Value value(Expression.Variable variable);

    Value defaultOf(String identifier);

    ResponseDeclaration response(String identifier);

    /// Chance, only where a generator was handed in.
    Optional<RandomGenerator> chance();

    /// What only a test knows.
    Value ofTest(Expression expression);
}

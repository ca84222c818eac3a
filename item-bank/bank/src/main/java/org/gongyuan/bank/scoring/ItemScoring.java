package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.random.RandomGenerator;

/// All that is needed to score one item: what it declares and what its rules say. A pure function
/// from responses to outcomes: the same input gives the same outcomes, always.
///
/// Besides what the item declares there are the variables QTI builds in: the responses
/// `numAttempts` (1 unless given) and `duration` (NULL unless given), the outcome
/// `completionStatus` (RP 3.4).
public final class ItemScoring {

    static final String COMPLETION_STATUS = "completionStatus";
    static final String NUM_ATTEMPTS = "numAttempts";
    static final String DURATION = "duration";

    private static final String COMPLETED = "completed";
    private static final String UNKNOWN = "unknown";

    /// What QTI lets `completionStatus` be.
    private static final Set<String> STATUSES =
            Set.of("not_attempted", UNKNOWN, "incomplete", COMPLETED);

    /// The outcome an item has without declaring it.
    static final OutcomeDeclaration COMPLETION =
            OutcomeDeclaration.of(COMPLETION_STATUS, Cardinality.SINGLE, BaseType.IDENTIFIER)
                    .withDefault(new Value.Identifier(UNKNOWN));

    private final SequencedMap<String, ResponseDeclaration> responses = new LinkedHashMap<>();
    private final SequencedMap<String, OutcomeDeclaration> outcomes = new LinkedHashMap<>();

    /// The outcomes with the one that is built in, as rules see them.
    private final SequencedMap<String, OutcomeDeclaration> running;
    private final ResponseProcessing processing;
    private final boolean setsScore;
    private final boolean usesChance;

    /// Puts an item together and checks that its rules name only what it declares.
    ///
    /// @throws UnsupportedProcessing naming the rule that cannot be carried out
    public ItemScoring(
            List<ResponseDeclaration> responses,
            List<OutcomeDeclaration> outcomes,
            ResponseProcessing processing) {
        this.processing = requireNonNull(processing, "processing");
        for (var response : responses) {
            requireNew(response.identifier());
            this.responses.put(response.identifier(), response);
        }
        for (var outcome : outcomes) {
            requireNew(outcome.identifier());
            this.outcomes.put(outcome.identifier(), outcome);
        }
        var rules = ExpressionParts.all(processing.rules()).toList();
        setsScore = rules.stream().anyMatch(ItemScoring::setsScore);
        if (setsScore && !this.outcomes.containsKey(Outcomes.SCORE)) {
            this.outcomes.put(
                    Outcomes.SCORE,
                    OutcomeDeclaration.of(Outcomes.SCORE, Cardinality.SINGLE, BaseType.FLOAT));
        }
        running = withCompletion(this.outcomes);
        var chance = false;
        for (var rule : rules) {
            requireOutcome(rule);
            for (var expression : ExpressionParts.expressions(rule).toList()) {
                requireKnown(expression);
                chance |= isChance(expression);
            }
        }
        usesChance = chance;
    }

    private static SequencedMap<String, OutcomeDeclaration> withCompletion(
            SequencedMap<String, OutcomeDeclaration> outcomes) {
        var all = new LinkedHashMap<>(outcomes);
        var declared = all.putIfAbsent(COMPLETION_STATUS, COMPLETION);
        if (declared == null) {
            return all;
        }
        if (declared.cardinality() != COMPLETION.cardinality()
                || !declared.baseType().equals(COMPLETION.baseType())) {
            throw new UnsupportedProcessing("outcome completionStatus is a single identifier");
        }
        if (declared.defaultValue().isNull()) {
            all.put(COMPLETION_STATUS, declared.withDefault(COMPLETION.defaultValue()));
        }
        return all;
    }

    private static boolean setsScore(Rule rule) {
        return switch (rule) {
            case Rule.SetOutcomeValue(var identifier, _) -> identifier.equals(Outcomes.SCORE);
            case Rule.LookupOutcomeValue(var identifier, _) -> identifier.equals(Outcomes.SCORE);
            default -> false;
        };
    }

    private static boolean isChance(Expression expression) {
        return switch (expression) {
            case Expression.Random _, Expression.RandomInteger _, Expression.RandomFloat _ -> true;
            default -> false;
        };
    }

    private void requireNew(String identifier) {
        if (responses.containsKey(identifier) || outcomes.containsKey(identifier)) {
            throw new UnsupportedProcessing("variable %s is declared twice".formatted(identifier));
        }
    }

    private void requireOutcome(Rule rule) {
        switch (rule) {
            case Rule.SetOutcomeValue(var identifier, _) -> requireOutcome(identifier);
            case Rule.LookupOutcomeValue(var identifier, _) -> {
                requireOutcome(identifier);
                if (running.get(identifier).lookupTable().isEmpty()) {
                    throw new UnsupportedProcessing(
                            "outcome %s has no lookup table".formatted(identifier));
                }
            }
            default -> {}
        }
    }

    private void requireOutcome(String identifier) {
        if (!running.containsKey(identifier)) {
            throw new UnsupportedProcessing(
                    "a rule sets outcome %s, which is not declared".formatted(identifier));
        }
    }

    private void requireKnown(Expression expression) {
        switch (expression) {
            case Expression.Variable(var identifier, _) -> requireVariable(identifier);
            case Expression.Default(var identifier) -> requireVariable(identifier);
            case Expression.Correct(var identifier) -> requireResponse(identifier);
            case Expression.MapResponse(var identifier) -> {
                if (requireResponse(identifier).mapping().isEmpty()) {
                    throw new UnsupportedProcessing(
                            "response %s has no mapping".formatted(identifier));
                }
            }
            case Expression.MapResponsePoint(var identifier) -> {
                if (requireResponse(identifier).areaMapping().isEmpty()) {
                    throw new UnsupportedProcessing(
                            "response %s has no area mapping".formatted(identifier));
                }
            }
            case Expression.TestVariables _,
                    Expression.NumberOfItems _,
                    Expression.OutcomeBound _ ->
                    throw new UnsupportedProcessing(
                            "%s can only be used in a test, not in an item"
                                    .formatted(expression.getClass().getSimpleName()));
            default -> {}
        }
        ExpressionParts.attributes(expression)
                .forEach(
                        number -> {
                            if (number instanceof NumberRef.Variable(var identifier)) {
                                requireVariable(identifier);
                            }
                        });
    }

    private void requireVariable(String identifier) {
        if (!responses.containsKey(identifier)
                && !outcomes.containsKey(identifier)
                && !isBuiltIn(identifier)) {
            throw new UnsupportedProcessing("variable %s is not declared".formatted(identifier));
        }
    }

    private ResponseDeclaration requireResponse(String identifier) {
        var declared = responses.get(identifier);
        if (declared == null) {
            throw new UnsupportedProcessing("response %s is not declared".formatted(identifier));
        }
        return declared;
    }

    private static boolean isBuiltIn(String identifier) {
        return switch (identifier) {
            case COMPLETION_STATUS, NUM_ATTEMPTS, DURATION -> true;
            default -> false;
        };
    }

    /// What the item declares as responses, in its order.
    public List<ResponseDeclaration> responses() {
        return List.copyOf(responses.values());
    }

    /// What the item declares as outcomes, in its order.
    public List<OutcomeDeclaration> outcomes() {
        return List.copyOf(outcomes.values());
    }

    /// The item's rules.
    public ResponseProcessing processing() {
        return processing;
    }

    /// Whether a person gives this item its points: SCORE is scored from outside, or no rule sets
    /// it though the item asks for a response (RP 10.3).
    public boolean isScoredByHand() {
        var score = outcomes.get(Outcomes.SCORE);
        return (score != null && score.externalScored() != OutcomeDeclaration.ExternalScored.NONE)
                || (!setsScore && !responses.isEmpty());
    }

    /// Whether the rules draw values by chance and so need a seeded generator.
    public boolean usesChance() {
        return usesChance;
    }

    /// The most points the item says it gives: the normal maximum of SCORE, else the default of
    /// MAXSCORE.
    public OptionalDouble greatestScore() {
        var score = outcomes.get(Outcomes.SCORE);
        if (score != null && score.normalMaximum().isPresent()) {
            return score.normalMaximum();
        }
        var declared = outcomes.get("MAXSCORE");
        return declared != null
                        && declared.defaultValue() instanceof Value.Scalar number
                        && number.type().isNumeric()
                ? OptionalDouble.of(Arithmetic.real(number))
                : OptionalDouble.empty();
    }

    /// The least points a person may give: the normal minimum of SCORE, else 0.
    public double leastScore() {
        var score = outcomes.get(Outcomes.SCORE);
        return score == null ? 0 : score.normalMinimum().orElse(0);
    }

    /// Reads the tokens of a body by the item's declarations.
    ///
    /// @throws BadResponse naming the identifier, the token and the type it is not of
    public Responses read(ResponseBody body) {
        var values = new HashMap<String, Value>();
        for (var entry : body.tokens().entrySet()) {
            values.put(entry.getKey(), read(entry.getKey(), entry.getValue()));
        }
        return new Responses(values);
    }

    Value read(String identifier, Optional<List<String>> tokens) {
        var declared = responses.get(identifier);
        if (declared == null) {
            declared = builtIn(identifier);
        }
        return ResponseTokens.read(declared, tokens);
    }

    /// Whether a response of that name holds integers.
    boolean isInteger(String identifier) {
        var declared = responses.get(identifier);
        return declared == null
                ? identifier.equals(NUM_ATTEMPTS)
                : declared.baseType().equals(Optional.of(BaseType.INTEGER));
    }

    private ResponseDeclaration builtIn(String identifier) {
        return switch (identifier) {
            case NUM_ATTEMPTS ->
                    ResponseDeclaration.of(identifier, Cardinality.SINGLE, BaseType.INTEGER);
            case DURATION ->
                    ResponseDeclaration.of(identifier, Cardinality.SINGLE, BaseType.DURATION);
            default ->
                    throw new BadResponse(
                            identifier,
                            "the item declares no such response, only %s"
                                    .formatted(
                                            responses.isEmpty()
                                                    ? "none"
                                                    : String.join(", ", responses.keySet())));
        };
    }

    /// Scores one set of responses.
    ///
    /// @throws UnsupportedProcessing if a rule cannot be carried out on them
    public Outcomes score(Responses given) {
        return score(given, Optional.empty());
    }

    /// Scores one set of responses, drawing random values from `chance`.
    public Outcomes score(Responses given, RandomGenerator chance) {
        return score(given, Optional.of(chance));
    }

    private Outcomes score(Responses given, Optional<RandomGenerator> chance) {
        return new Run(given, chance).score();
    }

    /// What one expression gives before any rule has run.
    Value evaluate(Expression expression, Responses given) {
        return new Run(given, Optional.empty()).rules.evaluate(expression);
    }

    /// The variables of the item while it is scored once.
    private final class Run implements Variables {

        private final Map<String, Value> given;
        private final Optional<RandomGenerator> chance;
        private final RuleRun rules;

        Run(Responses given, Optional<RandomGenerator> chance) {
            this.given = given.values();
            this.chance = chance;
            rules = new RuleRun(running, this);
        }

        /// A response was given and scored; an item that does not say otherwise is completed.
        Outcomes score() {
            rules.run(processing.rules());
            rules.endWith(COMPLETION_STATUS, new Value.Identifier(COMPLETED));
            var scored = rules.outcomes();
            if (scored.value(COMPLETION_STATUS) instanceof Value.Identifier(var status)
                    && !STATUSES.contains(status)) {
                throw new UnsupportedProcessing(
                        "completionStatus cannot be set to %s, only to not_attempted, unknown,"
                                        .formatted(status)
                                + " incomplete or completed");
            }
            return scored;
        }

        @Override
        public Value value(Expression.Variable variable) {
            var identifier = variable.identifier();
            var response = given.get(identifier);
            if (response != null) {
                return response;
            }
            return identifier.equals(NUM_ATTEMPTS) && !responses.containsKey(identifier)
                    ? new Value.Int(1)
                    : defaultOf(identifier);
        }

        @Override
        public Value defaultOf(String identifier) {
            var response = responses.get(identifier);
            if (response != null) {
                return response.defaultValue();
            }
            var outcome = outcomes.get(identifier);
            return outcome == null ? Value.NULL : outcome.defaultValue();
        }

        @Override
        public ResponseDeclaration response(String identifier) {
            return requireResponse(identifier);
        }

        @Override
        public Optional<RandomGenerator> chance() {
            return chance;
        }

        @Override
        public Value ofTest(Expression expression) {
            throw new UnsupportedProcessing("only a test can evaluate this");
        }
    }

    /// Every variable of the item by name: responses, then outcomes.
    public List<String> identifiers() {
        var all = new ArrayList<>(responses.keySet());
        all.addAll(outcomes.keySet());
        return List.copyOf(all);
    }
}

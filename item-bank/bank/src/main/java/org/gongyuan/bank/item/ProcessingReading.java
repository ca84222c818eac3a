package org.gongyuan.bank.item;

import static org.gongyuan.bank.item.DeclarationReading.area;
import static org.gongyuan.bank.item.DeclarationReading.baseType;
import static org.gongyuan.bank.item.DeclarationReading.flag;
import static org.gongyuan.bank.item.DeclarationReading.required;

import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.scoring.Expression;
import org.gongyuan.bank.scoring.Expression.ItemCount;
import org.gongyuan.bank.scoring.Expression.ItemSubset;
import org.gongyuan.bank.scoring.Expression.RoundingMode;
import org.gongyuan.bank.scoring.Expression.Statistic;
import org.gongyuan.bank.scoring.Expression.Tolerance;
import org.gongyuan.bank.scoring.MathFunction;
import org.gongyuan.bank.scoring.NumberRef;
import org.gongyuan.bank.scoring.Rule;
import org.gongyuan.bank.scoring.SafePattern;
import org.gongyuan.bank.scoring.TypeCheck;
import org.gongyuan.bank.scoring.UnsupportedProcessing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the rules and expressions of QTI 3.0 response processing, and of a test's outcome
/// processing, into scoring's types (`item-bank/spec/interchange.md`, section 7). An operator that
/// is not carried out is refused by name and line.
final class ProcessingReading {

    private static final Set<String> WITHOUT_OPERANDS =
            Set.of(
                    "qti-null",
                    "qti-variable",
                    "qti-default",
                    "qti-correct",
                    "qti-map-response",
                    "qti-map-response-point",
                    "qti-math-constant",
                    "qti-random-integer",
                    "qti-random-float");

    private final Findings findings;
    private final boolean inTest;
    private final Optional<TypeCheck> types;

    private ProcessingReading(Findings findings, boolean inTest, Optional<TypeCheck> types) {
        this.findings = findings;
        this.inTest = inTest;
        this.types = types;
    }

    /// The rules inside `qti-response-processing`, each checked by the item's declarations.
    static List<Rule> ofItem(Element from, TypeCheck types, Findings findings) {
        return new ProcessingReading(findings, false, Optional.of(types)).top(from);
    }

    /// The rules inside a test's `qti-outcome-processing`.
    static List<Rule> ofTest(Element from, Findings findings) {
        return new ProcessingReading(findings, true, Optional.empty()).top(from);
    }

    private List<Rule> top(Element from) {
        var rules = new ArrayList<Rule>();
        for (var child : from.elements()) {
            try {
                rules.add(rule(child));
            } catch (NotRead wrong) {
                wrong.refuseIn(findings);
            }
        }
        return rules;
    }

    private List<Rule> rules(List<Element> from) throws NotRead {
        var rules = new ArrayList<Rule>();
        for (var child : from) {
            rules.add(rule(child));
        }
        return rules;
    }

    private Rule rule(Element from) throws NotRead {
        requireQti(from);
        var rule = readRule(from);
        try {
            types.ifPresent(check -> check.check(rule));
        } catch (UnsupportedProcessing wrong) {
            throw new NotRead(from.line(), from.name(), wrong.getMessage());
        }
        return rule;
    }

    private Rule readRule(Element from) throws NotRead {
        var kind = inTest ? "outcome" : "response";
        return switch (from.name()) {
            case "qti-response-condition", "qti-outcome-condition" -> condition(from, kind);
            case "qti-set-outcome-value" ->
                    new Rule.SetOutcomeValue(required(from, "identifier"), only(from));
            case "qti-lookup-outcome-value" ->
                    new Rule.LookupOutcomeValue(required(from, "identifier"), only(from));
            case "qti-response-processing-fragment", "qti-outcome-processing-fragment" ->
                    new Rule.Fragment(rules(from.elements()));
            case "qti-exit-response", "qti-exit-test" -> {
                requireEmpty(from);
                yield new Rule.Exit();
            }
            default -> throw new NotRead(from.line(), from.name(), refusal(from.name()));
        };
    }

    private static String refusal(String name) {
        var known = Vocabulary.refusal(name);
        return known == null ? "this rule is not carried out" : known;
    }

    private Rule condition(Element from, String kind) throws NotRead {
        var branches = new ArrayList<Rule.Branch>();
        List<Rule> otherwise = List.of();
        boolean elseSeen = false;
        for (var child : from.elements()) {
            requireQti(child);
            var name = child.name();
            if (name.equals("qti-%s-if".formatted(kind))
                    || name.equals("qti-%s-else-if".formatted(kind))) {
                boolean first = name.equals("qti-%s-if".formatted(kind));
                if (first != branches.isEmpty() || elseSeen) {
                    throw new NotRead(child.line(), name, "it stands in the wrong place");
                }
                var parts = child.elements();
                if (parts.isEmpty()) {
                    throw new NotRead(child.line(), name, "it has no condition");
                }
                branches.add(
                        new Rule.Branch(
                                expression(parts.getFirst()),
                                rules(parts.subList(1, parts.size()))));
            } else if (name.equals("qti-%s-else".formatted(kind))) {
                if (elseSeen || branches.isEmpty()) {
                    throw new NotRead(
                            child.line(), name, "it comes once, after qti-%s-if".formatted(kind));
                }
                elseSeen = true;
                otherwise = rules(child.elements());
            } else {
                throw new NotRead(
                        child.line(), name, "it has no place in %s".formatted(from.name()));
            }
        }
        if (branches.isEmpty()) {
            throw new NotRead(from.line(), from.name(), "it has no condition");
        }
        return new Rule.Condition(branches, otherwise);
    }

    private Expression only(Element from) throws NotRead {
        return operands(from, 1).getFirst();
    }

    private List<Expression> operands(Element from, int count) throws NotRead {
        var operands = operands(from);
        if (operands.size() != count) {
            throw new NotRead(
                    from.line(),
                    from.name(),
                    "it takes %d operand%s, not %d"
                            .formatted(count, count == 1 ? "" : "s", operands.size()));
        }
        return operands;
    }

    private List<Expression> operands(Element from) throws NotRead {
        var operands = new ArrayList<Expression>();
        for (var child : from.elements()) {
            operands.add(expression(child));
        }
        return operands;
    }

    /// An element of another namespace means something else, whatever it is called.
    private static void requireQti(Element from) throws NotRead {
        if (!from.namespace().equals(Namespaces.QTI)) {
            throw new NotRead(
                    from.line(),
                    from.name(),
                    "rules of namespace \"%s\" are not carried out".formatted(from.namespace()));
        }
    }

    private static void requireEmpty(Element from) throws NotRead {
        if (!from.elements().isEmpty() || !from.text().isBlank()) {
            throw new NotRead(from.line(), from.name(), "nothing may stand inside it");
        }
    }

    private Expression expression(Element from) throws NotRead {
        requireQti(from);
        if (WITHOUT_OPERANDS.contains(from.name())) {
            requireEmpty(from);
        }
        try {
            var expression = read(from);
            types.ifPresent(check -> check.check(expression));
            return expression;
        } catch (IllegalArgumentException | UnsupportedProcessing wrong) {
            throw new NotRead(from.line(), from.name(), wrong.getMessage());
        }
    }

    private Expression read(Element from) throws NotRead {
        return switch (from.name()) {
            case "qti-base-value" ->
                    new Expression.BaseValue(
                            DeclarationReading.scalar(
                                    from, baseType(from, required(from, "base-type"))));
            case "qti-null" -> new Expression.NullValue();
            case "qti-variable" ->
                    new Expression.Variable(
                            required(from, "identifier"), from.attribute("weight-identifier"));
            case "qti-default" -> new Expression.Default(required(from, "identifier"));
            case "qti-correct" -> new Expression.Correct(required(from, "identifier"));
            case "qti-map-response" -> new Expression.MapResponse(required(from, "identifier"));
            case "qti-map-response-point" ->
                    new Expression.MapResponsePoint(required(from, "identifier"));
            case "qti-math-constant" ->
                    new Expression.MathConstant(
                            switch (required(from, "name")) {
                                case "pi" -> Expression.MathConstant.Constant.PI;
                                case "e" -> Expression.MathConstant.Constant.E;
                                default ->
                                        throw new NotRead(
                                                from.line(), from.name(), "it is pi or e");
                            });
            case "qti-random-integer", "qti-random-float", "qti-random" -> chance(from);
            case "qti-and" -> new Expression.And(operands(from));
            case "qti-or" -> new Expression.Or(operands(from));
            case "qti-not" -> new Expression.Not(only(from));
            case "qti-any-n" ->
                    new Expression.AnyN(whole(from, "min"), whole(from, "max"), operands(from));
            case "qti-is-null" -> new Expression.IsNull(only(from));
            case "qti-match" -> pair(from, Expression.Match::new);
            case "qti-equal" -> equal(from);
            case "qti-equal-rounded" -> {
                var two = operands(from, 2);
                yield new Expression.EqualRounded(
                        two.get(0), two.get(1), roundingMode(from), figures(from));
            }
            case "qti-gt" -> pair(from, Expression.GreaterThan::new);
            case "qti-gte" -> pair(from, Expression.GreaterOrEqual::new);
            case "qti-lt" -> pair(from, Expression.LessThan::new);
            case "qti-lte" -> pair(from, Expression.LessOrEqual::new);
            case "qti-duration-lt" -> pair(from, Expression.DurationLessThan::new);
            case "qti-duration-gte" -> pair(from, Expression.DurationGreaterOrEqual::new);
            case "qti-sum" -> new Expression.Sum(operands(from));
            case "qti-product" -> new Expression.Product(operands(from));
            case "qti-subtract" -> pair(from, Expression.Subtract::new);
            case "qti-divide" -> pair(from, Expression.Divide::new);
            case "qti-integer-divide" -> pair(from, Expression.IntegerDivide::new);
            case "qti-integer-modulus" -> pair(from, Expression.IntegerModulus::new);
            case "qti-power" -> pair(from, Expression.Power::new);
            case "qti-truncate" -> new Expression.Truncate(only(from));
            case "qti-round" -> new Expression.Round(only(from));
            case "qti-round-to" ->
                    new Expression.RoundTo(only(from), roundingMode(from), figures(from));
            case "qti-integer-to-float" -> new Expression.IntegerToFloat(only(from));
            case "qti-min" -> new Expression.Min(operands(from));
            case "qti-max" -> new Expression.Max(operands(from));
            case "qti-gcd" -> new Expression.Gcd(operands(from));
            case "qti-lcm" -> new Expression.Lcm(operands(from));
            case "qti-math-operator" -> mathOperator(from);
            case "qti-stats-operator" -> new Expression.StatsOperator(statistic(from), only(from));
            case "qti-multiple" -> new Expression.Multiple(operands(from));
            case "qti-ordered" -> new Expression.Ordered(operands(from));
            case "qti-container-size" -> new Expression.ContainerSize(only(from));
            case "qti-contains" -> pair(from, Expression.Contains::new);
            case "qti-member" -> pair(from, Expression.Member::new);
            case "qti-delete" -> pair(from, Expression.Delete::new);
            case "qti-index" -> new Expression.Index(whole(from, "n", 1), only(from));
            case "qti-repeat" ->
                    new Expression.Repeat(whole(from, "number-repeats", 1), operands(from));
            case "qti-field-value" ->
                    new Expression.FieldValue(required(from, "field-identifier"), only(from));
            case "qti-inside" -> new Expression.Inside(area(from), only(from));
            case "qti-substring" -> {
                var two = operands(from, 2);
                yield new Expression.Substring(
                        two.get(0), two.get(1), flag(from, "case-sensitive").orElse(true));
            }
            case "qti-string-match" -> {
                var two = operands(from, 2);
                yield new Expression.StringMatch(
                        two.get(0),
                        two.get(1),
                        flag(from, "case-sensitive").orElse(true),
                        flag(from, "substring").orElse(false));
            }
            case "qti-pattern-match" ->
                    new Expression.PatternMatch(
                            only(from), SafePattern.of(required(from, "pattern")));
            default -> inTest ? ofItems(from) : unknown(from);
        };
    }

    private static Expression unknown(Element from) throws NotRead {
        var known = Vocabulary.refusal(from.name());
        throw new NotRead(
                from.line(),
                "operator " + from.name(),
                known == null ? "this operator is not carried out" : known);
    }

    private Expression ofItems(Element from) throws NotRead {
        return switch (from.name()) {
            case "qti-test-variables" ->
                    new Expression.TestVariables(
                            subset(from),
                            required(from, "variable-identifier"),
                            from.attribute("weight-identifier"));
            case "qti-number-correct" -> count(ItemCount.CORRECT, from);
            case "qti-number-incorrect" -> count(ItemCount.INCORRECT, from);
            case "qti-number-presented" -> count(ItemCount.PRESENTED, from);
            case "qti-number-responded" -> count(ItemCount.RESPONDED, from);
            case "qti-number-selected" -> count(ItemCount.SELECTED, from);
            case "qti-outcome-minimum", "qti-outcome-maximum" ->
                    new Expression.OutcomeBound(
                            from.name().endsWith("maximum"),
                            subset(from),
                            required(from, "outcome-identifier"),
                            from.attribute("weight-identifier"));
            default -> unknown(from);
        };
    }

    private static Expression count(ItemCount count, Element from) {
        return new Expression.NumberOfItems(count, subset(from));
    }

    private static ItemSubset subset(Element from) {
        return new ItemSubset(
                from.attribute("section-identifier"),
                words(from, "include-category"),
                words(from, "exclude-category"));
    }

    private static Set<String> words(Element from, String attribute) {
        var words = new HashSet<String>();
        for (var word : from.attribute(attribute).orElse("").split("\\s+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    private interface Two {
        Expression of(Expression first, Expression second);
    }

    private Expression pair(Element from, Two two) throws NotRead {
        var operands = operands(from, 2);
        return two.of(operands.get(0), operands.get(1));
    }

    private Expression chance(Element from) throws NotRead {
        findings.warn(
                from.line(), from.name(), "a score by chance cannot be repeated by a verifier");
        return switch (from.name()) {
            case "qti-random-integer" ->
                    new Expression.RandomInteger(
                            whole(from, "min", reference(from, "min", "0")),
                            whole(from, "max"),
                            whole(from, "step", reference(from, "step", "1")));
            case "qti-random-float" ->
                    new Expression.RandomFloat(reference(from, "min", "0"), reference(from, "max"));
            default -> new Expression.Random(only(from));
        };
    }

    private Expression equal(Element from) throws NotRead {
        var two = operands(from, 2);
        return new Expression.Equal(two.get(0), two.get(1), tolerance(from));
    }

    private static Tolerance tolerance(Element from) throws NotRead {
        var mode = from.attribute("tolerance-mode").map(String::strip).orElse("exact");
        if (mode.equals("exact")) {
            return new Tolerance.Exact();
        }
        if (!mode.equals("absolute") && !mode.equals("relative")) {
            throw new NotRead(
                    from.line(),
                    from.name(),
                    "tolerance-mode \"%s\" is none of exact, absolute, relative".formatted(mode));
        }
        var parts = required(from, "tolerance").split("[\\s,]+", -1);
        if (parts.length > 2) {
            throw new NotRead(from.line(), from.name(), "tolerance has one or two numbers");
        }
        var below = tolerated(from, parts[0]);
        var above = parts.length == 2 ? tolerated(from, parts[1]) : below;
        boolean lower = flag(from, "include-lower-bound").orElse(true);
        boolean upper = flag(from, "include-upper-bound").orElse(true);
        return mode.equals("absolute")
                ? new Tolerance.Absolute(below, above, lower, upper)
                : new Tolerance.Relative(below, above, lower, upper);
    }

    private static NumberRef tolerated(Element from, String text) throws NotRead {
        var tolerated = NumberRef.parse(text);
        if (tolerated instanceof NumberRef.Literal(var number)
                && (number < 0 || Double.isInfinite(number))) {
            throw new NotRead(
                    from.line(),
                    from.name(),
                    "a tolerance is a number from 0 up, not %s".formatted(text));
        }
        return tolerated;
    }

    private static NumberRef figures(Element from) throws NotRead {
        return whole(
                from, "figures", roundingMode(from) == RoundingMode.SIGNIFICANT_FIGURES ? 1 : 0);
    }

    private static RoundingMode roundingMode(Element from) throws NotRead {
        var mode = from.attribute("rounding-mode").map(String::strip).orElse("significantFigures");
        return switch (mode) {
            case "significantFigures", "significant-figures" -> RoundingMode.SIGNIFICANT_FIGURES;
            case "decimalPlaces", "decimal-places" -> RoundingMode.DECIMAL_PLACES;
            default ->
                    throw new NotRead(
                            from.line(),
                            from.name(),
                            "rounding-mode \"%s\" is neither significantFigures nor decimalPlaces"
                                    .formatted(mode));
        };
    }

    private Expression mathOperator(Element from) throws NotRead {
        var name = required(from, "name");
        return new Expression.MathOperator(
                MathFunction.named(name)
                        .orElseThrow(
                                () ->
                                        new NotRead(
                                                from.line(),
                                                from.name(),
                                                "function \"%s\" is not carried out"
                                                        .formatted(name))),
                operands(from));
    }

    private static Statistic statistic(Element from) throws NotRead {
        var name = required(from, "name");
        return switch (name) {
            case "mean" -> Statistic.MEAN;
            case "sampleVariance" -> Statistic.SAMPLE_VARIANCE;
            case "sampleSD" -> Statistic.SAMPLE_SD;
            case "popVariance" -> Statistic.POP_VARIANCE;
            case "popSD" -> Statistic.POP_SD;
            default ->
                    throw new NotRead(
                            from.line(),
                            from.name(),
                            "statistic \"%s\" is not carried out".formatted(name));
        };
    }

    private static NumberRef reference(Element from, String attribute) throws NotRead {
        return reference(from, attribute, required(from, attribute));
    }

    private static NumberRef whole(Element from, String attribute) throws NotRead {
        return whole(from, attribute, reference(from, attribute));
    }

    /// A whole number of at least so much, or the name of a variable.
    private static NumberRef whole(Element from, String attribute, int least) throws NotRead {
        var reference = whole(from, attribute);
        if (reference instanceof NumberRef.Literal(var number) && number < least) {
            throw new NotRead(
                    from.line(),
                    from.name(),
                    "%s is %s, at least %d is needed"
                            .formatted(attribute, required(from, attribute), least));
        }
        return reference;
    }

    private static NumberRef whole(Element from, String attribute, NumberRef reference)
            throws NotRead {
        if (reference instanceof NumberRef.Literal(var number)
                && (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE)) {
            throw new NotRead(
                    from.line(),
                    from.name(),
                    "%s is %s, a whole number is needed"
                            .formatted(attribute, required(from, attribute)));
        }
        return reference;
    }

    private static NumberRef reference(Element from, String attribute, String otherwise)
            throws NotRead {
        var text = from.attribute(attribute).orElse(otherwise);
        try {
            return NumberRef.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new NotRead(
                    from.line(), from.name(), "%s: %s".formatted(attribute, wrong.getMessage()));
        }
    }

    /// A standard template's name from its URI, whatever version or ending it is written with
    /// (section 7); empty if it is not one of the standard's.
    static Optional<String> standardTemplate(String uri) {
        var stripped = uri.strip();
        var lower = stripped.toLowerCase(Locale.ROOT);
        boolean foreign =
                lower.contains("://")
                        && !lower.contains("imsglobal.org/")
                        && !lower.contains("1edtech.org/");
        var last = stripped.substring(stripped.lastIndexOf('/') + 1);
        if (last.toLowerCase(Locale.ROOT).endsWith(".xml")) {
            last = last.substring(0, last.length() - ".xml".length());
        }
        return !foreign && TEMPLATES.contains(last) ? Optional.of(last) : Optional.empty();
    }

    private static final Set<String> TEMPLATES =
            Set.of(
                    "match_correct",
                    "map_response",
                    "map_response_point",
                    "CC2_match",
                    "CC2_match_basic",
                    "CC2_map_response");
}

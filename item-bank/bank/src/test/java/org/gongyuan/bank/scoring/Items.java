package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.OutcomeDeclaration.ExternalScored;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Items of the kinds a level exam has, small enough to reckon by hand.
final class Items {

    private Items() {}

    static OutcomeDeclaration score() {
        return OutcomeDeclaration.of("SCORE", Cardinality.SINGLE, BaseType.FLOAT);
    }

    static Value.Identifier id(String name) {
        return new Value.Identifier(name);
    }

    static ItemScoring of(ResponseDeclaration response, ResponseProcessing processing) {
        return new ItemScoring(List.of(response), List.of(score()), processing);
    }

    static ItemScoring singleChoice(String correct) {
        return of(
                ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.IDENTIFIER)
                        .withCorrect(id(correct)),
                ResponseProcessing.matchCorrect());
    }

    static ItemScoring multipleChoice(String... correct) {
        return of(
                ResponseDeclaration.of("RESPONSE", Cardinality.MULTIPLE, BaseType.IDENTIFIER)
                        .withCorrect(identifiers(Cardinality.MULTIPLE, correct)),
                ResponseProcessing.matchCorrect());
    }

    static ItemScoring order(String... correct) {
        return of(
                ResponseDeclaration.of("RESPONSE", Cardinality.ORDERED, BaseType.IDENTIFIER)
                        .withCorrect(identifiers(Cardinality.ORDERED, correct)),
                ResponseProcessing.matchCorrect());
    }

    static Value.Container identifiers(Cardinality cardinality, String... names) {
        return new Value.Container(
                cardinality,
                BaseType.IDENTIFIER,
                List.of(names).stream().<Value.Scalar>map(Value.Identifier::new).toList());
    }

    /// {A,B,C,D} are worth {0,1,0.5,0}, all else `otherwise`, at most 2.
    static Mapping letters(double otherwise) {
        return new Mapping(
                OptionalDouble.of(-1),
                OptionalDouble.of(2),
                otherwise,
                List.of(
                        new Mapping.Entry(id("A"), 0, true),
                        new Mapping.Entry(id("B"), 1, true),
                        new Mapping.Entry(id("C"), 0.5, true),
                        new Mapping.Entry(id("D"), 0, true)));
    }

    static ItemScoring mapped(Cardinality cardinality, BaseType type, Mapping mapping) {
        return of(
                ResponseDeclaration.of("RESPONSE", cardinality, type).withMapping(mapping),
                ResponseProcessing.mapResponse());
    }

    /// A length in millimetres, right within 0.05.
    static ItemScoring measurement(double right) {
        var near =
                new Expression.Equal(
                        new Expression.Correct("RESPONSE"),
                        new Expression.Variable("RESPONSE"),
                        new Expression.Tolerance.Absolute(
                                NumberRef.of(0.05), NumberRef.of(0.05), true, true));
        return of(
                ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.FLOAT)
                        .withCorrect(new Value.Real(right)),
                new ResponseProcessing(
                        List.of(
                                new Rule.Condition(
                                        List.of(
                                                new Rule.Branch(
                                                        near,
                                                        List.of(
                                                                new Rule.SetOutcomeValue(
                                                                        "SCORE",
                                                                        new Expression.BaseValue(
                                                                                new Value.Real(
                                                                                        3)))))),
                                        List.of()))));
    }

    static ItemScoring pointing() {
        return of(
                ResponseDeclaration.of("RESPONSE", Cardinality.MULTIPLE, BaseType.POINT)
                        .withAreaMapping(
                                new AreaMapping(
                                        OptionalDouble.of(0),
                                        OptionalDouble.empty(),
                                        -0.25,
                                        List.of(
                                                new AreaMapping.Entry(
                                                        new Area.Circle(50, 50, 10), 2),
                                                new AreaMapping.Entry(
                                                        new Area.Circle(50, 50, 30), 1)))),
                ResponseProcessing.mapResponsePoint());
    }

    static ItemScoring essay(double most) {
        return new ItemScoring(
                List.of(ResponseDeclaration.of("RESPONSE", Cardinality.SINGLE, BaseType.STRING)),
                List.of(
                        score().withNormalRange(OptionalDouble.empty(), OptionalDouble.of(most))
                                .withExternalScored(ExternalScored.HUMAN)),
                ResponseProcessing.none());
    }

    static double score(ItemScoring item, String... tokens) {
        var body = ResponseBody.of("RESPONSE", tokens);
        return ((Value.Real) item.score(item.read(body)).value("SCORE")).number();
    }

    static Optional<List<String>> given(String... tokens) {
        return Optional.of(List.of(tokens));
    }
}

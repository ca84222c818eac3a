package org.gongyuan.bank.scoring;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.gongyuan.bank.scoring.Expression.BaseValue;
import org.gongyuan.bank.scoring.Expression.Correct;
import org.gongyuan.bank.scoring.Expression.Index;
import org.gongyuan.bank.scoring.Expression.MapResponse;
import org.gongyuan.bank.scoring.Expression.Match;
import org.gongyuan.bank.scoring.Expression.Member;
import org.gongyuan.bank.scoring.Expression.Multiple;
import org.gongyuan.bank.scoring.Expression.NullValue;
import org.gongyuan.bank.scoring.Expression.Sum;
import org.gongyuan.bank.scoring.Expression.Variable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

@DisplayName("Rules checked by their declarations")
class TypeCheckTest {

    private static final Variable CHOICES = new Variable("CHOICES");
    private static final Variable ORDER = new Variable("ORDER");
    private static final Variable NAME = new Variable("NAME");
    private static final Variable COUNT = new Variable("COUNT");
    private static final Variable NOTES = new Variable("NOTES");
    private static final Variable SCORE = new Variable("SCORE");
    private static final Variable FOUND = new Variable("FOUND");

    private static TypeCheck check() {
        return new TypeCheck(
                List.of(
                        ResponseDeclaration.of(
                                "CHOICES", Cardinality.MULTIPLE, BaseType.IDENTIFIER),
                        ResponseDeclaration.of("ORDER", Cardinality.ORDERED, BaseType.IDENTIFIER),
                        ResponseDeclaration.of("NAME", Cardinality.SINGLE, BaseType.STRING),
                        ResponseDeclaration.of("COUNT", Cardinality.SINGLE, BaseType.INTEGER),
                        new ResponseDeclaration(
                                "NOTES",
                                Cardinality.RECORD,
                                Optional.empty(),
                                Value.NULL,
                                Value.NULL,
                                Optional.empty(),
                                Optional.empty())),
                List.of(
                        OutcomeDeclaration.of("SCORE", Cardinality.SINGLE, BaseType.FLOAT),
                        OutcomeDeclaration.of("FOUND", Cardinality.SINGLE, BaseType.BOOLEAN)));
    }

    private static BaseValue value(BaseType type, String token) {
        return new BaseValue(Value.parse(type, token));
    }

    static Stream<Arguments> whatDoesNotFit() {
        var one = value(BaseType.FLOAT, "1");
        var letter = value(BaseType.IDENTIFIER, "A");
        return Stream.of(
                Arguments.of(
                        new Match(CHOICES, letter),
                        "match cannot compare a multiple container of identifier with a single"
                                + " identifier"),
                Arguments.of(
                        new Match(COUNT, NAME),
                        "match cannot compare a single integer with a single string"),
                Arguments.of(
                        new Expression.And(List.of(FOUND, SCORE)),
                        "and needs booleans, not a single float"),
                Arguments.of(
                        new Sum(List.of(SCORE, NAME)), "sum needs numbers, not a single string"),
                Arguments.of(
                        new Expression.GreaterThan(CHOICES, one),
                        "gt needs single numbers, not a multiple container of identifier"),
                Arguments.of(
                        new Expression.IntegerDivide(COUNT, SCORE),
                        "integerDivide needs single integers, not a single float"),
                Arguments.of(
                        new Multiple(List.of(letter, one)),
                        "multiple cannot hold both identifier and float"),
                Arguments.of(
                        new Index(NumberRef.of(1), NAME),
                        "index needs an ordered container, not a single string"),
                Arguments.of(
                        new Index(new NumberRef.Variable("NAME"), ORDER),
                        "an attribute names NAME, which is a single string, not a single number"),
                Arguments.of(
                        new Member(one, CHOICES),
                        "member cannot compare a single float with a multiple container of"
                                + " identifier"),
                Arguments.of(
                        new Expression.FieldValue("x", COUNT),
                        "fieldValue needs a record, not a single integer"),
                Arguments.of(new MapResponse("NOTES"), "mapResponse cannot map a record"),
                Arguments.of(
                        new Expression.MapResponsePoint("CHOICES"),
                        "mapResponsePoint needs points, not a multiple container of identifier"),
                Arguments.of(
                        new Expression.Inside(new Area.Everywhere(), NAME),
                        "inside needs points, not a single string"),
                Arguments.of(
                        new Expression.Substring(NAME, COUNT, true),
                        "substring needs strings, not a single integer"),
                Arguments.of(
                        new Expression.DurationLessThan(COUNT, new Variable("duration")),
                        "durationLT needs durations, not a single integer"));
    }

    @ParameterizedTest
    @MethodSource("whatDoesNotFit")
    void areRefusedNamingWhatIsNeededAndWhatIsGiven(Expression expression, String why) {
        var refused = assertThrows(UnsupportedProcessing.class, () -> check().check(expression));

        assertEquals(why, refused.getMessage());
    }

    static Stream<Expression> whatFits() {
        return Stream.of(
                new Match(CHOICES, new Correct("CHOICES")),
                new Match(COUNT, SCORE),
                new Match(NAME, value(BaseType.IDENTIFIER, "A")),
                new Match(CHOICES, new NullValue()),
                new Member(value(BaseType.STRING, "A"), CHOICES),
                new Member(value(BaseType.STRING, "A"), NAME),
                new Sum(List.of(COUNT, new Multiple(List.of(COUNT, COUNT)))),
                new Expression.Max(List.of(NAME, COUNT)),
                new Expression.And(List.of(FOUND, new NullValue(), new Expression.IsNull(NOTES))),
                new Match(new Expression.FieldValue("x", NOTES), COUNT),
                new Index(new NumberRef.Variable("COUNT"), ORDER),
                new Expression.Delete(value(BaseType.IDENTIFIER, "A"), CHOICES),
                new Expression.GreaterThan(new Expression.ContainerSize(CHOICES), COUNT));
    }

    @ParameterizedTest
    @MethodSource("whatFits")
    void areTakenWhereEveryPartFits(Expression expression) {
        assertDoesNotThrow(() -> check().check(expression));
    }

    @Test
    void mayOnlySetAnOutcomeToWhatItHolds() {
        var check = check();
        assertDoesNotThrow(() -> check.check(new Rule.SetOutcomeValue("SCORE", COUNT)));
        assertDoesNotThrow(() -> check.check(new Rule.SetOutcomeValue("SCORE", new NullValue())));
        for (var wrong : List.of(NAME, CHOICES, FOUND, NOTES)) {
            assertThrows(
                    UnsupportedProcessing.class,
                    () -> check.check(new Rule.SetOutcomeValue("SCORE", wrong)),
                    wrong.identifier());
        }
    }

    @Test
    void mayOnlyBranchOnBooleansAndLookUpNumbers() {
        var check = check();
        var onText = new Rule.Condition(List.of(new Rule.Branch(NAME, List.of())), List.of());

        assertThrows(UnsupportedProcessing.class, () -> check.checkAll(List.of(onText)));
        assertThrows(
                UnsupportedProcessing.class,
                () -> check.check(new Rule.LookupOutcomeValue("SCORE", CHOICES)));
        assertDoesNotThrow(() -> check.check(new Rule.LookupOutcomeValue("SCORE", COUNT)));
    }

    @Test
    void ofTheStandardFitEveryResponseTheyAreMadeFor() {
        for (var cardinality : List.of(Cardinality.SINGLE, Cardinality.MULTIPLE)) {
            for (var type : List.of(BaseType.IDENTIFIER, BaseType.DIRECTED_PAIR)) {
                var check =
                        new TypeCheck(
                                List.of(ResponseDeclaration.of("RESPONSE", cardinality, type)),
                                List.of(
                                        OutcomeDeclaration.of(
                                                "SCORE", Cardinality.SINGLE, BaseType.FLOAT)));
                assertDoesNotThrow(() -> check.checkAll(ResponseProcessing.matchCorrect().rules()));
                assertDoesNotThrow(() -> check.checkAll(ResponseProcessing.mapResponse().rules()));
            }
        }
    }
}

package org.gongyuan.bank.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

@DisplayName("An expression of response processing")
class ExpressionVectorsTest {

    /// What the vectors may refer to.
    private static final ItemScoring ITEM = item();

    private static ItemScoring item() {
        var record = new LinkedHashMap<String, Value.Scalar>();
        record.put("stringValue", new Value.Text("3.5 kg"));
        record.put("floatValue", new Value.Real(3.5));
        return new ItemScoring(
                List.of(
                        ResponseDeclaration.of("NONE", Cardinality.SINGLE, BaseType.IDENTIFIER),
                        ResponseDeclaration.of("SOME", Cardinality.SINGLE, BaseType.IDENTIFIER)
                                .withCorrect(new Value.Identifier("A")),
                        new ResponseDeclaration(
                                "RECORD",
                                Cardinality.RECORD,
                                Optional.empty(),
                                new Value.Fields(record),
                                Value.NULL,
                                Optional.empty(),
                                Optional.empty()),
                        new ResponseDeclaration(
                                "TWO",
                                Cardinality.SINGLE,
                                Optional.of(BaseType.INTEGER),
                                new Value.Int(2),
                                Value.NULL,
                                Optional.empty(),
                                Optional.empty())),
                List.of(
                        OutcomeDeclaration.of("PLAIN", Cardinality.SINGLE, BaseType.FLOAT),
                        OutcomeDeclaration.of("NAME", Cardinality.SINGLE, BaseType.STRING),
                        OutcomeDeclaration.of("SEVEN", Cardinality.SINGLE, BaseType.INTEGER)
                                .withDefault(new Value.Int(7))
                                .withNormalRange(OptionalDouble.of(0), OptionalDouble.of(9))),
                ResponseProcessing.none());
    }

    static Stream<Map<String, String>> vectors() {
        return Stream.of(
                        "logic.json",
                        "comparison.json",
                        "arithmetic.json",
                        "containers.json",
                        "strings.json",
                        "variables.json")
                .flatMap(file -> Vectors.read(file).stream());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void givesWhatTheVectorExpects(Map<String, String> vector) {
        var expression = Notation.read(vector.get("expression"));
        if (vector.containsKey("refused")) {
            var refused = assertThrows(UnsupportedProcessing.class, () -> evaluate(expression));
            assertTrue(refused.getMessage().contains(vector.get("refused")), refused.getMessage());
            return;
        }
        assertEquals(evaluate(Notation.read(vector.get("expect"))), evaluate(expression));
    }

    private static Value evaluate(Expression expression) {
        return ITEM.evaluate(expression, Responses.NONE);
    }
}

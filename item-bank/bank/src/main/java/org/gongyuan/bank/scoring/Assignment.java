package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.util.ArrayList;
import java.util.List;

/// Fits a value to the outcome it is set to (RP 5.6): whole numbers may become floats and the other
/// way round, names may become strings, one value may become a container of one. Nothing else.
final class Assignment {

    private Assignment() {}

    static Value fitted(OutcomeDeclaration outcome, Value value) {
        if (value instanceof Value.Null) {
            return Value.NULL;
        }
        return switch (outcome.cardinality()) {
            case SINGLE ->
                    value instanceof Scalar scalar
                            ? scalar(outcome, scalar)
                            : refuse(outcome, value);
            case MULTIPLE, ORDERED -> container(outcome, value);
            case RECORD -> value instanceof Value.Fields ? value : refuse(outcome, value);
        };
    }

    private static Value container(OutcomeDeclaration outcome, Value value) {
        var given =
                switch (value) {
                    case Value.Container(_, _, var elements) -> elements;
                    case Scalar scalar -> List.of(scalar);
                    default -> throw refused(outcome, value);
                };
        var elements = new ArrayList<Scalar>(given.size());
        for (var element : given) {
            elements.add(scalar(outcome, element));
        }
        return new Value.Container(
                outcome.cardinality(), outcome.baseType().orElseThrow(), elements);
    }

    private static Scalar scalar(OutcomeDeclaration outcome, Scalar scalar) {
        var wanted = outcome.baseType().orElseThrow();
        if (scalar.type() == wanted) {
            return scalar;
        }
        return switch (scalar) {
            case Value.Int(var whole) when wanted == BaseType.FLOAT -> new Value.Real(whole);
            case Value.Real(var real)
                    when wanted == BaseType.INTEGER
                            && real == StrictMath.rint(real)
                            && Math.abs(real) < 0x1p53 ->
                    new Value.Int((long) real);
            case Value.Identifier(var name) when wanted == BaseType.STRING -> new Value.Text(name);
            case Value.Uri(var uri) when wanted == BaseType.STRING -> new Value.Text(uri);
            case Value.Text(var text) when wanted == BaseType.IDENTIFIER -> {
                try {
                    yield Value.parse(wanted, text);
                } catch (BadToken _) {
                    throw refused(outcome, scalar);
                }
            }
            default -> throw refused(outcome, scalar);
        };
    }

    private static Value refuse(OutcomeDeclaration outcome, Value value) {
        throw refused(outcome, value);
    }

    private static UnsupportedProcessing refused(OutcomeDeclaration outcome, Value value) {
        return new UnsupportedProcessing(
                "outcome %s is %s of type %s, it cannot be set to %s"
                        .formatted(
                                outcome.identifier(),
                                outcome.cardinality().qtiName(),
                                outcome.baseType().map(BaseType::qtiName).orElse("record"),
                                Comparison.shape(value)));
    }

    /// What a lookup table gives for a number.
    static Value lookedUp(OutcomeDeclaration outcome, Value number) {
        var table =
                outcome.lookupTable()
                        .orElseThrow(
                                () ->
                                        new UnsupportedProcessing(
                                                "outcome %s has no lookup table"
                                                        .formatted(outcome.identifier())));
        if (number.isNull()) {
            return table.defaultValue();
        }
        if (!(number instanceof Scalar scalar)) {
            throw Arithmetic.noNumber(number);
        }
        return switch (table) {
            case LookupTable.Match(var entries, var otherwise) -> {
                var whole = Arithmetic.whole(scalar);
                for (var entry : entries) {
                    if (entry.source() == whole) {
                        yield entry.target();
                    }
                }
                yield otherwise;
            }
            case LookupTable.Interpolation(var entries, var otherwise) -> {
                var real = Arithmetic.real(scalar);
                for (var entry : entries) {
                    if (entry.bound() < real
                            || (entry.includeBoundary() && entry.bound() == real)) {
                        yield entry.target();
                    }
                }
                yield otherwise;
            }
        };
    }
}

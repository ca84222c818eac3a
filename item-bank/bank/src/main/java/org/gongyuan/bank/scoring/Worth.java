package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a response is worth by its mapping (RP 4).
final class Worth {

    private Worth() {}

    /// `mapResponse`: each entry counts once, however often its value was given; each different
    /// value without an entry counts the default. No response at all is worth the default.
    static Value mapped(ResponseDeclaration declaration, Value response) {
        var mapping =
                declaration
                        .mapping()
                        .orElseThrow(
                                () ->
                                        new UnsupportedProcessing(
                                                "response %s has no mapping"
                                                        .formatted(declaration.identifier())));
        var given = elements(response);
        var counted = new boolean[mapping.entries().size()];
        var unmapped = new ArrayList<Scalar>();
        var sum = 0.0;
        for (var value : given) {
            var entry = entryFor(mapping, value);
            if (entry < 0) {
                if (!unmapped.contains(value)) {
                    unmapped.add(value);
                    sum += mapping.defaultValue();
                }
            } else if (!counted[entry]) {
                counted[entry] = true;
                sum += mapping.entries().get(entry).value();
            }
        }
        if (given.isEmpty()) {
            sum = withoutResponse(mapping);
        }
        return Arithmetic.realOrNull(mapping.bounded(sum));
    }

    private static double withoutResponse(Mapping mapping) {
        for (var entry : mapping.entries()) {
            if (entry.key().isNull()) {
                return entry.value();
            }
        }
        return mapping.defaultValue();
    }

    private static int entryFor(Mapping mapping, Scalar value) {
        for (var at = 0; at < mapping.entries().size(); at++) {
            var entry = mapping.entries().get(at);
            if (isKey(entry, value)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isKey(Mapping.Entry entry, Scalar value) {
        if (entry.caseSensitive()) {
            return entry.key().equals(value);
        }
        return switch (entry.key()) {
            case Value.Text(var key) when value instanceof Value.Text(var text) ->
                    folded(key).equals(folded(text));
            case Value.Identifier(var key) when value instanceof Value.Identifier(var name) ->
                    folded(key).equals(folded(name));
            default -> entry.key().equals(value);
        };
    }

    /// Case folded the same way on every machine, whatever its language.
    static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /// `mapResponsePoint`: a point counts for the first area it lies in, an area counts once, a
    /// point in no area counts the default.
    static Value mappedPoints(ResponseDeclaration declaration, Value response) {
        var mapping =
                declaration
                        .areaMapping()
                        .orElseThrow(
                                () ->
                                        new UnsupportedProcessing(
                                                "response %s has no area mapping"
                                                        .formatted(declaration.identifier())));
        var given = elements(response);
        var counted = new boolean[mapping.entries().size()];
        var sum = given.isEmpty() ? mapping.defaultValue() : 0.0;
        for (var value : given) {
            if (!(value instanceof Value.Point point)) {
                throw new UnsupportedProcessing(
                        "mapResponsePoint needs points, not " + Comparison.shape(value));
            }
            var area = areaOf(mapping, point);
            if (area < 0) {
                sum += mapping.defaultValue();
            } else if (!counted[area]) {
                counted[area] = true;
                sum += mapping.entries().get(area).value();
            }
        }
        return Arithmetic.realOrNull(mapping.bounded(sum));
    }

    private static int areaOf(AreaMapping mapping, Value.Point point) {
        for (var at = 0; at < mapping.entries().size(); at++) {
            if (mapping.entries().get(at).area().contains(point)) {
                return at;
            }
        }
        return -1;
    }

    private static List<Scalar> elements(Value response) {
        return switch (response) {
            case Value.Container container -> container.elements();
            case Scalar scalar when !scalar.isNull() -> List.of(scalar);
            case Value.Fields _ ->
                    throw new UnsupportedProcessing("a record cannot be mapped to points");
            default -> List.of();
        };
    }
}

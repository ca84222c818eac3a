package org.gongyuan.bank.scoring;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Between the tokens of a response and its typed value (RP 3.3), both ways.
final class ResponseTokens {

    private ResponseTokens() {}

    /// The value of these tokens under a declaration.
    ///
    /// @throws BadResponse if a token is not of the declared type or there are too many
    static Value read(ResponseDeclaration declaration, Optional<List<String>> given) {
        if (given.isEmpty() || given.get().isEmpty()) {
            return Value.NULL;
        }
        var tokens = given.get();
        try {
            return switch (declaration.cardinality()) {
                case SINGLE -> {
                    if (tokens.size() > 1) {
                        throw new BadResponse(
                                declaration.identifier(),
                                "it is single, %d values were given".formatted(tokens.size()));
                    }
                    yield single(declaration.baseType().orElseThrow(), tokens.getFirst());
                }
                case MULTIPLE, ORDERED -> {
                    var type = declaration.baseType().orElseThrow();
                    var elements = new ArrayList<Scalar>(tokens.size());
                    for (var token : tokens) {
                        elements.add(Value.parse(type, token));
                    }
                    yield new Value.Container(declaration.cardinality(), type, elements);
                }
                case RECORD -> record(declaration, tokens);
            };
        } catch (BadToken bad) {
            throw new BadResponse(declaration.identifier(), bad.getMessage());
        }
    }

    /// An empty text is no response, whatever the type.
    private static Value single(BaseType type, String token) {
        return token.isEmpty() || (type != BaseType.STRING && token.isBlank())
                ? Value.NULL
                : Value.parse(type, token);
    }

    /// A field as `name=type=text`.
    private static Value record(ResponseDeclaration declaration, List<String> tokens) {
        var fields = new LinkedHashMap<String, Scalar>();
        for (var token : tokens) {
            var parts = token.split("=", 3);
            var type = parts.length == 3 ? BaseType.named(parts[1]) : Optional.<BaseType>empty();
            if (type.isEmpty() || parts[0].isEmpty()) {
                throw new BadResponse(
                        declaration.identifier(),
                        "\"%s\" is not a field such as weight=float=2.5"
                                .formatted(BadToken.shown(token)));
            }
            if (fields.putIfAbsent(parts[0], Value.parse(type.get(), parts[2])) != null) {
                throw new BadResponse(
                        declaration.identifier(), "field %s is given twice".formatted(parts[0]));
            }
        }
        return new Value.Fields(fields);
    }

    /// The tokens that read back as this value.
    static Optional<List<String>> print(Value value) {
        return switch (value) {
            case Value.Null _ -> Optional.empty();
            case Scalar scalar -> Optional.of(List.of(Tokens.print(scalar)));
            case Value.Container(_, _, var elements) ->
                    Optional.of(elements.stream().map(Tokens::print).toList());
            case Value.Fields(var fields) ->
                    Optional.of(
                            fields.entrySet().stream()
                                    .map(
                                            field ->
                                                    "%s=%s=%s"
                                                            .formatted(
                                                                    field.getKey(),
                                                                    field.getValue()
                                                                            .type()
                                                                            .qtiName(),
                                                                    Tokens.print(field.getValue())))
                                    .toList());
        };
    }
}

package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What an item says about one of its responses (RP 3.1): its shape, what is right, what it is
/// worth. The base type is empty only for records.
public record ResponseDeclaration(
        String identifier,
        Cardinality cardinality,
        Optional<BaseType> baseType,
        Value defaultValue,
        Value correctResponse,
        Optional<Mapping> mapping,
        Optional<AreaMapping> areaMapping) {

    public ResponseDeclaration {
        Declarations.requireShape("response", identifier, cardinality, baseType);
        Declarations.requireFits(
                "default value of response", identifier, cardinality, baseType, defaultValue);
        Declarations.requireFits(
                "correct response of", identifier, cardinality, baseType, correctResponse);
        requireNonNull(mapping, "mapping");
        requireNonNull(areaMapping, "areaMapping");
        if (mapping.isPresent()) {
            for (var entry : mapping.get().entries()) {
                if (entry.key().type() != baseType.orElse(null)) {
                    throw new IllegalArgumentException(
                            "mapping of response \"%s\" has a key of type %s, the response is %s"
                                    .formatted(
                                            identifier,
                                            entry.key().type().qtiName(),
                                            baseType.map(BaseType::qtiName).orElse("a record")));
                }
            }
        }
        if (areaMapping.isPresent() && baseType.orElse(null) != BaseType.POINT) {
            throw new IllegalArgumentException(
                    "response \"%s\" has an area mapping but does not consist of points"
                            .formatted(identifier));
        }
    }

    /// A response with nothing said about what is right.
    public static ResponseDeclaration of(
            String identifier, Cardinality cardinality, BaseType baseType) {
        return new ResponseDeclaration(
                identifier,
                cardinality,
                Optional.of(baseType),
                Value.NULL,
                Value.NULL,
                Optional.empty(),
                Optional.empty());
    }

    public ResponseDeclaration withCorrect(Value correct) {
        return new ResponseDeclaration(
                identifier, cardinality, baseType, defaultValue, correct, mapping, areaMapping);
    }

    public ResponseDeclaration withMapping(Mapping worth) {
        return new ResponseDeclaration(
                identifier,
                cardinality,
                baseType,
                defaultValue,
                correctResponse,
                Optional.of(worth),
                areaMapping);
    }

    public ResponseDeclaration withAreaMapping(AreaMapping worth) {
        return new ResponseDeclaration(
                identifier,
                cardinality,
                baseType,
                defaultValue,
                correctResponse,
                mapping,
                Optional.of(worth));
    }
}

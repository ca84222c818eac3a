package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/// What an item says about one of its outcomes (RP 3.2). The base type is empty only for records.
public record OutcomeDeclaration(
        String identifier,
        Cardinality cardinality,
        Optional<BaseType> baseType,
        Value defaultValue,
        OptionalDouble normalMinimum,
        OptionalDouble normalMaximum,
        ExternalScored externalScored,
        Optional<LookupTable> lookupTable) {

    /// Who gives the outcome its value.
    public enum ExternalScored {
        /// The item's own rules.
        NONE,
        /// A person.
        HUMAN,
        /// A machine that is not part of the item.
        EXTERNAL_MACHINE
    }

    public OutcomeDeclaration {
        Declarations.requireShape("outcome", identifier, cardinality, baseType);
        Declarations.requireFits(
                "default value of outcome", identifier, cardinality, baseType, defaultValue);
        requireNonNull(normalMinimum, "normalMinimum");
        requireNonNull(normalMaximum, "normalMaximum");
        requireNonNull(externalScored, "externalScored");
        requireNonNull(lookupTable, "lookupTable");
    }

    /// An outcome of the plain kind, without bounds or default.
    public static OutcomeDeclaration of(
            String identifier, Cardinality cardinality, BaseType baseType) {
        return new OutcomeDeclaration(
                identifier,
                cardinality,
                Optional.of(baseType),
                Value.NULL,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                ExternalScored.NONE,
                Optional.empty());
    }

    public OutcomeDeclaration withDefault(Value value) {
        return new OutcomeDeclaration(
                identifier,
                cardinality,
                baseType,
                value,
                normalMinimum,
                normalMaximum,
                externalScored,
                lookupTable);
    }

    public OutcomeDeclaration withNormalRange(OptionalDouble minimum, OptionalDouble maximum) {
        return new OutcomeDeclaration(
                identifier,
                cardinality,
                baseType,
                defaultValue,
                minimum,
                maximum,
                externalScored,
                lookupTable);
    }

    public OutcomeDeclaration withExternalScored(ExternalScored by) {
        return new OutcomeDeclaration(
                identifier,
                cardinality,
                baseType,
                defaultValue,
                normalMinimum,
                normalMaximum,
                by,
                lookupTable);
    }

    public OutcomeDeclaration withLookupTable(LookupTable table) {
        return new OutcomeDeclaration(
                identifier,
                cardinality,
                baseType,
                defaultValue,
                normalMinimum,
                normalMaximum,
                externalScored,
                Optional.of(table));
    }

    /// What the outcome holds before any rule runs: its default, else 0 for single numbers, else
    /// NULL (RP 3.2).
    Value initial() {
        if (!(defaultValue instanceof Value.Null) || cardinality != Cardinality.SINGLE) {
            return defaultValue;
        }
        return switch (baseType.orElseThrow()) {
            case INTEGER -> new Value.Int(0);
            case FLOAT -> new Value.Real(0);
            default -> Value.NULL;
        };
    }
}

package org.gongyuan.bank.item;

import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.scoring.Area;
import org.gongyuan.bank.scoring.AreaMapping;
import org.gongyuan.bank.scoring.BaseType;
import org.gongyuan.bank.scoring.Cardinality;
import org.gongyuan.bank.scoring.LookupTable;
import org.gongyuan.bank.scoring.Mapping;
import org.gongyuan.bank.scoring.OutcomeDeclaration;
import org.gongyuan.bank.scoring.OutcomeDeclaration.ExternalScored;
import org.gongyuan.bank.scoring.ResponseDeclaration;
import org.gongyuan.bank.scoring.Value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Reads QTI 3.0 response and outcome declarations into scoring's types
/// (`item-bank/spec/interchange.md`, section 7).
final class DeclarationReading {

    private DeclarationReading() {}

    /// A response declaration; empty if it was refused.
    static Optional<ResponseDeclaration> response(Element from, Findings findings) {
        var faults = new Faults(from, findings);
        faults.look(
                () ->
                        onlyChildren(
                                from,
                                "qti-default-value",
                                "qti-correct-response",
                                "qti-mapping",
                                "qti-area-mapping"));
        var shaped = faults.read(() -> shape(from));
        if (shaped.isEmpty()) {
            return Optional.empty();
        }
        var shape = shaped.get();
        var given = faults.read(() -> values(from, "qti-default-value", shape, faults));
        var correct = faults.read(() -> values(from, "qti-correct-response", shape, faults));
        var mapping =
                from.first("qti-mapping")
                        .flatMap(at -> faults.read(() -> mapping(at, shape, faults)));
        var areas =
                from.first("qti-area-mapping")
                        .flatMap(at -> faults.read(() -> areaMapping(at, faults)));
        return whole(
                faults,
                () ->
                        new ResponseDeclaration(
                                shape.identifier,
                                shape.cardinality,
                                shape.baseType,
                                given.orElseThrow(),
                                correct.orElseThrow(),
                                mapping,
                                areas));
    }

    /// An outcome declaration; empty if it was refused.
    static Optional<OutcomeDeclaration> outcome(Element from, Findings findings) {
        var faults = new Faults(from, findings);
        faults.look(
                () ->
                        onlyChildren(
                                from,
                                "qti-default-value",
                                "qti-match-table",
                                "qti-interpolation-table"));
        var shaped = faults.read(() -> shape(from));
        if (shaped.isEmpty()) {
            return Optional.empty();
        }
        var shape = shaped.get();
        var table = faults.read(() -> table(from, shape, faults));
        var given = faults.read(() -> values(from, "qti-default-value", shape, faults));
        var least = faults.read(() -> bound(from, "normal-minimum"));
        var most = faults.read(() -> bound(from, "normal-maximum"));
        var scored = faults.read(() -> externalScored(from));
        return whole(
                faults,
                () ->
                        new OutcomeDeclaration(
                                shape.identifier,
                                shape.cardinality,
                                shape.baseType,
                                given.orElseThrow(),
                                least.orElseThrow(),
                                most.orElseThrow(),
                                scored.orElseThrow(),
                                table.orElseThrow()));
    }

    /// What its parts make together, if none of them has a fault and they fit.
    private static <T> Optional<T> whole(Faults faults, Faults.Part<T> parts) {
        return faults.met() ? Optional.empty() : faults.read(parts);
    }

    private static Optional<LookupTable> table(Element from, Shape shape, Faults faults)
            throws NotRead {
        var match = from.first("qti-match-table");
        var interpolation = from.first("qti-interpolation-table");
        if (match.isPresent() && interpolation.isPresent()) {
            throw new NotRead(from.line(), name(from), "it has two lookup tables");
        }
        if (match.isPresent()) {
            return Optional.of(matchTable(match.get(), shape, faults));
        }
        return interpolation.isPresent()
                ? Optional.of(interpolationTable(interpolation.get(), shape, faults))
                : Optional.empty();
    }

    private record Shape(String identifier, Cardinality cardinality, Optional<BaseType> baseType) {}

    private static Shape shape(Element from) throws NotRead {
        var identifier = required(from, "identifier");
        var cardinalityName = required(from, "cardinality");
        var cardinality =
                Cardinality.named(cardinalityName)
                        .orElseThrow(
                                () ->
                                        new NotRead(
                                                from.line(),
                                                name(from),
                                                "cardinality \"%s\" is none of single, multiple,"
                                                                .formatted(cardinalityName)
                                                        + " ordered, record"));
        var typeName = from.attribute("base-type");
        if (cardinality == Cardinality.RECORD || typeName.isEmpty()) {
            return new Shape(identifier, cardinality, Optional.empty());
        }
        return new Shape(identifier, cardinality, Optional.of(baseType(from, typeName.get())));
    }

    static BaseType baseType(Element from, String typeName) throws NotRead {
        return BaseType.named(typeName)
                .orElseThrow(
                        () ->
                                new NotRead(
                                        from.line(),
                                        name(from),
                                        "base type \"%s\" is not scored here".formatted(typeName)));
    }

    private static Value values(Element from, String holder, Shape shape, Faults faults)
            throws NotRead {
        var held = from.first(holder);
        if (held.isEmpty()) {
            return Value.NULL;
        }
        onlyElements(held.get(), "qti-value");
        var values = held.get().elements("qti-value");
        if (values.isEmpty()) {
            return Value.NULL;
        }
        if (shape.cardinality == Cardinality.RECORD) {
            return record(values);
        }
        if (shape.baseType.isEmpty()) {
            throw new NotRead(from.line(), name(from), "it has no base type");
        }
        var scalars = new ArrayList<Value.Scalar>();
        for (var value : values) {
            faults.read(() -> scalar(value, shape.baseType.get())).ifPresent(scalars::add);
        }
        if (shape.cardinality == Cardinality.SINGLE) {
            if (values.size() > 1) {
                throw new NotRead(
                        values.get(1).line(),
                        name(from),
                        "%s of cardinality single has %d values".formatted(holder, values.size()));
            }
            return scalars.isEmpty() ? Value.NULL : scalars.getFirst();
        }
        return new Value.Container(shape.cardinality, shape.baseType.get(), scalars);
    }

    private static Value record(List<Element> values) throws NotRead {
        var fields = new LinkedHashMap<String, Value.Scalar>();
        for (var value : values) {
            var type = baseType(value, required(value, "base-type"));
            var field = required(value, "field-identifier");
            if (fields.putIfAbsent(field, scalar(value, type)) != null) {
                throw new NotRead(
                        value.line(), name(value), "field %s stands here twice".formatted(field));
            }
        }
        return new Value.Fields(fields);
    }

    /// The value an element's text stands for. Text over several lines was laid out by a writer:
    /// white space around it is not meant.
    static Value.Scalar scalar(Element from, BaseType type) throws NotRead {
        if (!from.elements().isEmpty()) {
            throw new NotRead(
                    from.elements().getFirst().line(),
                    from.elements().getFirst().name(),
                    "a value is text only");
        }
        var text = from.text();
        return parse(from, type, text.indexOf('\n') >= 0 ? text.strip() : text);
    }

    private static Value.Scalar parse(Element from, BaseType type, String token) throws NotRead {
        try {
            return Value.parse(type, token);
        } catch (IllegalArgumentException wrong) {
            throw new NotRead(from.line(), name(from), wrong.getMessage());
        }
    }

    /// A value that stands in an attribute; of strings every character counts, and there may be
    /// none.
    private static Value.Scalar attributeValue(Element from, String attribute, BaseType type)
            throws NotRead {
        return parse(
                from,
                type,
                type == BaseType.STRING && from.attribute(attribute).isPresent()
                        ? from.attribute(attribute).get()
                        : required(from, attribute));
    }

    private static Mapping mapping(Element from, Shape shape, Faults faults) throws NotRead {
        if (shape.baseType.isEmpty()) {
            throw new NotRead(from.line(), "qti-mapping", "a record cannot be mapped");
        }
        onlyElements(from, "qti-map-entry");
        // QTI has it on the entries only; writers that put it here mean all of them.
        boolean caseCounts = flag(from, "case-sensitive").orElse(true);
        var entries = new ArrayList<Mapping.Entry>();
        for (var entry : from.elements("qti-map-entry")) {
            faults.read(
                            () ->
                                    new Mapping.Entry(
                                            attributeValue(entry, "map-key", shape.baseType.get()),
                                            number(entry, required(entry, "mapped-value")),
                                            // Case counts unless said otherwise, in 2.1 as in 3.0.
                                            flag(entry, "case-sensitive").orElse(caseCounts)))
                    .ifPresent(entries::add);
        }
        return new Mapping(
                bound(from, "lower-bound"),
                bound(from, "upper-bound"),
                bound(from, "default-value").orElse(0),
                entries);
    }

    private static AreaMapping areaMapping(Element from, Faults faults) throws NotRead {
        onlyElements(from, "qti-area-map-entry");
        var entries = new ArrayList<AreaMapping.Entry>();
        for (var entry : from.elements("qti-area-map-entry")) {
            faults.read(
                            () ->
                                    new AreaMapping.Entry(
                                            area(entry),
                                            number(entry, required(entry, "mapped-value"))))
                    .ifPresent(entries::add);
        }
        return new AreaMapping(
                bound(from, "lower-bound"),
                bound(from, "upper-bound"),
                bound(from, "default-value").orElse(0),
                entries);
    }

    /// The area of an element's `shape` and `coords`.
    static Area area(Element from) throws NotRead {
        var shape = required(from, "shape");
        var coords = new ArrayList<Double>();
        for (var part : from.attribute("coords").orElse("").strip().split("[,\\s]+", -1)) {
            if (!part.isEmpty()) {
                coords.add(number(from, part));
            }
        }
        try {
            return Area.of(shape, coords);
        } catch (IllegalArgumentException wrong) {
            throw new NotRead(from.line(), name(from), wrong.getMessage());
        }
    }

    private static LookupTable matchTable(Element from, Shape shape, Faults faults) throws NotRead {
        var type = tableType(from, shape);
        onlyElements(from, "qti-match-table-entry");
        var entries = new ArrayList<LookupTable.Match.Exactly>();
        for (var entry : from.elements("qti-match-table-entry")) {
            faults.read(
                            () ->
                                    new LookupTable.Match.Exactly(
                                            wholeNumber(entry),
                                            attributeValue(entry, "target-value", type)))
                    .ifPresent(entries::add);
        }
        return new LookupTable.Match(entries, tableDefault(from, type));
    }

    private static long wholeNumber(Element entry) throws NotRead {
        var source = number(entry, required(entry, "source-value"));
        if (source != Math.rint(source) || Math.abs(source) > Integer.MAX_VALUE) {
            throw new NotRead(
                    entry.line(),
                    name(entry),
                    "source-value is a whole number from -%1$d to %1$d"
                            .formatted(Integer.MAX_VALUE));
        }
        return (long) source;
    }

    private static LookupTable interpolationTable(Element from, Shape shape, Faults faults)
            throws NotRead {
        var type = tableType(from, shape);
        onlyElements(from, "qti-interpolation-table-entry");
        var entries = new ArrayList<LookupTable.Interpolation.From>();
        for (var entry : from.elements("qti-interpolation-table-entry")) {
            faults.read(
                            () ->
                                    new LookupTable.Interpolation.From(
                                            number(entry, required(entry, "source-value")),
                                            flag(entry, "include-boundary").orElse(true),
                                            attributeValue(entry, "target-value", type)))
                    .ifPresent(entries::add);
        }
        return new LookupTable.Interpolation(entries, tableDefault(from, type));
    }

    private static BaseType tableType(Element from, Shape shape) throws NotRead {
        if (shape.cardinality != Cardinality.SINGLE || shape.baseType.isEmpty()) {
            throw new NotRead(from.line(), name(from), "only single outcomes have a lookup table");
        }
        return shape.baseType.get();
    }

    private static Value tableDefault(Element from, BaseType type) throws NotRead {
        var declared = from.attribute("default-value");
        return declared.isEmpty() ? Value.NULL : parse(from, type, declared.get());
    }

    private static ExternalScored externalScored(Element from) throws NotRead {
        var declared = from.attribute("external-scored").orElse("");
        return switch (declared) {
            case "" -> ExternalScored.NONE;
            case "human" -> ExternalScored.HUMAN;
            case "externalMachine", "external-machine" -> ExternalScored.EXTERNAL_MACHINE;
            default ->
                    throw new NotRead(
                            from.line(),
                            name(from),
                            "external-scored \"%s\" is neither human nor externalMachine"
                                    .formatted(declared));
        };
    }

    /// An attribute that must be there.
    static String required(Element from, String attribute) throws NotRead {
        var value = from.attribute(attribute);
        if (value.isEmpty() || value.get().isBlank()) {
            throw new NotRead(
                    from.line(), name(from), "attribute %s is missing".formatted(attribute));
        }
        return value.get().strip();
    }

    /// `true` or `false`; empty if the attribute is not there.
    static Optional<Boolean> flag(Element from, String attribute) throws NotRead {
        var value = from.attribute(attribute).map(String::strip);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (value.get()) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default ->
                    throw new NotRead(
                            from.line(),
                            name(from),
                            "%s is true or false, not \"%s\"".formatted(attribute, value.get()));
        };
    }

    private static OptionalDouble bound(Element from, String attribute) throws NotRead {
        var value = from.attribute(attribute);
        return value.isEmpty() || value.get().isBlank()
                ? OptionalDouble.empty()
                : OptionalDouble.of(number(from, value.get()));
    }

    private static double number(Element from, String text) throws NotRead {
        if (parse(from, BaseType.FLOAT, text) instanceof Value.Real(var number)) {
            return number;
        }
        throw new NotRead(from.line(), name(from), "\"%s\" is not a number".formatted(text));
    }

    /// Refuses child elements that are not listed, and one that stands there twice.
    private static void onlyChildren(Element from, String... names) throws NotRead {
        onlyElements(from, names);
        for (var name : names) {
            var twice = from.elements(name);
            if (twice.size() > 1) {
                throw new NotRead(
                        twice.get(1).line(), name, "it stands in %s twice".formatted(name(from)));
            }
        }
    }

    /// Refuses child elements that are not listed.
    private static void onlyElements(Element from, String... names) throws NotRead {
        var allowed = Arrays.asList(names);
        for (var child : from.elements()) {
            if (!child.namespace().equals(from.namespace()) || !allowed.contains(child.name())) {
                throw new NotRead(
                        child.line(),
                        child.name(),
                        "it is not known inside %s".formatted(from.name()));
            }
        }
    }

    /// Element and identifier for a finding.
    static String name(Element from) {
        return from.attribute("identifier").map(id -> from.name() + " " + id).orElse(from.name());
    }
}

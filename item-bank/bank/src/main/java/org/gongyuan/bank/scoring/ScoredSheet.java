package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.scoring.ScoredPlacement.State;
import org.gongyuan.bank.scoring.Value.Scalar;
import org.gongyuan.trust.encoding.CborReader;
import org.gongyuan.trust.encoding.CborWriter;
import org.gongyuan.trust.encoding.NotCanonical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// One answer sheet, scored (RP 10.2): every placement in order and the sum of their points. Equal
/// inputs give equal bytes (RP 10.4).
public record ScoredSheet(List<ScoredPlacement> placements, Points rawScore) {

    private static final int VERSION = 1;
    private static final BaseType[] TYPES = BaseType.values();
    private static final Cardinality[] CARDINALITIES = Cardinality.values();

    public ScoredSheet {
        requireNonNull(rawScore, "rawScore");
        placements = List.copyOf(placements);
    }

    /// Whether every placement has its final points.
    public boolean isComplete() {
        for (var placement : placements) {
            if (!placement.state().isFinal()) {
                return false;
            }
        }
        return true;
    }

    /// The one encoding of this sheet (RP 10.4), put together from the encodings of its placements.
    public byte[] encode() {
        var head = head();
        var tail = new CborWriter(16).integer(rawScore.billionths()).toBytes();
        var length = head.length + tail.length;
        for (var placement : placements) {
            length += placement.encoded().length;
        }
        var sheet = Arrays.copyOf(head, length);
        var at = head.length;
        for (var placement : placements) {
            var part = placement.encoded();
            System.arraycopy(part, 0, sheet, at, part.length);
            at += part.length;
        }
        System.arraycopy(tail, 0, sheet, at, tail.length);
        return sheet;
    }

    /// An array of three, the version, and the head of the array of placements: that of its count
    /// as a number, but of major type 4 (RFC 8949 section 3.1).
    private byte[] head() {
        var count = new CborWriter(9).uint(placements.size()).toBytes();
        var head = new byte[2 + count.length];
        head[0] = (byte) 0x83;
        head[1] = VERSION;
        System.arraycopy(count, 0, head, 2, count.length);
        head[2] |= (byte) 0x80;
        return head;
    }

    static byte[] encode(ScoredPlacement placement) {
        var writer = new CborWriter(128);
        writer.array(6)
                .uint(placement.placement())
                .uint(placement.state().code())
                .integer(placement.points().billionths());
        var values = placement.outcomes().values();
        writer.array(values.size());
        values.forEach((identifier, value) -> write(writer.array(2).text(identifier), value));
        writer.array(placement.unreadable().size());
        for (var identifier : placement.unreadable()) {
            writer.text(identifier);
        }
        if (placement.because().isPresent()) {
            writer.text(placement.because().get());
        } else {
            writer.nil();
        }
        return writer.toBytes();
    }

    private static void write(CborWriter writer, Value value) {
        switch (value) {
            case Value.Null _ -> writer.nil();
            case Scalar scalar -> {
                writer.array(3).uint(Cardinality.SINGLE.code()).uint(scalar.type().code());
                writer.text(Tokens.print(scalar));
            }
            case Value.Container(var cardinality, var type, var elements) -> {
                writer.array(3).uint(cardinality.code()).uint(type.code());
                writer.array(elements.size());
                for (var element : elements) {
                    writer.text(Tokens.print(element));
                }
            }
            case Value.Fields(var fields) -> {
                writer.array(2).uint(Cardinality.RECORD.code()).array(fields.size());
                fields.forEach(
                        (name, field) ->
                                writer.array(3)
                                        .text(name)
                                        .uint(field.type().code())
                                        .text(Tokens.print(field)));
            }
        }
    }

    /// Reads a sheet back.
    ///
    /// @throws NotCanonical naming the offset if the bytes are not the encoding of a sheet
    public static ScoredSheet decode(byte[] encoded) {
        var reader = new CborReader(encoded);
        reader.array(3);
        var at = reader.position();
        if (reader.uint() != VERSION) {
            throw new NotCanonical(at, "only version %d is known".formatted(VERSION));
        }
        var placements = new ArrayList<ScoredPlacement>();
        for (var left = reader.array(); left > 0; left--) {
            placements.add(placement(reader));
        }
        var raw = new Points(reader.integer());
        reader.end();
        return new ScoredSheet(placements, raw);
    }

    private static ScoredPlacement placement(CborReader reader) {
        reader.array(6);
        var number = reader.uint(PlacedItem.LARGEST);
        var state = State.coded((int) code(reader, State.values().length));
        var points = new Points(reader.integer());
        var outcomes = new LinkedHashMap<String, Value>();
        for (var left = reader.array(); left > 0; left--) {
            reader.array(2);
            var at = reader.position();
            if (outcomes.put(reader.text(), value(reader)) != null) {
                throw new NotCanonical(at, "an outcome stands twice");
            }
        }
        var unreadable = new ArrayList<String>();
        for (var left = reader.array(); left > 0; left--) {
            unreadable.add(reader.text());
        }
        Optional<String> because = reader.nil() ? Optional.empty() : Optional.of(reader.text());
        return new ScoredPlacement(
                number, state, new Outcomes(outcomes), points, unreadable, because);
    }

    private static Value value(CborReader reader) {
        if (reader.nil()) {
            return Value.NULL;
        }
        var at = reader.position();
        var parts = reader.array();
        var cardinality = CARDINALITIES[(int) code(reader, CARDINALITIES.length) - 1];
        if (parts != (cardinality == Cardinality.RECORD ? 2 : 3)) {
            throw new NotCanonical(at, "a value has %d parts".formatted(parts));
        }
        return switch (cardinality) {
            case SINGLE -> token(reader, type(reader));
            case MULTIPLE, ORDERED -> {
                var type = type(reader);
                var elements = new ArrayList<Scalar>();
                for (var left = reader.array(); left > 0; left--) {
                    elements.add(token(reader, type));
                }
                yield new Value.Container(cardinality, type, elements);
            }
            case RECORD -> {
                var fields = new LinkedHashMap<String, Scalar>();
                for (var left = reader.array(); left > 0; left--) {
                    reader.array(3);
                    var name = reader.text();
                    fields.put(name, token(reader, type(reader)));
                }
                yield new Value.Fields(fields);
            }
        };
    }

    /// A token must be the canonical text of its value.
    private static Scalar token(CborReader reader, BaseType type) {
        var at = reader.position();
        var token = reader.text();
        try {
            var value = type == BaseType.INTEGER ? whole(token) : Value.parse(type, token);
            if (Tokens.print(value).equals(token)) {
                return value;
            }
        } catch (IllegalArgumentException bad) {
            throw new NotCanonical(at, bad.getMessage());
        }
        throw new NotCanonical(at, "a value is not written in its canonical form");
    }

    /// Outcomes may be larger than the integers a response can hold.
    private static Scalar whole(String token) {
        return new Value.Int(Long.parseLong(token));
    }

    private static BaseType type(CborReader reader) {
        return TYPES[(int) code(reader, TYPES.length) - 1];
    }

    private static long code(CborReader reader, int largest) {
        var at = reader.position();
        var code = reader.uint();
        if (code < 1 || code > largest) {
            throw new NotCanonical(at, "code %d is outside 1..%d".formatted(code, largest));
        }
        return code;
    }
}

package org.gongyuan.rehearsal.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one run measured, in the order in which it was put in. Numbers are kept to four digits:
/// more would pretend to a repeatability a shared machine does not have.
public final class Figures {

    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private final Map<String, Object> figures = new LinkedHashMap<>();

    /// The figures of a measurement of that name.
    public static Figures of(String what) {
        return new Figures().with("what", what);
    }

    /// Adds a word.
    public Figures with(String key, String word) {
        figures.put(key, word);
        return this;
    }

    /// Adds a count.
    public Figures with(String key, long count) {
        figures.put(key, count);
        return this;
    }

    /// Adds a measure.
    public Figures with(String key, double measure) {
        figures.put(key, rounded(measure));
        return this;
    }

    /// Adds figures under a name of their own.
    public Figures with(String key, Figures inner) {
        figures.put(key, inner.figures);
        return this;
    }

    /// The figure of that name.
    public Object get(String key) {
        return figures.get(key);
    }

    /// Adds all figures of another measurement.
    public Figures with(Figures other) {
        figures.putAll(other.figures);
        return this;
    }

    /// Adds a row of measurements.
    public Figures with(String key, List<Figures> row) {
        figures.put(key, row.stream().map(one -> one.figures).toList());
        return this;
    }

    private static Object rounded(double measure) {
        if (Double.isNaN(measure) || Double.isInfinite(measure)) {
            return "none";
        }
        var exact = new BigDecimal(measure);
        return measure >= 10_000 ? Math.round(measure) : exact.round(FOUR_DIGITS);
    }

    /// One JSON object on one line.
    public String toJson() {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            write(json, figures);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /// One figure a line, for a person.
    public String toText() {
        var text = new StringBuilder();
        write(text, "", figures);
        return text.toString();
    }

    private static void write(StringBuilder text, String indent, Map<?, ?> figures) {
        figures.forEach(
                (key, value) -> {
                    text.append(indent).append(key);
                    switch (value) {
                        case Map<?, ?> inner -> {
                            text.append('\n');
                            write(text, indent + "  ", inner);
                        }
                        case List<?> row -> {
                            text.append('\n');
                            for (var one : row) {
                                write(text, indent + "  ", (Map<?, ?>) one);
                            }
                        }
                        default -> text.append("  ").append(plain(value)).append('\n');
                    }
                });
    }

    private static String plain(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static void write(JsonGenerator json, Map<?, ?> figures) throws IOException {
        json.writeStartObject();
        for (var figure : figures.entrySet()) {
            json.writeFieldName(figure.getKey().toString());
            switch (figure.getValue()) {
                case Map<?, ?> inner -> write(json, inner);
                case List<?> row -> {
                    json.writeStartArray();
                    for (var one : row) {
                        write(json, (Map<?, ?>) one);
                    }
                    json.writeEndArray();
                }
                case Long count -> json.writeNumber(count);
                case BigDecimal number -> json.writeNumber(number.toPlainString());
                default -> json.writeString(figure.getValue().toString());
            }
        }
        json.writeEndObject();
    }
}

package org.gongyuan.seat.presentation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON text as the bridge has it (seat-page.md section 2.1), as maps, lists, texts, numbers, truth
/// values and null. What is read is bounded, and each name stands once in its object.
final class Json {

    static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 12;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(LARGEST)
                                    .maxStringLength(LARGEST)
                                    .maxNestingDepth(DEEPEST)
                                    .maxNumberLength(32)
                                    .build())
                    .build();

    private Json() {}

    /// Reads the text of one object.
    ///
    /// @throws IllegalArgumentException when it is something else; the message quotes nothing
    static Map<String, Object> read(String text) {
        try (var parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("not a JSON object");
            }
            var object = object(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON object");
            }
            return object;
        } catch (IOException _) {
            throw new IllegalArgumentException("not JSON");
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        var object = new LinkedHashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                var list = new ArrayList<Object>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("not JSON");
        };
    }

    /// An object of these names and values, in this order.
    static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /// Text that is JSON already and is written as it stands.
    record Text(String json) {}

    /// The text of a value.
    static String write(Object value) {
        var text = new StringWriter();
        try (var to = FACTORY.createGenerator(text)) {
            write(to, value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator to, Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case String text -> to.writeString(text);
            case Boolean truth -> to.writeBoolean(truth);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case Double number -> to.writeNumber(number);
            case Text(var json) -> to.writeRawValue(json);
            case List<?> list -> {
                to.writeStartArray();
                for (var each : list) {
                    write(to, each);
                }
                to.writeEndArray();
            }
            case Map<?, ?> object -> {
                to.writeStartObject();
                for (var each : object.entrySet()) {
                    to.writeFieldName((String) each.getKey());
                    write(to, each.getValue());
                }
                to.writeEndObject();
            }
            default ->
                    throw new IllegalArgumentException(
                            "the bridge has no %s".formatted(value.getClass().getSimpleName()));
        }
    }
}

package org.gongyuan.bank.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads responses written as JSON (`item-bank/spec/score-cli.md`, section 2):
/// `{"RESPONSE": "A"}`, lists for several, `"A B"` for pairs, `null` for none.
public final class ResponsesJson {

    /// The longest document that is read.
    public static final int LARGEST = 1024 * 1024;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(LARGEST)
                                    .maxStringLength(LARGEST)
                                    .maxNestingDepth(4)
                                    .maxNumberLength(64)
                                    .build())
                    .build();

    private final ItemScoring item;

    private ResponsesJson(ItemScoring item) {
        this.item = item;
    }

    /// The responses of a JSON object, typed by what the item declares.
    ///
    /// @throws BadResponse naming the identifier and what does not fit
    /// @throws IllegalArgumentException if the text is not one JSON object with each key once
    public static Responses parse(String json, ItemScoring item) {
        if (json.length() > LARGEST) {
            throw new IllegalArgumentException(
                    "responses of %d characters are longer than %d"
                            .formatted(json.length(), LARGEST));
        }
        try (var parser = JSON.createParser(json)) {
            return new ResponsesJson(item).object(parser);
        } catch (JsonProcessingException bad) {
            var at = bad.getLocation();
            throw new IllegalArgumentException(
                    "responses are not JSON at line %d, column %d: %s"
                            .formatted(
                                    at == null ? 1 : at.getLineNr(),
                                    at == null ? 1 : at.getColumnNr(),
                                    bad.getOriginalMessage().replaceAll("\\s+", " ")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Responses object(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(
                    "responses are one JSON object such as {\"RESPONSE\": \"A\"}");
        }
        var values = new HashMap<String, Value>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var identifier = parser.currentName();
            parser.nextToken();
            values.put(identifier, value(parser, identifier));
        }
        if (parser.nextToken() != null) {
            throw new IllegalArgumentException("something follows the JSON object of responses");
        }
        return new Responses(values);
    }

    private Value value(JsonParser parser, String identifier) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> item.read(identifier, Optional.empty());
            case START_ARRAY -> item.read(identifier, Optional.of(list(parser, identifier)));
            case START_OBJECT -> record(parser, identifier);
            default -> item.read(identifier, Optional.of(List.of(token(parser, identifier))));
        };
    }

    private List<String> list(JsonParser parser, String identifier) throws IOException {
        var tokens = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            tokens.add(token(parser, identifier));
            if (tokens.size() > ResponseBody.MOST_ENTRIES) {
                throw new BadResponse(
                        identifier,
                        "more than %d values were given".formatted(ResponseBody.MOST_ENTRIES));
            }
        }
        return tokens;
    }

    /// A JSON scalar as the token it stands for. Where an integer is due, a number loses a needless
    /// fraction.
    private String token(JsonParser parser, String identifier) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> whole(parser.getText(), identifier);
            case VALUE_NUMBER_INT -> parser.getText();
            case VALUE_NUMBER_FLOAT ->
                    item.isInteger(identifier)
                            ? withoutFraction(parser.getText())
                            : parser.getText();
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            default ->
                    throw new BadResponse(
                            identifier,
                            "in a list only texts, numbers, true and false may stand, not null,"
                                    + " lists or objects");
        };
    }

    /// A text that can be written again; JSON can escape half of a surrogate pair.
    private static String whole(String text, String identifier) {
        if (!UTF_8.newEncoder().canEncode(text)) {
            throw new BadResponse(identifier, "a text holds half of a surrogate pair");
        }
        return text;
    }

    private static String withoutFraction(String number) {
        var point = number.indexOf('.');
        return point > 0 && number.substring(point + 1).chars().allMatch(digit -> digit == '0')
                ? number.substring(0, point)
                : number;
    }

    private Value record(JsonParser parser, String identifier) throws IOException {
        var declared =
                item.responses().stream()
                        .filter(response -> response.identifier().equals(identifier))
                        .findFirst();
        if (declared.isEmpty()) {
            return item.read(identifier, Optional.empty());
        }
        if (declared.get().cardinality() != Cardinality.RECORD) {
            throw new BadResponse(
                    identifier,
                    "an object was given, but it is %s, not a record"
                            .formatted(declared.get().cardinality().qtiName()));
        }
        var fields = new LinkedHashMap<String, Scalar>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            parser.nextToken();
            if (parser.currentToken() != JsonToken.VALUE_NULL) {
                fields.put(whole(field, identifier), field(parser, identifier, field));
            }
        }
        return new Value.Fields(fields);
    }

    /// A field's type shows in how it is written.
    private static Scalar field(JsonParser parser, String identifier, String field)
            throws IOException {
        try {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> new Value.Text(whole(parser.getText(), identifier));
                case VALUE_NUMBER_INT -> Value.parse(BaseType.INTEGER, parser.getText());
                case VALUE_NUMBER_FLOAT -> Value.parse(BaseType.FLOAT, parser.getText());
                case VALUE_TRUE -> new Value.Bool(true);
                case VALUE_FALSE -> new Value.Bool(false);
                default ->
                        throw new BadResponse(
                                identifier,
                                "field %s is neither text, number, true, false nor null"
                                        .formatted(field));
            };
        } catch (BadToken bad) {
            throw new BadResponse(identifier, "field %s: %s".formatted(field, bad.getMessage()));
        }
    }
}

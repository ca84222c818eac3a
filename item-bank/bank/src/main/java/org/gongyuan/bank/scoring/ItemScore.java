package org.gongyuan.bank.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// What `gongyuan item score` answers: one line and an exit code
/// (`item-bank/spec/score-cli.md`, sections 3 and 4).
public sealed interface ItemScore {

    /// The line for standard output, or for standard error if the exit code is not 0.
    String line();

    int exitCode();

    /// All outcome variables as one JSON object.
    record Scored(String line) implements ItemScore {
        @Override
        public int exitCode() {
            return 0;
        }
    }

    /// The responses are not JSON or do not fit the item.
    record BadResponses(String line) implements ItemScore {
        @Override
        public int exitCode() {
            return 2;
        }
    }

    /// The item holds something that is not scored here.
    record Unsupported(String line) implements ItemScore {
        @Override
        public int exitCode() {
            return 3;
        }
    }

    /// Scores an item on responses written as JSON.
    static ItemScore of(ItemScoring item, String responsesJson) {
        Responses responses;
        try {
            responses = ResponsesJson.parse(responsesJson, item);
        } catch (IllegalArgumentException bad) {
            return new BadResponses(bad.getMessage());
        }
        try {
            return new Scored(json(item.score(responses)));
        } catch (UnsupportedProcessing unsupported) {
            return new Unsupported(unsupported.getMessage());
        }
    }

    /// Outcomes as one line of JSON, in the order of their declarations.
    static String json(Outcomes outcomes) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            for (var outcome : outcomes.values().entrySet()) {
                json.writeFieldName(outcome.getKey());
                write(json, outcome.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Value value) throws IOException {
        switch (value) {
            case Value.Null _ -> json.writeNull();
            case Value.Bool(var holds) -> json.writeBoolean(holds);
            case Value.Int(var number) -> json.writeNumber(number);
            case Value.Real(var number) when !Double.isInfinite(number) ->
                    json.writeNumber(Tokens.number(number));
            case Value.Seconds(var seconds) -> json.writeNumber(Tokens.number(seconds));
            case Scalar scalar -> json.writeString(Tokens.print(scalar));
            case Value.Container(_, _, var elements) -> {
                json.writeStartArray();
                for (var element : elements) {
                    write(json, element);
                }
                json.writeEndArray();
            }
            case Value.Fields(var fields) -> {
                json.writeStartObject();
                for (var field : fields.entrySet()) {
                    json.writeFieldName(field.getKey());
                    write(json, field.getValue());
                }
                json.writeEndObject();
            }
        }
    }
}

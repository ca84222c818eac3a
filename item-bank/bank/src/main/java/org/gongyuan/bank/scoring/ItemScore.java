package org.gongyuan.bank.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.gongyuan.bank.scoring.Value.Scalar;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

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

    /// Scores an item on the bytes of a JSON document: UTF-8, a byte order mark left out.
    static ItemScore of(ItemScoring item, byte[] responsesJson) {
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(responsesJson)).toString();
        } catch (CharacterCodingException wrong) {
            return new BadResponses("responses are not UTF-8");
        }
        return of(item, text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /// Scores an item on responses written as JSON.
    static ItemScore of(ItemScoring item, String responsesJson) {
        Responses responses;
        try {
            responses = ResponsesJson.parse(responsesJson, item);
        } catch (IllegalArgumentException bad) {
            return new BadResponses(oneLine(bad.getMessage()));
        }
        try {
            return new Scored(json(item.score(responses)));
        } catch (UnsupportedProcessing unsupported) {
            return new Unsupported(oneLine(unsupported.getMessage()));
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
        return escaped(text.toString());
    }

    /// JSON lets three characters stand that end a line for some programs.
    private static String escaped(String json) {
        return json.replace("\u0085", "\\u0085")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /// A sentence without anything that ends a line or moves on a terminal.
    static String oneLine(String sentence) {
        var line = new StringBuilder(sentence.length());
        sentence.codePoints()
                .map(
                        character ->
                                switch (Character.getType(character)) {
                                    case Character.CONTROL,
                                            Character.LINE_SEPARATOR,
                                            Character.PARAGRAPH_SEPARATOR,
                                            Character.SURROGATE ->
                                            ' ';
                                    default -> character;
                                })
                .forEach(line::appendCodePoint);
        return line.toString();
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

package org.gongyuan.protocol.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// One case of a format's vectors, as an outsider reads them: what it is, the bytes or text, and
/// what a reader must answer (`refused`, or what it is read as).
///
/// @param given hexadecimal, or text where the format is text
record Vector(String description, String given, String expect) {

    static List<Vector> of(String file) {
        var cases = new ArrayList<Vector>();
        try (var in = Vector.class.getResourceAsStream("/vectors/" + file);
                var json = new JsonFactory().createParser(in)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    Map<String, String> fields = new HashMap<>();
                    while (json.nextToken() != JsonToken.END_OBJECT) {
                        var name = json.currentName();
                        fields.put(name, json.nextTextValue());
                    }
                    cases.add(
                            new Vector(
                                    fields.get("description"),
                                    fields.getOrDefault("hex", fields.get("text")),
                                    fields.get("expect")));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file, unreadable);
        }
        return cases;
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(given);
    }

    @Override
    public String toString() {
        return description;
    }
}

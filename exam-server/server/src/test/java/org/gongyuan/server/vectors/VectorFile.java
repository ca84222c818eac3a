package org.gongyuan.server.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file of vectors: a JSON list of flat objects of texts, one on a line.
public final class VectorFile {

    private final List<String> lines = new ArrayList<>();

    /// One case, as an outsider reads it.
    public record Case(Map<String, String> fields) {

        public String get(String name) {
            return fields.get(name);
        }

        public byte[] hex(String name) {
            return HexFormat.of().parseHex(fields.get(name));
        }

        public boolean has(String name) {
            return fields.containsKey(name);
        }

        @Override
        public String toString() {
            return fields.get("description");
        }
    }

    public static List<Case> read(String name) {
        var all = new ArrayList<Case>();
        try (var file = VectorFile.class.getResourceAsStream("/vectors/" + name);
                var json = new JsonFactory().createParser(file)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                var fields = new LinkedHashMap<String, String>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    var key = json.currentName();
                    fields.put(key, json.nextTextValue());
                }
                all.add(new Case(fields));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
        return all;
    }

    /// Adds one case: names and values in turn.
    public VectorFile add(String... pairs) {
        var line = new StringWriter();
        try (var json = new JsonFactory().createGenerator(line)) {
            json.writeStartObject();
            for (var i = 0; i < pairs.length; i += 2) {
                json.writeStringField(pairs[i], pairs[i + 1]);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        lines.add("  " + line);
        return this;
    }

    /// Writes the cases into a file of the sources.
    public void write(String name) throws IOException {
        var file = Path.of("src/test/resources/vectors", name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "[\n" + String.join(",\n", lines) + "\n]\n");
    }
}

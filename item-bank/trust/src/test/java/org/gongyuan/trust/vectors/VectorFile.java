package org.gongyuan.trust.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file of vectors: a JSON list of flat objects of texts, one on a line
/// (`src/test/resources/vectors/README.md`).
final class VectorFile {

    private VectorFile() {}

    /// One case, as an outsider reads it.
    record Case(Map<String, String> fields) {

        /// A field that must be there.
        String get(String name) {
            var value = fields.get(name);
            if (value == null) {
                throw new AssertionError("%s has no %s".formatted(this, name));
            }
            return value;
        }

        String expect() {
            return get("expect");
        }

        @Override
        public String toString() {
            return fields.get("description");
        }
    }

    static List<Case> read(String name) {
        var all = new ArrayList<Case>();
        try (var file = VectorFile.class.getResourceAsStream("/vectors/" + name);
                var parser = new JsonFactory().createParser(file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                var fields = new LinkedHashMap<String, String>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var key = parser.currentName();
                    parser.nextToken();
                    fields.put(key, parser.getText());
                }
                all.add(new Case(fields));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(name, unreadable);
        }
        return all;
    }

    /// Cases that are written into a file of the sources.
    static final class Writer {

        private final List<String> lines = new ArrayList<>();

        /// One case: names and values in turn.
        Writer add(String... pairs) {
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

        void write(String name) throws IOException {
            var file = Path.of("src/test/resources/vectors", name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "[\n" + String.join(",\n", lines) + "\n]\n");
        }
    }
}

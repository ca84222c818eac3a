package org.gongyuan.bank.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads vector files: lists of flat objects of texts.
public final class Vectors {

    private Vectors() {}

    /// The vectors of one file.
    public static List<Map<String, String>> read(String name) {
        var all = new ArrayList<Map<String, String>>();
        try (var file = Vectors.class.getResourceAsStream("/vectors/response-processing/" + name);
                var parser = new JsonFactory().createParser(file)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                var vector = new LinkedHashMap<String, String>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    var key = parser.currentName();
                    parser.nextToken();
                    vector.put(key, parser.getText());
                }
                all.add(vector);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }
}

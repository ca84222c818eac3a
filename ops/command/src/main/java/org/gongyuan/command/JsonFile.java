package org.gongyuan.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.bank.scoring.Points;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A JSON object that a person wrote, read field by field: what is missing or wrong is named.
record JsonFile(String where, JsonObject object) {

    private static final long LARGEST = 64L << 20;

    static JsonFile read(Path file, String what) throws IOException {
        try {
            return new JsonFile(
                    file.toString(),
                    new JsonObject(new String(OwnFile.read(file, what, LARGEST), UTF_8)));
        } catch (DecodeException wrong) {
            throw new Refused(
                    Refused.MISUSED,
                    "%s is no JSON object: %s".formatted(file, wrong.getMessage()));
        }
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> wrong(field, "a text"));
    }

    Optional<String> optionalText(String field) {
        return switch (object.getValue(field)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw wrong(field, "a text");
        };
    }

    int number(String field) {
        return switch (object.getValue(field)) {
            case Integer number -> number;
            case null, default -> throw wrong(field, "a whole number");
        };
    }

    Instant instant(String field) {
        return Times.instant(where + ": " + field, text(field));
    }

    Points points(String field) {
        return optionalPoints(field).orElseThrow(() -> wrong(field, "points such as \"1.5\""));
    }

    Optional<Points> optionalPoints(String field) {
        return optionalText(field)
                .map(
                        text -> {
                            try {
                                return Points.of(new BigDecimal(text));
                            } catch (NumberFormatException _) {
                                throw wrong(field, "points such as \"1.5\"");
                            }
                        });
    }

    JsonFile object(String field) {
        return switch (object.getValue(field)) {
            case JsonObject inner -> new JsonFile(where + ": " + field, inner);
            case null, default -> throw wrong(field, "an object");
        };
    }

    List<JsonFile> objects(String field) {
        if (!(object.getValue(field) instanceof JsonArray array)) {
            throw wrong(field, "a list of objects");
        }
        return array.stream()
                .map(
                        one -> {
                            if (one instanceof JsonObject inner) {
                                return new JsonFile(where + ": " + field, inner);
                            }
                            throw wrong(field, "a list of objects");
                        })
                .toList();
    }

    private Refused wrong(String field, String due) {
        return new Refused(
                Refused.MISUSED, "%s: \"%s\" must be there and be %s".formatted(where, field, due));
    }
}

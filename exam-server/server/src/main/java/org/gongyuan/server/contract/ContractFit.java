package org.gongyuan.server.contract;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import org.gongyuan.server.sentence.Sentence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Says of a request that was refused as not as contracted which field it is and what its bound is,
/// so that who asked can mend it (`staff-contract.md` 2.3). It tells nothing that was given and
/// judges nothing: that is the contract's validator.
final class ContractFit {

    private final JsonObject schemas;
    private final Map<String, JsonObject> operations = new HashMap<>();

    /// The bounds of this contract.
    ContractFit(JsonObject contract) {
        schemas = contract.getJsonObject("components").getJsonObject("schemas");
        for (var path : contract.getJsonObject("paths")) {
            for (var method : (JsonObject) path.getValue()) {
                var operation = (JsonObject) method.getValue();
                operations.put(operation.getString("operationId"), operation);
            }
        }
    }

    /// The sentence for a request that does not fit.
    ///
    /// @param given parameters of path and query
    String misfit(String operation, MultiMap given, Buffer body) {
        return parameters(operation, given)
                .or(() -> body(operations.get(operation), body))
                .orElseGet(Sentence.NOT_AS_CONTRACTED::of);
    }

    /// The sentence for parameters of path and query that do not fit, if they do not.
    Optional<String> parameters(String operation, MultiMap given) {
        var contracted = operations.get(operation);
        var named = new TreeMap<String, JsonObject>();
        for (var one : contracted.getJsonArray("parameters", new JsonArray())) {
            named.put(((JsonObject) one).getString("name"), (JsonObject) one);
        }
        if (!named.keySet().containsAll(given.names())) {
            return Optional.of(Sentence.FIELD_NOT_NAMED.of());
        }
        for (var one : named.entrySet()) {
            var value = given.get(one.getKey());
            if (value == null && one.getValue().getBoolean("required", false)) {
                return Optional.of(Sentence.FIELD_NEEDED.of(one.getKey()));
            }
            var found =
                    value == null
                            ? Optional.<String>empty()
                            : parameter(one.getKey(), value, one.getValue());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> parameter(String name, String given, JsonObject parameter) {
        var schema = resolved(parameter.getJsonObject("schema"));
        if (!"integer".equals(schema.getString("type"))) {
            return value(name, given, schema);
        }
        try {
            return value(name, Long.valueOf(given), schema);
        } catch (NumberFormatException _) {
            return unfit(name, schema);
        }
    }

    private Optional<String> body(JsonObject contracted, Buffer body) {
        var content =
                contracted
                        .getJsonObject("requestBody", new JsonObject())
                        .getJsonObject("content", new JsonObject())
                        .getJsonObject("application/json");
        if (content == null) {
            return Optional.empty();
        }
        try {
            return value("", Json.decodeValue(body), resolved(content.getJsonObject("schema")));
        } catch (DecodeException _) {
            return Optional.empty();
        }
    }

    private Optional<String> value(String name, Object given, JsonObject schema) {
        return switch (schema.getString("type", "object")) {
            case "object" ->
                    given instanceof JsonObject object
                            ? object(name, object, schema)
                            : unfit(name, schema);
            case "array" ->
                    given instanceof JsonArray array
                            ? array(name, array, schema)
                            : unfit(name, schema);
            default -> fits(given, schema) ? Optional.empty() : unfit(name, schema);
        };
    }

    private Optional<String> object(String name, JsonObject given, JsonObject schema) {
        var properties = schema.getJsonObject("properties", new JsonObject());
        for (var one : given) {
            if (!properties.containsKey(one.getKey())) {
                return Optional.of(Sentence.FIELD_NOT_NAMED.of());
            }
            var found =
                    value(
                            name.isEmpty() ? one.getKey() : name + "." + one.getKey(),
                            one.getValue(),
                            resolved(properties.getJsonObject(one.getKey())));
            if (found.isPresent()) {
                return found;
            }
        }
        for (var one : schema.getJsonArray("required", new JsonArray())) {
            if (!given.containsKey((String) one)) {
                return Optional.of(Sentence.FIELD_NEEDED.of(one));
            }
        }
        return Optional.empty();
    }

    private Optional<String> array(String name, JsonArray given, JsonObject schema) {
        if (given.size() > schema.getInteger("maxItems", Integer.MAX_VALUE)
                || given.size() < schema.getInteger("minItems", 0)) {
            return unfit(name, schema);
        }
        var items = resolved(schema.getJsonObject("items"));
        return given.stream()
                .map(one -> value(name, one, items))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean fits(Object given, JsonObject schema) {
        return switch (schema.getString("type")) {
            case "integer" ->
                    given instanceof Number number
                            && number.longValue() == number.doubleValue()
                            && number.longValue() >= schema.getLong("minimum", Long.MIN_VALUE)
                            && number.longValue() <= schema.getLong("maximum", Long.MAX_VALUE);
            case "boolean" -> given instanceof Boolean;
            default ->
                    given instanceof String text
                            && text.length() >= schema.getInteger("minLength", 0)
                            && text.length() <= schema.getInteger("maxLength", Integer.MAX_VALUE)
                            && (!schema.containsKey("enum")
                                    || schema.getJsonArray("enum").contains(text))
                            && (!schema.containsKey("pattern")
                                    || Pattern.compile(schema.getString("pattern"))
                                            .matcher(text)
                                            .find());
        };
    }

    private static Optional<String> unfit(String name, JsonObject schema) {
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(Sentence.FIELD_UNFIT.of(name, bound(schema)));
    }

    private static final List<String> BOUNDS =
            List.of(
                    "minimum",
                    "maximum",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "enum",
                    "pattern");

    /// The bound in the words of the contract.
    private static String bound(JsonObject schema) {
        var bound = new StringBuilder(schema.getString("type", "object"));
        for (var word : BOUNDS) {
            var value = schema.getValue(word);
            if (value instanceof JsonArray values) {
                bound.append(", one of ").append(String.join(" ", texts(values)));
            } else if (value != null) {
                bound.append(", ").append(word).append(' ').append(value);
            }
        }
        return bound.toString();
    }

    private static List<String> texts(JsonArray values) {
        return values.stream().map(Object::toString).toList();
    }

    private JsonObject resolved(JsonObject schema) {
        var to = schema;
        while (to.containsKey("$ref")) {
            var ref = to.getString("$ref");
            to = schemas.getJsonObject(ref.substring(ref.lastIndexOf('/') + 1));
        }
        return to;
    }
}

package org.gongyuan.bank.scoring;

import java.util.Map;

/// The responses to one item as typed values by identifier (RP 3.3). An identifier that is missing
/// holds its default, which is NULL when none is declared.
public record Responses(Map<String, Value> values) {

    /// Nothing was given.
    public static final Responses NONE = new Responses(Map.of());

    public Responses {
        values = Map.copyOf(values);
    }

    /// One response.
    public static Responses of(String identifier, Value value) {
        return new Responses(Map.of(identifier, value));
    }
}

package org.gongyuan.bank.scoring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The outcome variables of one item after scoring, in the order of their declarations (RP 3.2).
public record Outcomes(SequencedMap<String, Value> values) {

    /// The outcome that carries an item's points.
    public static final String SCORE = "SCORE";

    public Outcomes {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    /// An outcome's value; NULL if the item has no outcome of that name.
    public Value value(String identifier) {
        return values.getOrDefault(identifier, Value.NULL);
    }
}

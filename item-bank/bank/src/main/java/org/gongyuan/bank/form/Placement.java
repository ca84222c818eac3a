package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/// An item's place in a form (`forms.md` 1.4). `fixed` keeps it where it is when its block is
/// shuffled.
public record Placement(
        PlacementId id,
        ItemReference item,
        Weight weight,
        Optional<Duration> timeLimit,
        boolean fixed) {

    public Placement {
        requireNonNull(id, "id");
        requireNonNull(item, "item");
        requireNonNull(weight, "weight");
        timeLimit = TimeLimit.checked("placement " + id, timeLimit);
    }
}

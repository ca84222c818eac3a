package org.gongyuan.bank.scoring;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/// An item at its placement in a form, with the weight its points have there (RP 10.1).
/// `placement` is the number of a `bank.form.PlacementId`.
public record PlacedItem(int placement, ItemScoring item, BigDecimal weight) {

    /// The largest placement number.
    public static final int LARGEST = 10_000;

    private static final BigDecimal HEAVIEST = BigDecimal.valueOf(1_000_000);

    public PlacedItem {
        requireNonNull(item, "item");
        requireNonNull(weight, "weight");
        if (placement < 1 || placement > LARGEST) {
            throw new IllegalArgumentException(
                    "placement %d is outside 1..%d".formatted(placement, LARGEST));
        }
        if (weight.signum() < 0 || weight.compareTo(HEAVIEST) > 0) {
            throw new IllegalArgumentException(
                    "weight %s of placement %d is outside 0..%s"
                            .formatted(weight, placement, HEAVIEST));
        }
        if (item.usesChance()) {
            throw new UnsupportedProcessing(
                    "the item at placement %d draws random values and cannot be scored in a form"
                            .formatted(placement));
        }
    }
}

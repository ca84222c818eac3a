package org.gongyuan.bank.form;

/// An item's place in a form: its number in the form's own order, from 1. Seats may show items in
/// another order; the placement stays what responses and scores refer to.
public record PlacementId(int number) implements Comparable<PlacementId> {

    /// A form holds at most this many placements.
    public static final int LARGEST = 10_000;

    public PlacementId {
        if (number < 1 || number > LARGEST) {
            throw new IllegalArgumentException(
                    "placement %d is outside 1..%d".formatted(number, LARGEST));
        }
    }

    @Override
    public int compareTo(PlacementId other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}

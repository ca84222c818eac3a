package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

/// Names an item inside one bank: the identifier its QTI file carries.
public record ItemId(String identifier) implements Comparable<ItemId> {

    /// Longest identifier taken.
    public static final int LONGEST = 255;

    public ItemId {
        requireNonNull(identifier, "identifier");
        if (!isValid(identifier)) {
            throw new IllegalArgumentException(
                    "item identifier must have 1 to %d characters, without white space at its ends"
                                    .formatted(LONGEST)
                            + " or control characters: \"%s\"".formatted(identifier));
        }
    }

    /// Whether a text can be an item's identifier.
    public static boolean isValid(String identifier) {
        return !identifier.isEmpty()
                && identifier.length() <= LONGEST
                && identifier.equals(identifier.strip())
                && identifier.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public int compareTo(ItemId other) {
        return identifier.compareTo(other.identifier);
    }

    @Override
    public String toString() {
        return identifier;
    }
}

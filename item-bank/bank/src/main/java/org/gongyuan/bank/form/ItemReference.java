package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

/// The item, and which revision of it, that a placement takes.
public record ItemReference(String identifier, int revision) {

    private static final int LONGEST = 200;

    public ItemReference {
        requireNonNull(identifier, "identifier");
        if (identifier.isBlank() || identifier.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "item identifier must have 1 to %d characters: \"%s\""
                            .formatted(LONGEST, identifier));
        }
        if (revision < 1) {
            throw new IllegalArgumentException("item revision starts at 1: " + revision);
        }
    }

    @Override
    public String toString() {
        return identifier + "@" + revision;
    }
}

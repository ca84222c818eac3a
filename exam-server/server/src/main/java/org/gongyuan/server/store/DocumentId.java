package org.gongyuan.server.store;

import static java.util.Objects.requireNonNull;

/// The name of one document in its collection.
public record DocumentId(String text) {

    private static final int LONGEST = 200;

    public DocumentId {
        requireNonNull(text, "text");
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a document id has 1 to %d characters: \"%s\"".formatted(LONGEST, text));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

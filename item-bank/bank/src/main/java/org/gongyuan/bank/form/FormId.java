package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

/// Names one fixed version of an exam: a body's own id and the revision of the form under that id.
public record FormId(String id, int revision) {

    private static final int LONGEST = 120;

    public FormId {
        requireNonNull(id, "id");
        if (id.isBlank() || id.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "form id must have 1 to %d characters: \"%s\"".formatted(LONGEST, id));
        }
        if (revision < 1) {
            throw new IllegalArgumentException("form revision starts at 1: " + revision);
        }
    }

    @Override
    public String toString() {
        return id + "@" + revision;
    }
}

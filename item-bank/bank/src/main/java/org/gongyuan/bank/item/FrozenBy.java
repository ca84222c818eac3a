package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

/// The sealed form that holds an item revision: its id and revision, as `bank.form.FormId` names
/// them. Forms know items, items do not know forms.
public record FrozenBy(String form, int revision) {

    public FrozenBy {
        requireNonNull(form, "form");
        if (form.isBlank() || revision < 1) {
            throw new IllegalArgumentException(
                    "a form has an id and a revision from 1: \"%s\" %d".formatted(form, revision));
        }
    }

    @Override
    public String toString() {
        return form + "@" + revision;
    }
}

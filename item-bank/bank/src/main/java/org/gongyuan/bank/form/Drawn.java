package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

/// What a selection drew when the form was assembled: from which section of the test, how many of
/// how many, and with which seed, so that it can be drawn again (`forms.md` 2.4).
public record Drawn(String from, int selected, int of, Seed seed) {

    public Drawn {
        requireNonNull(from, "from");
        requireNonNull(seed, "seed");
        if (selected < 1 || selected > of) {
            throw new IllegalArgumentException(
                    "%d selected from %d of %s".formatted(selected, of, from));
        }
    }
}

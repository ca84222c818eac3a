package org.gongyuan.bank.form;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/// Names a section within its form. It is public: it stands in the manifest of the sealed form.
public record SectionId(String id) {

    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,99}");

    public SectionId {
        requireNonNull(id, "id");
        if (!ALLOWED.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "section id \"%s\" must be 1 to 100 letters, digits, _ . or -, a letter or _ first"
                            .formatted(id));
        }
    }

    @Override
    public String toString() {
        return id;
    }
}

package org.gongyuan.server.plan;

import java.util.regex.Pattern;

/// The name of one planned examination, such as `auto-2026-autumn`.
public record ExaminationId(String text) {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    public ExaminationId {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "an examination is named by 1 to 60 of a-z, 0-9 and -, not \"" + text + "\"");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

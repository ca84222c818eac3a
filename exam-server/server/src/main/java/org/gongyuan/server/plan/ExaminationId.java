package org.gongyuan.server.plan;

import org.gongyuan.server.sentence.Sentence;

import java.util.regex.Pattern;

/// The name of one planned examination, such as `auto-2026-autumn`.
public record ExaminationId(String text) {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    public ExaminationId {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(Sentence.EXAM_NAME.of(text));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

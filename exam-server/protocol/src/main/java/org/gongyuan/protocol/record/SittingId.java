package org.gongyuan.protocol.record;

import java.util.regex.Pattern;

/// Names one administration of an exam.
public record SittingId(String text) {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    public SittingId {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a sitting id has 1 to 60 characters a-z, 0-9 and -, not starting with -: \""
                            + text
                            + "\"");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

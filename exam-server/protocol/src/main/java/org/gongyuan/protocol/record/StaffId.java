package org.gongyuan.protocol.record;

import java.util.regex.Pattern;

/// Names a member of staff in the record; `system` is the program itself.
public record StaffId(String text) {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,59}");

    public StaffId {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a staff id has 1 to 60 characters A-Z, a-z, 0-9 and ._@-: \"" + text + "\"");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

package org.gongyuan.protocol.record;

import java.util.regex.Pattern;

/// A place given to one candidate for one sitting: `CENTRE/ROOM/DESK`.
public record SeatId(String text) {

    private static final Pattern SHAPE =
            Pattern.compile("[A-Za-z0-9-]{1,20}/[A-Za-z0-9-]{1,20}/[A-Za-z0-9-]{1,10}");

    public SeatId {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a seat is CENTRE/ROOM/DESK in letters, digits and -: \"" + text + "\"");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

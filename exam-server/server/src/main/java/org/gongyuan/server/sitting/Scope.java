package org.gongyuan.server.sitting;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.protocol.record.SessionId;

import java.util.regex.Pattern;

/// Whom an act of staff concerns.
public sealed interface Scope {

    /// One session.
    record One(SessionId session) implements Scope {
        public One {
            requireNonNull(session, "session");
        }

        @Override
        public String text() {
            return "session:" + session;
        }
    }

    /// Whoever sits at a seat.
    record At(SeatId seat) implements Scope {
        public At {
            requireNonNull(seat, "seat");
        }

        @Override
        public String text() {
            return "seat:" + seat;
        }
    }

    /// Everybody in a room, `CENTRE/ROOM`.
    record Room(String room) implements Scope {
        private static final Pattern SHAPE =
                Pattern.compile("[A-Za-z0-9-]{1,20}/[A-Za-z0-9-]{1,20}");

        public Room {
            if (!SHAPE.matcher(room).matches()) {
                throw new IllegalArgumentException("a room is CENTRE/ROOM: \"" + room + "\"");
            }
        }

        @Override
        public String text() {
            return "room:" + room;
        }
    }

    /// Everybody in the sitting.
    record All() implements Scope {
        @Override
        public String text() {
            return "all";
        }
    }

    /// `session:HEX`, `seat:C/R/D`, `room:C/R` or `all`.
    String text();

    /// The room of a seat.
    static String roomOf(SeatId seat) {
        return seat.text().substring(0, seat.text().lastIndexOf('/'));
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalArgumentException when it is none of the four
    static Scope parse(String text) {
        int colon = text.indexOf(':');
        var kind = colon < 0 ? text : text.substring(0, colon);
        var rest = text.substring(colon + 1);
        return switch (kind) {
            case "session" -> new One(SessionId.parse(rest));
            case "seat" -> new At(new SeatId(rest));
            case "room" -> new Room(rest);
            case "all" -> new All();
            default ->
                    throw new IllegalArgumentException(
                            "a scope is session:…, seat:…, room:… or all, not \"" + text + "\"");
        };
    }
}

package org.gongyuan.server.plan;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.server.sentence.Sentence;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// A test centre of an examination with its rooms.
public record Centre(String code, String name, List<Room> rooms) {

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9-]{1,20}");
    private static final int LONGEST_NAME = 60;
    private static final int MOST_ROOMS = 100;

    public Centre {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(Sentence.CENTRE_CODE.of(code));
        }
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    Sentence.CENTRE_NAME.of(LONGEST_NAME, name.length()));
        }
        rooms = List.copyOf(rooms);
        var codes = new HashSet<String>();
        for (var room : rooms) {
            if (!codes.add(room.code())) {
                throw new IllegalArgumentException(Sentence.ROOM_TWICE.of(code, room.code()));
            }
        }
        if (rooms.size() > MOST_ROOMS) {
            throw new IllegalArgumentException(
                    Sentence.CENTRE_ROOMS.of(code, rooms.size(), MOST_ROOMS));
        }
    }

    /// The seats in use in all its rooms.
    public List<SeatId> seats() {
        return rooms.stream().flatMap(room -> room.seats(code).stream()).toList();
    }
}

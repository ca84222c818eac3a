package org.gongyuan.server.plan;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.server.sentence.Sentence;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A room of a centre with its desks, numbered from the front row by row.
///
/// @param closed numbers of desks that are not used
public record Room(String code, int rows, int columns, Set<Integer> closed) {

    /// The most desks of a room (`rules.md` 2.3: 40 to 100 machines).
    public static final int MOST = 400;

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9-]{1,20}");

    public Room {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException(Sentence.ROOM_CODE.of(code));
        }
        if (rows < 1 || columns < 1 || rows > MOST || columns > MOST || rows * columns > MOST) {
            throw new IllegalArgumentException(Sentence.ROOM_DESKS.of(code, rows, columns, MOST));
        }
        requireNonNull(closed, "closed");
        for (int desk : closed) {
            if (desk < 1 || desk > rows * columns) {
                throw new IllegalArgumentException(
                        Sentence.ROOM_LACKS_DESK.of(code, desk, rows * columns));
            }
        }
        closed = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(closed));
    }

    /// The seats in use.
    public List<SeatId> seats(String centre) {
        return IntStream.rangeClosed(1, rows * columns)
                .filter(desk -> !closed.contains(desk))
                .mapToObj(desk -> new SeatId(centre + "/" + code + "/" + desk))
                .toList();
    }
}

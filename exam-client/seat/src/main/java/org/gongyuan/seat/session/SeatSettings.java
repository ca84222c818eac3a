package org.gongyuan.seat.session;

import static java.util.Objects.requireNonNull;

import org.gongyuan.protocol.record.SeatId;
import org.gongyuan.trust.log.NoteKey;
import org.gongyuan.trust.seal.Argon2;

import java.util.List;

/// What a seat is told before a candidate comes.
///
/// @param program the program's version, as the record of a fault should name it
/// @param stretching what it costs to try a secret against the journal
/// @param checkpointKeys the nodes' checkpoint keys this seat knows; without them a receipt's
///     signature is not verified here, which the candidate is told
/// @param pictureBudget the most bytes of pictures kept for later
public record SeatSettings(
        SeatId seat,
        List<Node> nodes,
        String program,
        Argon2 stretching,
        List<NoteKey> checkpointKeys,
        long pictureBudget) {

    /// An hour of pictures every ten seconds at 50 KB, and some.
    public static final long PICTURE_BUDGET = 32L << 20;

    public SeatSettings {
        requireNonNull(seat, "seat");
        nodes = List.copyOf(nodes);
        requireNonNull(program, "program");
        requireNonNull(stretching, "stretching");
        checkpointKeys = List.copyOf(checkpointKeys);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a seat needs the address of at least one node");
        }
        if (pictureBudget < 0) {
            throw new IllegalArgumentException(
                    "the budget for pictures must not be negative: " + pictureBudget);
        }
    }
}

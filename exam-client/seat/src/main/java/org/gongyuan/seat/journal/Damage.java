package org.gongyuan.seat.journal;

import static java.util.Objects.requireNonNull;

/// One damaged place of a journal and what was lost by it (`seat-journal.md` section 6). Everything
/// before it was read; nothing after it was believed.
public record Damage(String file, long offset, Kind kind, long bytesNotRead) {

    /// How a journal can be damaged.
    public enum Kind {
        /// The file does not begin as a journal does.
        NOT_A_JOURNAL,
        /// The file ends inside a frame: the last write was cut.
        TORN,
        /// From here to the end there are only zeros.
        ZEROED,
        /// A frame says it is longer than any frame may be.
        IMPOSSIBLE_LENGTH,
        /// A frame's checksum does not hold.
        ALTERED,
        /// The checksum holds, the seal does not: somebody wrote this, or moved it here.
        NOT_AUTHENTIC,
        /// The frame opens, but what is in it is not an entry that may stand here.
        NOT_AN_ENTRY
    }

    public Damage {
        requireNonNull(file, "file");
        requireNonNull(kind, "kind");
        if (offset < 0 || bytesNotRead < 0) {
            throw new IllegalArgumentException(
                    "offset %d and bytes not read %d must not be negative"
                            .formatted(offset, bytesNotRead));
        }
    }
}

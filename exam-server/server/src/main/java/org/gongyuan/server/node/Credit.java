package org.gongyuan.server.node;

import org.gongyuan.server.record.DiskPressure;

/// What a node can take beyond responses, from 0 to 10 (`seat-protocol.md` section 10): pictures go
/// first, then observations; responses, submissions and time depend on none of it.
final class Credit {

    /// Pictures as they come.
    static final int EVERYTHING = 10;

    /// A quarter of the pictures.
    static final int FEW_PICTURES = 5;

    /// Observations, and no pictures.
    static final int NO_PICTURES = 2;

    /// Nothing but responses, submissions and time.
    static final int NOTHING = 0;

    /// Entries that wait to become durable, each bound from where a node takes less: some 20 ms,
    /// 100
    /// ms and 400 ms of a disk that syncs 50,000 a second.
    private static final int MANY_WAIT = 1_000;

    private static final int TOO_MANY_WAIT = 5_000;
    private static final int MOST_WAIT = 20_000;

    private Credit() {}

    /// What the journal's disk and the entries that wait for it leave.
    static int of(DiskPressure disk, int waiting) {
        return Math.min(byDisk(disk), byQueue(waiting));
    }

    private static int byDisk(DiskPressure disk) {
        return switch (disk) {
            case AMPLE -> EVERYTHING;
            case PICTURES_SHED -> NO_PICTURES;
            case OBSERVATIONS_SHED, ON_RESERVE, FULL -> NOTHING;
        };
    }

    private static int byQueue(int waiting) {
        if (waiting > MOST_WAIT) {
            return NOTHING;
        }
        if (waiting > TOO_MANY_WAIT) {
            return NO_PICTURES;
        }
        return waiting > MANY_WAIT ? FEW_PICTURES : EVERYTHING;
    }
}

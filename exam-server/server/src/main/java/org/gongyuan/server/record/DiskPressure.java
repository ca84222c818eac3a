package org.gongyuan.server.record;

/// How much room the journal's disk has left (`journal.md` section 7).
///
///     AMPLE -> PICTURES_SHED -> OBSERVATIONS_SHED -> ON_RESERVE -> FULL     (and back, as room
/// returns)
public enum DiskPressure {
    AMPLE,
    PICTURES_SHED,
    OBSERVATIONS_SHED,
    /// The disk is full and the segments held back are being written.
    ON_RESERVE,
    /// The reserve is used up as well.
    FULL;

    /// Whether an entry of this urgency is still taken.
    public boolean admits(Urgency urgency) {
        return switch (this) {
            case AMPLE -> true;
            case PICTURES_SHED -> urgency != Urgency.PICTURE;
            case OBSERVATIONS_SHED, ON_RESERVE ->
                    urgency != Urgency.PICTURE && urgency != Urgency.OBSERVATION;
            case FULL -> false;
        };
    }
}
